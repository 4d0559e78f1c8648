"""What organizers post after an event: looked at first, then posted, once."""

import asyncio
from collections.abc import Collection

from bot.deps import Deps
from bot.domain.announcements import Draft, place_faults
from bot.domain.commands import PostFollowUp
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.replies import Reply
from bot.locales import texts
from bot.services import follow_ups
from bot.views import announcements
from bot.views import follow_ups as views
from bot.views.message import Message, reply
from bot.views.modals import notice
from handlers.acts import Act
from handlers.answers import Answer


async def preview(deps: Deps, act: Act[PostFollowUp]) -> Answer:
    """What would be posted, wherever a post is taken now."""
    event = await deps.db.read(follow_ups.event_of, act.what.number, act.now)
    if not isinstance(event, Event):
        return event
    into = await _places(deps, act, event.number)
    if isinstance(into, Message):
        return into
    found = await deps.db.read(follow_ups.preview, event, into, act.now)
    if isinstance(found, Reply):
        return found
    return views.preview(found, texts(deps.settings.language), act.t)


async def post(deps: Deps, act: Act[tuple[EventNumber, int]]) -> Answer:
    """Post it, with what came back if that stood in the preview."""
    number, with_feedback = act.what
    into = await _places(deps, act, number)
    if isinstance(into, Message):
        return notice(into, act.t)
    outcome = await deps.db.write(
        follow_ups.post, act.user, number, into, act.now, with_feedback=bool(with_feedback)
    )
    deps.wake()
    return notice(reply(outcome, act.t), act.t) if isinstance(outcome, Reply) else outcome


async def _places(
    deps: Deps, act: Act[object], number: EventNumber
) -> Collection[tuple[str, str]] | Message:
    """Where posts about this event are taken; why not, if there is no such place."""
    places = await deps.db.read(follow_ups.places, number, deps.settings.channel)
    channels = sorted({channel for channel, _ in places})
    asked = await asyncio.gather(*(deps.slack.channels.place(channel) for channel in channels))
    found = {
        channel: tuple(place_faults(place)) for channel, place in zip(channels, asked, strict=True)
    }
    into = [place for place in places if not found[place[0]]]
    if places and not into:
        return announcements.faulty(Draft("", channels[0]), found[channels[0]], act.t)
    return into
