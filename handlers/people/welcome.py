"""Who joins the channel is shown once, and only they, what it is."""

import re
from functools import partial
from typing import Any

from bot.deps import Deps
from bot.services import events, members
from bot.views import welcome as views
from handlers import languages, responses

_ID = re.compile(r"[!-~]{1,255}")


async def joined(deps: Deps, event: dict[str, Any]) -> None:
    """Welcome a person in LABCAMP_CHANNEL; the caller acks when it is kept that it was done.

    Guests are welcomed too, bots are not. https://docs.slack.dev/reference/events/member_joined_channel
    """
    user, channel = event.get("user"), event.get("channel")
    if not deps.settings.welcome or user == deps.identity.user:
        return
    if not isinstance(user, str) or not _ID.fullmatch(user) or not isinstance(channel, str):
        return
    if not await _is_ours(deps, channel):
        return
    profile = await deps.slack.people.profile(user, deps.identity.team)
    if profile is not None and not profile.may_answer:
        return
    t = await languages.texts_for(deps, await deps.db.glance(members.member, user))
    card = await deps.db.read(events.next_card, user, deps.clock.now())
    if await deps.db.write(members.is_to_be_welcomed, user, deps.clock.now()):
        whisper = partial(deps.slack.whisper, channel, user, views.welcome(card, t))
        deps.afterwards.start(responses.at_most_once(whisper))


async def _is_ours(deps: Deps, channel: str) -> bool:
    """Whether it is LABCAMP_CHANNEL, which may be named."""
    named = deps.settings.channel
    return named is not None and await deps.slack.channels.known_id(named) == channel
