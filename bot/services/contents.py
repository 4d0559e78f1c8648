"""What a due delivery says now, or why it is not to be sent any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.cards import Card, Post
from bot.domain.deliveries import Delivery, Kind, Missed, Problem, Withdrawn
from bot.domain.events import Closed, why_closed
from bot.services.events import card_of
from storage import announcements, deliveries, events, members, rsvps
from storage.database import Connection

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Letter:
    """A direct message about an event to the member whose card this is."""

    card: Card
    language: str | None
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What went wrong with deliveries since this organizer was last told."""

    problems: tuple[Problem, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Seed:
    """An emoji that the bot puts under a message, so that members need only click it."""

    channel: str
    ts: str
    emoji: str


Content = Post | Letter | ProblemReport | Seed
Unwanted = Withdrawn | Missed


def content(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    """What `delivery` says at `now` (aware, UTC), looked up afresh; or why it is dropped."""
    return _CONTENTS[delivery.kind](connection, delivery, now)


def _announcement(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    announcement = announcements.get(connection, int(delivery.payload["announcement"]))
    if announcement is None or announcement.event is None:
        return Withdrawn("the announcement is gone")
    event = events.get(connection, announcement.event)
    if event is None:
        return Withdrawn("the event is gone")
    closed = why_closed(event, now)
    if closed is Closed.PAST:
        return Missed("the event was over")
    if closed is not None:
        return Withdrawn(f"the event is {closed}")
    return Post(event, rsvps.counts(connection, event.number), announcement)


def _refresh(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    message = announcements.message(connection, delivery.target, str(delivery.payload["ts"]))
    event = events.get(connection, message.event) if message else None
    if message is None or event is None:
        return Withdrawn("the message is gone")
    return Post(
        event,
        rsvps.counts(connection, event.number),
        announcements.get(connection, message.announcement) if message.announcement else None,
        closed=why_closed(event, now),
    )


def _seed(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    return Seed(delivery.target, str(delivery.payload["ts"]), str(delivery.payload["emoji"]))


def _letter(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    card = card_of(connection, int(delivery.payload["event"]), delivery.target)
    if card is None:
        return Withdrawn("the event is gone")
    member = members.get(connection, delivery.target)
    return Letter(card, member.language if member else None, why_closed(card.event, now))


def _closed(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    letter = _letter(connection, delivery, now)
    if isinstance(letter, Letter) and letter.closed is None:
        return Withdrawn("the event is open again")
    return letter


def _waiting(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    letter = _letter(connection, delivery, now)
    if isinstance(letter, Letter):
        if letter.closed is not None:
            return Withdrawn(f"the event is {letter.closed}")
        if letter.card.position is None:
            return Withdrawn("no longer on the waiting list")
    return letter


def _place(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    letter = _letter(connection, delivery, now)
    if isinstance(letter, Letter):
        if letter.closed is Closed.PAST:
            return Missed("the event was over")
        if letter.closed is not None:
            return Withdrawn(f"the event is {letter.closed}")
        if letter.card.rsvp is None or not letter.card.rsvp.takes_a_place:
            return Withdrawn("the place was given back")
    return letter


def _problems(connection: Connection, delivery: Delivery, now: datetime) -> Content | Unwanted:
    found = deliveries.problems(connection, delivery.done_at or _LONG_AGO)
    member = members.get(connection, delivery.target)
    if not found:
        return Withdrawn("nothing to tell")
    return ProblemReport(tuple(found), member.language if member else None)


_CONTENTS: dict[Kind, Callable[[Connection, Delivery, datetime], Content | Unwanted]] = {
    Kind.ANNOUNCEMENT: _announcement,
    Kind.REFRESH: _refresh,
    Kind.SEED: _seed,
    Kind.CLOSED: _closed,
    Kind.WAITING: _waiting,
    Kind.PLACE: _place,
    Kind.PROBLEMS: _problems,
}
