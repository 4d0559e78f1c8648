"""Deliveries: what is to be sent to Slack, the outcomes of trying, and what follows from each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A claim is held longer than the HTTP timeout (bot.slack), so that no two processes send at once.
LEASE = timedelta(seconds=60)
# What may be repeated need not wait as long for the process that was killed while it did it.
SHORT_LEASE = timedelta(seconds=15)
# chat.postMessage: one message a second for each channel. https://docs.slack.dev/apis/web-api/rate-limits
POST_PACE = timedelta(seconds=1)
# chat.update is Tier 3, some 50 a minute; counts that move every 2 s feel alive.
REFRESH_PACE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=5)


class Kind(StrEnum):
    """What is sent."""

    ANNOUNCEMENT = "announcement"
    SEED = "seed"
    REFRESH = "refresh"
    CLOSED = "closed"
    WAITING = "waiting"
    PLACE = "place"
    PROBLEMS = "problems"


_POST = "chat.postMessage"
# All that is not named here is a post.
_OTHER_METHODS = {Kind.SEED: "reactions.add", Kind.REFRESH: "chat.update"}


def method(kind: Kind) -> str:
    """The method of the Web API that sends a delivery of this kind."""
    return _OTHER_METHODS.get(kind, _POST)


def lease(kind: Kind) -> timedelta:
    """How long a claim on a delivery of this kind is held."""
    return LEASE if method(kind) == _POST else SHORT_LEASE


class State(StrEnum):
    """Where a delivery stands. Only `pending` and `claimed` ones are still to be done."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed row. `target` is a channel or a user; `send_id` finds the post in the history."""

    id: int
    kind: Kind
    target: str
    payload: Mapping[str, str | int]
    send_id: str
    attempts: int
    claimed_at: datetime
    claimed_until: datetime
    done_at: datetime | None = None  # when it was done before, for those that are sent again
    interrupted: bool = False  # claimed before by somebody who never said what became of it

    @property
    def is_a_post(self) -> bool:
        """Whether repeating it would show it twice; all else may simply be repeated."""
        return method(self.kind) == _POST


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack did it; `ts` is the message's name in `channel`."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Later:
    """Slack did not do it and wants to be asked again after `retry_after`."""

    retry_after: timedelta
    error: str = "ratelimited"


@dataclass(frozen=True, slots=True)
class PutBack:
    """It was not tried; this one alone, not its method, waits for `pause`."""

    pause: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack did not do it and will not."""

    error: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody can say whether Slack did it."""

    error: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was no longer wanted when its turn came; Slack was not asked."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """It came too late; Slack was not asked, and the organizers are told."""

    reason: str


Outcome = Sent | Later | PutBack | Refused | Uncertain | Withdrawn | Missed

# What comes of asking Slack.
Attempt = Sent | Later | PutBack | Refused | Uncertain

# Of these the organizers are told.
PROBLEMS = (State.REFUSED, State.UNCERTAIN, State.MISSED)


@dataclass(frozen=True, slots=True)
class Problem:
    """A delivery of which the organizers are told."""

    kind: Kind
    target: str
    state: State
    error: str | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a row becomes after an outcome; `due_at` only when it is to be tried again."""

    state: State
    due_at: datetime | None = None
    error: str | None = None


def settlement(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """What becomes of `delivery` (claimed) after `outcome` at `now` (aware, UTC)."""
    match outcome:
        case Sent():
            return Settlement(State.SENT)
        case Later(retry_after, error):
            return Settlement(State.PENDING, now + retry_after, error)
        case PutBack(span, reason):
            return Settlement(State.PENDING, now + span, reason)
        case Uncertain(error) if not delivery.is_a_post:
            return Settlement(State.PENDING, now + pause(delivery.attempts), error)
        case Uncertain(error):
            return Settlement(State.UNCERTAIN, error=error)
        case Withdrawn(reason):
            return Settlement(State.WITHDRAWN, error=reason)
        case Missed(reason):
            return Settlement(State.MISSED, error=reason)
        case Refused(error):
            return Settlement(State.REFUSED, error=error)


def pause(attempts: int) -> timedelta:
    """How long to wait after `attempts` tries in vain: 1 s, doubled each time, at most 5 min."""
    return min(timedelta(seconds=2 ** min(attempts, 16) / 2), _LONGEST_PAUSE)
