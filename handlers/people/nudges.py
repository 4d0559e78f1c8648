"""Asking those of the channel who have not answered: first a look at how many, then once each."""

import asyncio

from bot.deps import Deps
from bot.domain.delivery_outcomes import Refused
from bot.domain.ids import EventNumber
from bot.domain.replies import Reply
from bot.services import nudges
from bot.views import nudges as views
from bot.views.message import reply
from bot.views.modals import notice
from handlers.acts import Act
from handlers.answers import Answer
from handlers.people.participants import soon

# Seconds for asking who is there: a click has to be acknowledged within three.
_PATIENCE = 1.5


async def preview(deps: Deps, act: Act[EventNumber]) -> Answer:
    """How many would be asked, before anybody is."""
    number = act.what
    where = await deps.db.read(nudges.channels, number, deps.settings.channel)
    if not where:
        return Reply.NO_CHANNEL
    asked = [soon(deps.slack.people.reachable_in(channel), _PATIENCE) for channel in where]
    found = await asyncio.gather(*asked)
    for channel, answer in zip(where, found, strict=True):
        if isinstance(answer, Refused):
            return views.refused(channel, answer.error, act.t)
    there = [people for people in found if isinstance(people, frozenset)]
    if len(there) < len(where):
        return Reply.NUDGE_UNKNOWN
    people = frozenset[str]().union(*there)
    who = await deps.db.read(nudges.addressees, number, people, act.now)
    if not isinstance(who, nudges.Addressees):
        return who
    if not who.users:
        return views.nobody(who.event, len(who.left_out), act.t)
    return views.preview(who.event, where, len(who.users), len(who.left_out), act.t)


async def begin(deps: Deps, act: Act[EventNumber]) -> Answer:
    """Have each of them asked; whoever answers meanwhile is not."""
    outcome = await deps.db.write_aside(
        nudges.begin, act.user, act.what, deps.settings.channel, act.key, act.now
    )
    deps.wake()
    return notice(reply(outcome, act.t), act.t) if isinstance(outcome, Reply) else outcome
