"""Who is asking, and in which language they are answered."""

import asyncio
from dataclasses import dataclass

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.members import language_of
from bot.locales import Texts, texts
from bot.services import members
from bot.views import announcements as announcement_views
from bot.views.message import Message
from storage.database import Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who typed a command or clicked, and how they are answered.

    `key` names this one act (its trigger_id), however often it is delivered; `response_url` takes
    what comes after the answer.
    """

    user: str
    t: Texts
    key: str
    response_url: str


_A_MOMENT = 0.2  # seconds that an answer waits for the language to be kept


async def texts_for(deps: Deps, user: str) -> Texts:
    """The words in the member's language: their own choice, else Slack's for them, else the bot's.

    Slack is asked once, at most a second; what it says is kept.
    """
    member = await deps.db.read(members.member, user)
    if member.language is not None:
        return texts(member.language)
    profile = await deps.slack.people.profile(user, deps.identity.team)
    if profile is None or not profile.locale:
        return texts(deps.settings.language)
    spoken = language_of(profile.locale)
    keeping = deps.afterwards.start(_keep(deps, user, spoken))
    await asyncio.wait([keeping], timeout=_A_MOMENT)
    return texts(spoken)


async def not_organizing(deps: Deps, user: str, t: Texts) -> Message | None:
    """Why this person may not do what organizers do, asked afresh; None when they may."""
    match await roles.role(deps, user):
        case roles.Role.ORGANIZER:
            return None
        case roles.Role.MEMBER:
            return announcement_views.for_organizers_only(t)
        case roles.Role.UNSURE:
            return announcement_views.role_unsure(t)


async def _keep(deps: Deps, user: str, language: str) -> None:
    try:
        await deps.db.write(members.learn_language, user, language)
    except Unavailable as error:  # no answer fails with it; Slack is asked again next time
        log.warning("language.not_kept", error=str(error))
