"""Feedback: an hour after an event those who came are asked; their answers are only counted."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.domain import feedback as rules
from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import TOO_LATE, Done, Missed, Withdrawn
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Event, Status
from bot.domain.feedback import (
    OPEN_FOR,
    PAGE_SIZE,
    Question,
    Results,
    Round,
    Stage,
    Ticket,
    Turnout,
)
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Reply
from bot.domain.rsvps import Answer
from bot.services.deliveries import add, add_all, plan_once
from storage import events, feedback, reminders, rsvps
from storage.database import Connection

_EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Given:
    """What this ticket has answered by now (`done`); without news it had answered that before."""

    event: Event
    asked: Round
    done: frozenset[Question]
    is_news: bool


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Nobody was asked about this event."""

    event: Event


@dataclass(frozen=True, slots=True)
class NotYet:
    """It is not closed: until then nothing is shown, not even how many have answered."""

    event: Event
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class TooFew:
    """There were too few answers; they are deleted."""

    event: Event


def plan(connection: Connection, changed: Collection[Event], now: datetime) -> None:
    """Bring the asking in line with these events, which were just saved."""
    for event in changed:
        is_wanted = event.status is Status.PUBLISHED
        kind, due_at = Kind.FEEDBACK_ASKING, rules.due(event)
        plan_once(connection, kind, _EVERYBODY, event.number, due_at, now, is_wanted=is_wanted)


def fan_out(
    connection: Connection, number: EventNumber, now: datetime
) -> Done | Missed | Withdrawn:
    """Put a letter for each who said yes or maybe on the table, and the closing, all at once.

    Who wants no reminders gets none of these either. Nobody is asked twice about an event.
    """
    event = events.get_locked(connection, number)
    why_not = rules.why_unwanted(event, now)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    if rules.is_too_late(event, now):
        return Missed(TOO_LATE)
    feedback.begin(connection, Round(number, rules.new_key(), now + OPEN_FOR))
    begun = feedback.round_of(connection, number)
    if begun is None or not begun.is_open(now):
        return Withdrawn("it was asked before")
    people = reminders.recipients(connection, number, [Answer.YES, Answer.MAYBE])
    users = sorted(set(people) - feedback.asked(connection, number))
    feedback.add_asked(connection, number, users)
    payload: Payload = {"event": number}
    keys = {user: f"{Kind.FEEDBACK}:{number}:{user}" for user in users}
    add_all(connection, Kind.FEEDBACK, keys, payload, now)
    key = f"{Kind.FEEDBACK_CLOSING}:{number}"
    add(connection, Kind.FEEDBACK_CLOSING, _EVERYBODY, payload, begun.closes_at, key)
    return Done()


def give(
    connection: Connection, ticket: Ticket, question: Question, answer: str, now: datetime
) -> Given | Reply:
    """Count an answer, once for each ticket and question; nothing says whose it was.

    It must stay so: nothing else is written in this transaction.
    """
    asked, event = _of(connection, ticket, feedback.round_held, now)
    if asked is None or event is None:
        return Reply.FEEDBACK_CLOSED
    is_news = feedback.mark(connection, ticket.event, ticket.mark(asked.key, question))
    if is_news:
        feedback.count(connection, ticket.event, question, answer)
    return Given(event, asked, _done(connection, ticket, asked), is_news)


def standing(connection: Connection, ticket: Ticket, now: datetime) -> Given | Reply:
    """What this ticket has answered by now; nothing is changed."""
    asked, event = _of(connection, ticket, feedback.round_of, now)
    if asked is None or event is None:
        return Reply.FEEDBACK_CLOSED
    return Given(event, asked, _done(connection, ticket, asked), is_news=False)


def close(connection: Connection, number: EventNumber, now: datetime) -> Done | Withdrawn:
    """Take no more answers, and keep of them what may be shown, as it is now."""
    asked = feedback.round_locked(connection, number)
    if asked is None or asked.stage is not Stage.OPEN:
        return Withdrawn("it is closed")
    lacking = rules.lacking(feedback.answers(connection, number))
    for question in lacking:
        feedback.delete(connection, number, question)
    few = Question.SENTENCE in lacking
    feedback.close(connection, number, Stage.FEW if few else Stage.SHOWN)
    return Done()


def results(
    connection: Connection, number: EventNumber | None, page: int, now: datetime
) -> Results | NotAsked | NotYet | TooFew | NoSuchEvent:
    """What came back, for organizers; without a number from the event that ended last."""
    event = events.last_event(connection, now) if number is None else events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    asked = feedback.round_of(connection, event.number)
    if asked is None:
        return NotAsked(event)
    if asked.stage is Stage.OPEN:
        return NotYet(event, asked.closes_at)
    if asked.stage is Stage.FEW:
        return TooFew(event)
    counts = feedback.answers(connection, event.number)
    sentences = rules.shuffled(counts.get(Question.SENTENCE, {}))
    page = max(1, min(page, -(-len(sentences) // PAGE_SIZE)))
    some = sentences[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Results(event, counts, tuple(some), page, len(sentences))


def turnout(connection: Connection, now: datetime) -> Turnout | None:
    """How many came to the last event of which that is known."""
    number = feedback.last_shown(connection, now)
    if number is None:
        return None
    there = feedback.answers(connection, number).get(Question.THERE)
    if not there:
        return None
    counts = rsvps.counts(connection, number)
    yes = counts.yes if counts.shown("yes").isdigit() else None
    said = sum(there.values())
    return Turnout(number, yes, said - there.get(rules.FeedbackAnswer.NO, 0), said)


def _of(
    connection: Connection,
    ticket: Ticket,
    read: Callable[[Connection, EventNumber], Round | None],
    now: datetime,
) -> tuple[Round | None, Event | None]:
    """The round of this ticket, and the event; none where it takes no answers any more.

    A ticket that was never made has none either.
    """
    asked = read(connection, ticket.event)
    if asked is None or not asked.is_open(now) or not ticket.is_of(asked):
        return None, None
    return asked, events.get(connection, ticket.event)


def _done(connection: Connection, ticket: Ticket, asked: Round) -> frozenset[Question]:
    marks = {ticket.mark(asked.key, question): question for question in Question}
    return frozenset(marks[one] for one in feedback.marked(connection, ticket.event, marks))
