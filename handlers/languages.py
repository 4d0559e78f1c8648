"""In which language somebody is answered."""

import asyncio

import structlog

from bot.deps import Deps
from bot.domain.languages import language_of
from bot.domain.members import Member
from bot.errors import Unavailable
from bot.locales import Texts, texts
from bot.services import members

log = structlog.get_logger()


_A_MOMENT = 0.2  # seconds that an answer waits for the language to be kept


async def texts_for(deps: Deps, member: Member) -> Texts:
    """The words in the member's language: their own choice, else Slack's for them, else the bot's.

    Slack is asked once, at most a second; what it says is kept.
    """
    if member.language is not None:
        return texts(member.language)
    profile = await deps.slack.people.profile(member.user, deps.identity.team)
    if profile is None or not profile.locale:
        return texts(deps.settings.language)
    spoken = language_of(profile.locale)
    keeping = deps.afterwards.start(_keep(deps, member.user, spoken))
    await asyncio.wait([keeping], timeout=_A_MOMENT)
    return texts(spoken)


async def _keep(deps: Deps, user: str, language: str) -> None:
    try:
        await deps.db.write(members.learn_language, user, language, deps.clock.now())
    except Unavailable as error:  # no answer fails with it; Slack is asked again next time
        log.warning("language.not_kept", error=deps.db.why(error))
