"""One reminder of an event: whom it is for, what it says, when it is too late, and snoozing it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from bot.domain.delivery_payloads import Payload
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import Addressee, Rule, rule
from bot.domain.rsvps import Answer, Rsvp
from bot.domain.times import instant_of, to_local

SNOOZED_UNTIL = time(9, 0)
_SNOOZED = "snoozed"
_DAY = timedelta(days=1)
_SOON = timedelta(minutes=90)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of the event of this number, as long as it starts at `starts_at`.

    `rule` is None for one that a member snoozed. Times are aware and UTC.
    """

    event: EventNumber
    rule: Rule | None
    starts_at: datetime
    due_at: datetime

    @classmethod
    def of(cls, payload: Payload) -> Self:
        """The reminder that a delivery carries."""
        written = payload["rule"]
        return cls(
            payload["event"],
            None if written == _SNOOZED else rule(written),
            datetime.fromisoformat(payload["starts_at"]),
            datetime.fromisoformat(payload["due_at"]),
        )

    def payload(self) -> Payload:
        """The reminder as a delivery carries it."""
        return {
            "event": self.event,
            "rule": str(self.rule) if self.rule else _SNOOZED,
            "starts_at": self.starts_at.isoformat(),
            "due_at": self.due_at.isoformat(),
        }

    def key(self, recipient: str) -> str:
        """What must not be sent twice: not even after a mended typo."""
        which = str(self.rule) if self.rule else f"{_SNOOZED} {self.due_at.isoformat()}"
        return f"reminder:{self.event}:{which}:{recipient}:{self.starts_at.isoformat()}"

    @property
    def is_direct(self) -> bool:
        """Whether members get it one by one."""
        return self.rule is None or self.rule.audience is Addressee.DIRECT

    @property
    def is_for_maybes(self) -> bool:
        """Whether those who said maybe get it too."""
        return self.rule is None or self.rule.is_a_day_ahead

    @property
    def has_the_join_link(self) -> bool:
        """Whether it says where the event meets; one in a channel never does."""
        return self.is_direct and (self.rule is None or not self.rule.is_a_day_ahead)

    def is_for(self, rsvp: Rsvp | None) -> bool:
        """Whether it is for a member with this answer; the waiting list gets none."""
        if rsvp is None:
            return False
        return rsvp.takes_a_place or (self.is_for_maybes and rsvp.answer is Answer.MAYBE)

    def why_unwanted(self, event: Event | None) -> str | None:
        """Why nobody is to be reminded of `event` (as it is now) any more; None if they are."""
        if event is None:
            return "the event is gone"
        if event.status is not Status.PUBLISHED:
            return f"the event is {event.status}"
        return None if event.starts_at == self.starts_at else "the event was moved"

    def is_too_late(self, grace: timedelta, now: datetime) -> bool:
        """Whether it is no longer to be sent: the event has begun, or more than `grace` passed."""
        return now >= self.starts_at or now - self.due_at > grace


class Nearness(StrEnum):
    """How near an event is, for the first words of a reminder."""

    SOON = "soon"
    TODAY = "today"
    TOMORROW = "tomorrow"
    COMING = "coming"


class NotSnoozed(StrEnum):
    """Why a member is not reminded again."""

    LATE = "late"
    OFF = "off"
    ANSWER = "answer"


def nearness(event: Event, now: datetime) -> Nearness:
    """How near the start is at `now` (aware, UTC), by the calendar of the event's zone."""
    if event.starts_at - now <= _SOON:
        return Nearness.SOON
    days = _day(event.starts_at, event.timezone) - _day(now, event.timezone)
    near = {timedelta(): Nearness.TODAY, _DAY: Nearness.TOMORROW}
    return near.get(days, Nearness.COMING)


def snoozed_until(event: Event, day: date, now: datetime) -> datetime | None:
    """At nine on `day` by the clocks of the event's zone (aware, UTC).

    None unless that is still to come, tomorrow at the latest, and before the start.
    """
    if day > tomorrow(event, now):
        return None
    until = nine_on(day, event)
    return until if now < until < event.starts_at else None


def nine_on(day: date, event: Event) -> datetime:
    """The instant (aware, UTC) at which the clocks of the event's zone show nine on `day`."""
    return instant_of(datetime.combine(day, SNOOZED_UNTIL), event.timezone)


def tomorrow(event: Event, now: datetime) -> date:
    """The day after that of `now` (aware) in the event's zone."""
    return _day(now, event.timezone) + _DAY


def _day(instant: datetime, zone: str) -> date:
    return to_local(instant, zone).date()
