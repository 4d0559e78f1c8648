"""Deliveries: what is to be sent to Slack, and what becomes of it after each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.outcomes import (
    Absent,
    Done,
    Later,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
    Withdrawn,
)

# A claim is held longer than the HTTP timeout (bot.slack), so that no two processes send at once.
LEASE = timedelta(seconds=60)
# What may be repeated need not wait as long for the process that was killed while it did it.
SHORT_LEASE = timedelta(seconds=15)
# chat.postMessage: one message a second for each channel. https://docs.slack.dev/apis/web-api/rate-limits
POST_PACE = timedelta(seconds=1)
# The same page: "several hundred messages per minute" for a workspace, bursts allowed. These are at
# most 400 in any minute, and 300 in those that follow.
WORKSPACE_PACE = timedelta(milliseconds=200)
WORKSPACE_BURST = 100
# chat.update is Tier 3, some 50 a minute; counts that move every 2 s feel alive.
REFRESH_PACE = timedelta(seconds=2)
# An uncertain post is looked up this long after the call, and again this long after that.
LOOKUP_PAUSE = timedelta(seconds=60)
# Found so often nowhere it is sent once more; and after that one as often until it is given up.
LOOKUPS = 2
# Lookups that Slack does not answer: with the pauses between them some two hours.
LOOKUP_TRIES = 30
# Slack fails now and then to load a picture that is there: a post is tried so often, so far apart.
# https://github.com/slackapi/python-slack-sdk/issues/1782
PICTURE_TRIES = 3
PICTURE_PAUSE = timedelta(seconds=20)
_LONGEST_PAUSE = timedelta(minutes=5)


class Kind(StrEnum):
    """What is sent."""

    ANNOUNCEMENT = "announcement"
    SEED = "seed"
    REFRESH = "refresh"
    REMOVAL = "removal"
    CLOSED = "closed"
    WAITING = "waiting"
    PLACE = "place"
    FAN_OUT = "fan_out"
    REMINDER = "reminder"
    CHANNEL_REMINDER = "channel_reminder"
    TELLING = "telling"  # who is to be told of problems: each gets one of the next kind
    CHANGE = "change"
    CHANGE_NOTICE = "change_notice"
    CHANNEL_CHANGE = "channel_change"
    PROBLEMS = "problems"
    LINKS_TELLING = "links_telling"  # who is to be told of dead links
    DEAD_LINKS = "dead_links"
    ANSWERED = "answered"
    FILE = "file"
    UNSENT = "unsent"
    PROPOSED = "proposed"  # who is to be told of proposals: each gets one of the next kind
    PROPOSALS = "proposals"
    DECIDED = "decided"
    FOLLOW_UP = "follow_up"  # who is to be asked after an event: each gets one of the next kind
    MATERIAL = "material"
    CHANNEL_MATERIAL = "channel_material"
    ASKED = "asked"  # who is to be told of a question: each gets one of the next kind
    QUESTION = "question"


class State(StrEnum):
    """Where a delivery stands. `pending`, `claimed` and `lookup` ones are still to be done."""

    PENDING = "pending"
    CLAIMED = "claimed"
    LOOKUP = "lookup"  # a post of which nobody knows; Slack's history will be asked
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"


_POST = "chat.postMessage"
_LOOK_UP = "conversations.history"
# All that is not named here is a post.
_OTHER_METHODS = {
    Kind.SEED: "reactions.add",
    Kind.REFRESH: "chat.update",
    Kind.TELLING: "usergroups.users.list",
    Kind.PROPOSED: "usergroups.users.list",
    Kind.FOLLOW_UP: "usergroups.users.list",
    Kind.LINKS_TELLING: "usergroups.users.list",
    Kind.ASKED: "usergroups.users.list",
    Kind.REMOVAL: "chat.delete",
    Kind.FILE: "files.delete",
    Kind.FAN_OUT: "none",  # Slack is not asked
    Kind.CHANGE: "none",
}


def method(kind: Kind) -> str:
    """The method of the Web API that sends a delivery of this kind."""
    return _OTHER_METHODS.get(kind, _POST)


def next_method(kind: Kind, state: State) -> str:
    """The method that is called next for a delivery of this kind in this state."""
    return _LOOK_UP if state is State.LOOKUP else method(kind)


def is_a_post(kind: Kind) -> bool:
    """Whether repeating it would show it twice; all else may simply be repeated."""
    return method(kind) == _POST


def lease(kind: Kind) -> timedelta:
    """How long a claim on a delivery of this kind is held."""
    return LEASE if is_a_post(kind) else SHORT_LEASE


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed row. `target` is a channel or a user; `send_id` finds the post in the history."""

    id: int
    kind: Kind
    target: str
    payload: Mapping[str, str | int]
    send_id: str
    attempts: int
    claimed_at: datetime  # claimed to be sent: looking it up later does not change this
    claimed_until: datetime
    due_at: datetime
    done_at: datetime | None = None  # when it was done before, for those that are sent again
    lookups: int = 0  # how often it was looked up and not found
    uncertain: bool = False  # perhaps it was sent: to be looked up first

    @property
    def thread_ts(self) -> str | None:
        """The first message of the thread that it goes into; None for none."""
        thread = self.payload.get("thread_ts")
        return None if thread is None else str(thread)

    @property
    def is_broadcast(self) -> bool:
        """Whether what goes into a thread is shown in the channel too."""
        return bool(self.payload.get("broadcast"))

    @property
    def is_a_post(self) -> bool:
        """Whether repeating it would show it twice; all else may simply be repeated."""
        return is_a_post(self.kind)


# Of these the organizers are told.
PROBLEMS = (State.REFUSED, State.UNCERTAIN, State.MISSED)


# A report that fails can't be reported.
UNREPORTED = (Kind.TELLING, Kind.PROBLEMS, Kind.LINKS_TELLING)
# What comes up after one of these was claimed is told by the next one.
REPORTS = (Kind.PROBLEMS, Kind.LINKS_TELLING, Kind.DEAD_LINKS)


@dataclass(frozen=True, slots=True)
class Problem:
    """A delivery of which the organizers are told."""

    kind: Kind
    target: str
    state: State
    error: str | None
    event: int | None = None  # the number of the event that it is about, if it is about one


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a row becomes after an outcome; `due_at` only when it is to be tried again.

    `attempts` and `lookups` are what is counted so far.
    """

    state: State
    due_at: datetime | None = None
    error: str | None = None
    attempts: int = 0
    lookups: int = 0


def settlement(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """What becomes of `delivery` (claimed) after `outcome` at `now` (aware, UTC)."""
    match outcome:
        case Sent() | Done():
            return Settlement(State.SENT)
        case Later(span, error) | PutBack(span, error):
            return _again(delivery, now + span, error)
        case Uncertain(error) if not delivery.is_a_post:
            return _again(delivery, now + pause(delivery.attempts), error)
        case Uncertain(error):
            return _to_look_up(delivery, now + LOOKUP_PAUSE, error)
        case Absent():
            return _absent(delivery, now)
        case Unanswered(_, error) if delivery.attempts >= LOOKUP_TRIES:
            return Settlement(State.UNCERTAIN, error=error)
        case Unanswered(span, error):
            due_at = now + max(span, pause(delivery.attempts))
            return replace(_to_look_up(delivery, due_at, error), attempts=delivery.attempts)
        case NotFindable(error):
            return Settlement(State.UNCERTAIN, error=error)
        case Withdrawn(reason):
            return Settlement(State.WITHDRAWN, error=reason)
        case Missed(reason):
            return Settlement(State.MISSED, error=reason)
        case Refused(error):
            return Settlement(State.REFUSED, error=error)


def _again(delivery: Delivery, due_at: datetime, error: str) -> Settlement:
    return Settlement(State.PENDING, due_at, error, delivery.attempts, delivery.lookups)


def _to_look_up(delivery: Delivery, due_at: datetime, error: str) -> Settlement:
    return Settlement(State.LOOKUP, due_at, error, lookups=delivery.lookups)


def _absent(delivery: Delivery, now: datetime) -> Settlement:
    """It is looked up twice before it is sent once more, and then again as often."""
    lookups = delivery.lookups + 1
    if lookups == 2 * LOOKUPS:
        return Settlement(State.UNCERTAIN, error="sent twice, and found nowhere")
    if lookups == LOOKUPS:
        return Settlement(State.PENDING, now, "found nowhere", lookups=lookups)
    return Settlement(State.LOOKUP, now + LOOKUP_PAUSE, "found nowhere", lookups=lookups)


def pause(attempts: int) -> timedelta:
    """How long to wait after `attempts` tries in vain: 1 s, doubled each time, at most 5 min."""
    return min(timedelta(seconds=2 ** min(attempts, 16) / 2), _LONGEST_PAUSE)
