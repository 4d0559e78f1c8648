"""How deliveries of a kind are sent, and the ways that several kinds share.

What is said, or why nothing is, is looked up when a delivery is due. The table of kinds
(bot.jobs.kinds) joins that to a view.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVarTuple

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.deliveries import Delivery, pause
from bot.domain.delivery_outcomes import (
    MESSAGE_GONE,
    Attempt,
    Done,
    Missed,
    Outcome,
    PutBack,
    Refused,
    Withdrawn,
)
from bot.locales import Texts
from bot.services import refreshes
from bot.settings import Settings
from bot.views.first_letters import explained
from bot.views.message import Message
from storage.database import Connection

log = structlog.get_logger()

# Whoever mends the settings starts the bot anew; organizers may also be added from Slack.
_NOBODY_PAUSE = timedelta(hours=1)
# How Slack says that a message, or the first of a thread, is not there any more.
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_GONE = frozenset((MESSAGE_GONE, "thread_not_found", "cannot_reply_to_message"))

Said = TypeVarTuple("Said")
Unwanted = Withdrawn | Missed
Call = Callable[[], Awaitable[Outcome]]
Content = Callable[[Connection, Delivery, datetime], tuple[*Said] | Unwanted]


@dataclass(frozen=True, slots=True)
class Sending:
    """How deliveries of a kind are sent; `calls` and the like make one whose two halves fit."""

    content: Callable[[Connection, Delivery, datetime], tuple[Any, ...] | Unwanted]
    prepare: Callable[..., Call]


def calls(
    content: Content[*Said], prepare: Callable[[Deps, Delivery, Texts, *Said], Call]
) -> Sending:
    """A kind with a call of its own.

    `content` looks up what is said now, or why it is not. `prepare` makes the call of it, ready to
    be made: everything that can fail before Slack is asked fails there. The texts it is given are
    in the language of whom the delivery goes to.
    """
    return Sending(content, prepare)


def as_decided(connection: Connection, delivery: Delivery, now: datetime) -> tuple[()]:
    """The content of a kind of which all that is needed stands in its payload."""
    return ()


def posts(content: Content[*Said], show: Callable[[*Said, Texts], Message]) -> Sending:
    """A kind that is posted, as `show` makes it of what `content` gives and the texts.

    With `thread_ts` in its payload it goes into that thread, as long as that is there.
    """

    def prepare(deps: Deps, delivery: Delivery, t: Texts, *said: *Said) -> Call:
        message, thread = show(*said, t), delivery.payload.get("thread_ts")
        if delivery.is_first:
            message = explained(message, delivery.kind, t)
        post = partial(deps.slack.post, delivery.target, message, delivery.send_id, thread)
        return partial(unless_gone, deps, delivery.target, thread, post) if thread else post

    return calls(content, prepare)


def tells_organizers(
    content: Content[*Said],
    put: Callable[[Connection, Collection[str], datetime, *Said], None],
) -> Sending:
    """A kind that has `put` lay something on the table for each organizer.

    Those whom the settings name need not wait for Slack to say who is in the group; for that it is
    asked again.
    """

    def prepare(deps: Deps, delivery: Delivery, t: Texts, *said: *Said) -> Call:
        async def tell() -> Outcome:
            group = await roles.group_members(deps)
            people = await roles.named_organizers(deps) | (group or frozenset())
            now = deps.clock.now()
            await deps.db.write_aside(lambda connection: put(connection, people, now, *said))
            if group is None:
                silence = "Slack does not say who is in LABCAMP_ORGANIZER_GROUP"
                return PutBack(pause(delivery.attempts), silence)
            if not people:
                log.error("delivery.nobody_to_tell", set="LABCAMP_ORGANIZERS")
                return PutBack(_NOBODY_PAUSE, "there is no organizer")
            return Done()

        return tell

    return calls(content, prepare)


def unless_off(sending: Sending, name: str, is_on: Callable[[Settings], bool]) -> Sending:
    """The same, while the operator lets it be sent: `name` is the setting that switches it off."""

    async def off() -> Outcome:
        return Withdrawn(f"{name} is off")

    def prepare(deps: Deps, delivery: Delivery, t: Texts, *said: object) -> Call:
        return sending.prepare(deps, delivery, t, *said) if is_on(deps.settings) else off

    return Sending(sending.content, prepare)


async def fan_out(deps: Deps, delivery: Delivery, put: Callable[[Connection], Outcome]) -> Outcome:
    """Have `put` lay one delivery for each recipient on the table; Slack is not asked."""
    try:
        return await deps.db.write_aside(put)
    except Exception:  # whatever it is, the next delivery is not to blame
        log.exception("delivery.not_fanned_out", id=delivery.id, kind=delivery.kind)
        return PutBack(pause(delivery.attempts), "could not be fanned out")


async def unless_gone(
    deps: Deps,
    channel: str,
    ts: str,
    call: Callable[[], Awaitable[Attempt]],
    then: Callable[[str], Withdrawn | PutBack] = Withdrawn,
) -> Attempt | Withdrawn:
    """The outcome of `call`, which is about the message `ts` in `channel`.

    That the message is gone is remembered; then the outcome is what `then` makes of Slack's error.
    """
    outcome = await call()
    if isinstance(outcome, Refused) and outcome.error in _GONE:
        await deps.db.write(refreshes.message_is_gone, channel, ts, deps.clock.now())
        return then(outcome.error)
    return outcome
