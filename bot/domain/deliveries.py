"""Deliveries: what is to be sent to Slack, and what becomes of it after each outcome."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from bot.domain.delivery_outcomes import (
    PICTURE_NOT_LOADED,
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
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId, EventNumber

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

_POST = "chat.postMessage"
_WHO_ORGANIZES = "usergroups.users.list"
_NONE = "none"  # Slack is not asked


class Kind(StrEnum):
    """What is sent: its name, and the method of the Web API that sends it, if that is no post.

    Organizers read of it in the words `problems.kind.<name>`.
    """

    method: str

    def __new__(cls, name: str, method: str = _POST) -> Self:
        """A kind; by its name alone it is found again."""
        kind = str.__new__(cls, name)
        kind._value_, kind.method = name, method
        return kind

    ANNOUNCEMENT = "announcement"
    SEED = "seed", "reactions.add"
    REFRESH = "refresh", "chat.update"
    REMOVAL = "removal", "chat.delete"
    CLOSED = "closed"
    WAITING = "waiting"
    PLACE = "place"
    ANSWERED = "answered"
    FAN_OUT = "fan_out", _NONE
    REMINDER = "reminder"
    CHANNEL_REMINDER = "channel_reminder"
    # who of a channel has not answered, so that each of them gets one of the next kind
    NUDGING = "nudging", "conversations.members"
    NUDGE = "nudge"
    CHANGE = "change", _NONE
    CHANGE_NOTICE = "change_notice"
    CHANNEL_CHANGE = "channel_change"
    # of these and the like: who is to be told, so that each of them gets one of the next kind
    TELLING = "telling", _WHO_ORGANIZES
    PROBLEMS = "problems"
    LINKS_TELLING = "links_telling", _WHO_ORGANIZES
    DEAD_LINKS = "dead_links"
    PROPOSED = "proposed", _WHO_ORGANIZES
    PROPOSALS = "proposals"
    DECIDED = "decided"
    # the values of this one and of the follow-up are older than their names: rows hold them
    MATERIAL_ASKING = "follow_up", _WHO_ORGANIZES
    MATERIAL = "material"
    TALK_MATERIAL = "talk_material"
    # what is posted after an event, and that it follows what there is of it
    FOLLOW_UP = "channel_material"
    FOLLOW_UP_REFRESH = "material_refresh", "chat.update"
    # those who came are asked how it was; a week later what they answered is as it will be shown
    FEEDBACK_ASKING = "feedback_asking", _NONE
    FEEDBACK = "feedback"
    FEEDBACK_CLOSING = "feedback_closing", _NONE
    # the day has come from which on a talk is seen
    TALKS_SHOWN = "talks_shown", _NONE
    ASKED = "asked", _WHO_ORGANIZES
    QUESTION = "question"
    # all that the bot wrote to somebody who is forgotten
    ERASURE = "erasure", "conversations.history"
    FILE = "file", "files.delete"
    UNSENT = "unsent"

    @property
    def is_a_post(self) -> bool:
        """Whether repeating it would show it twice; all else may simply be repeated."""
        return self.method == _POST

    @property
    def lease(self) -> timedelta:
        """How long a claim on it is held."""
        return LEASE if self.is_a_post else SHORT_LEASE


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


def next_method(kind: Kind, state: State) -> str:
    """The method that is called next for a delivery of this kind in this state."""
    return "conversations.history" if state is State.LOOKUP else kind.method


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed row. `target` is a channel or a user; `send_id` finds the post in the history."""

    id: DeliveryId
    kind: Kind
    target: str
    payload: Payload
    send_id: str
    attempts: int
    claimed_at: datetime  # claimed to be sent: looking it up later does not change this
    claimed_until: datetime
    due_at: datetime
    done_at: datetime | None = None  # when it was done before, for those that are sent again
    lookups: int = 0  # how often it was looked up and not found
    uncertain: bool = False  # perhaps it was sent: to be looked up first
    is_first: bool = False  # nothing has told its recipient yet why the bot writes to them


# Of these the organizers are told; of the first two they can decide something.
PROBLEMS = (State.REFUSED, State.UNCERTAIN, State.MISSED)
STUCK = (State.REFUSED, State.UNCERTAIN)
# The target of what finds out who they are.
ORGANIZERS = "organizers"
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
    event: EventNumber | None = None  # the number of the event that it is about, if it is about one

    @property
    def is_stuck(self) -> bool:
        """Whether somebody can decide what becomes of it, in their Home."""
        return self.state in STUCK


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
        case Uncertain(error) if not delivery.kind.is_a_post:
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
        case Refused(error) if error == PICTURE_NOT_LOADED and _is_tried_again(delivery):
            return _again(delivery, now + PICTURE_PAUSE, "its picture could not be loaded yet")
        case Refused(error):
            return Settlement(State.REFUSED, error=error)


def _is_tried_again(delivery: Delivery) -> bool:
    """Whether a picture that Slack could not load may have been chance: a refresh goes without."""
    return delivery.kind.is_a_post and delivery.attempts < PICTURE_TRIES


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
