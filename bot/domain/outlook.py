"""A moment on the line of time: something that was sent or will be, or what an event comes to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.domain.deliveries import PROBLEMS, Kind, State
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.reminders import Reminder

# What makes others of it, and what is done a day later, is waited for; seeds and counts are not.
_MAKES_OTHERS = (
    Kind.FAN_OUT,
    Kind.MATERIAL_ASKING,
    Kind.FEEDBACK_ASKING,
    Kind.CHANGE,
    Kind.NUDGING,
)
_OPEN = (State.PENDING, State.CLAIMED, State.LOOKUP)


class Turn(StrEnum):
    """What an event comes to."""

    STARTS = "starts"
    CLOSES = "closes"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Moment:
    """What was or will be at `at` (aware, UTC): a delivery, or what an event comes to.

    `reminder` is the one that a delivery prepares.
    """

    at: datetime
    what: Kind | Turn
    outcome: Literal["planned", "done", "missed"]
    event: EventNumber | None = None
    reminder: Reminder | None = None

    @property
    def makes_others(self) -> bool:
        """Whether it is there only to make others, which are moments themselves."""
        return self.what in _MAKES_OTHERS

    @property
    def is_step(self) -> bool:
        """Whether nobody waits for it by itself."""
        return isinstance(self.what, Kind) and not (
            self.what.is_a_post or self.makes_others or self.what is Kind.FILE
        )


def outcome_of(state: State) -> Literal["planned", "done", "missed"]:
    """How a delivery in this state stands, in a word."""
    if state in _OPEN:
        return "planned"
    return "missed" if state in PROBLEMS else "done"


def turns(event: Event, now: datetime) -> list[Moment]:
    """What a published event comes to, or came to before `now`."""
    if event.status is not Status.PUBLISHED:
        return []
    times = {Turn.STARTS: event.starts_at, Turn.CLOSES: event.closes_at, Turn.ENDS: event.ends_at}
    return [
        Moment(at, turn, "done" if at <= now else "planned", event.number)
        for turn, at in times.items()
        if at is not None
    ]
