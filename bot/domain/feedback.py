"""Feedback after an event: whom it is asked of is known, and of nobody what they answered.

The letter to somebody carries a ticket that is random: it lets them answer each question once, and
nothing that is stored tells whose it was (docs/feedback.md).
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events import Event, Status
from bot.domain.fields import on_one_line
from bot.domain.ids import EventNumber
from bot.domain.personal_data import unmentioned
from bot.domain.values import NotOurs, number

AFTER = timedelta(hours=1)  # the end of the event
OPEN_FOR = timedelta(days=7)
# A bot that was away still asks so long after; later few remember.
GRACE = timedelta(days=3)
# From so many answers on nobody is known by theirs.
ENOUGH = 5
SENTENCE = 300  # characters
PAGE_SIZE = 10  # sentences on a page; as long as can be they fill one paragraph
ASKED_DAYS = 14  # how long it is kept, after the event, that somebody was asked
SENTENCE_DAYS = 365
_BYTES = 16


class Question(StrEnum):
    """What is asked; the last one is answered in one's own words."""

    WORTH = "worth"
    THERE = "there"
    SENTENCE = "sentence"


class FeedbackAnswer(StrEnum):
    """What is answered to the other two."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


CHOICES = (Question.WORTH, Question.THERE)


class Stage(StrEnum):
    """How far the feedback on an event is."""

    OPEN = "open"
    SHOWN = "shown"
    FEW = "few"  # there were too few answers, and they are deleted


@dataclass(frozen=True, slots=True)
class Round:
    """The asking about one event: until when it may be answered (aware, UTC), and how far it is.

    Tickets are made with its `key`, which is empty as soon as it is closed.
    """

    event: EventNumber
    key: str
    closes_at: datetime
    stage: Stage = Stage.OPEN

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken at `now`."""
        return self.stage is Stage.OPEN and now < self.closes_at


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right of somebody, no matter whom, to answer each question about an event once."""

    event: EventNumber
    nonce: str
    proof: str

    @classmethod
    def new(cls, of: Round) -> "Ticket":
        """A random one."""
        nonce = secrets.token_hex(_BYTES)
        return cls(of.event, nonce, _signed(of.key, nonce))

    @classmethod
    def read(cls, written: str) -> "Ticket":
        """The ticket in a button. Raises NotOurs."""
        event, *rest = written.split(".")
        if len(rest) != 2 or not all(part.isascii() and part.isalnum() for part in rest):
            raise NotOurs(written)
        return cls(number(event), *rest)

    def __str__(self) -> str:
        return f"{self.event}.{self.nonce}.{self.proof}"

    def is_of(self, asked: Round) -> bool:
        """Whether it was made for this round."""
        return bool(asked.key) and hmac.compare_digest(_signed(asked.key, self.nonce), self.proof)

    def mark(self, key: str, question: Question) -> str:
        """What is kept of its having answered this question: none tells of another one."""
        return _signed(key, f"{self.nonce} {question}")


Answers = Mapping[Question, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Results:
    """What came back: how often each answer was given, and some of the sentences.

    `number` is their page, from 1; `total` how many there are in all.
    """

    event: Event
    counts: Answers
    sentences: tuple[str, ...]
    number: int
    total: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE_SIZE < self.total


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of those who said afterwards whether they were there, how many were, at least partly.

    `yes` is how many had said yes; None where only is known that they were few.
    """

    event: EventNumber
    yes: int | None
    came: int
    said: int


def _signed(key: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()[: 2 * _BYTES]


def new_key() -> str:
    """A random key of a round."""
    return secrets.token_hex(_BYTES)


def due(event: Event) -> datetime:
    """When it is asked (aware, UTC)."""
    return event.ends_at + AFTER


def why_unwanted(event: Event | None, now: datetime) -> str | None:
    """Why nobody is asked at `now`; None when they are."""
    if event is None:
        return "the event is gone"
    if event.status is not Status.PUBLISHED:
        return f"the event is {event.status}"
    return "the event was moved" if now < due(event) else None


def is_too_late(event: Event, now: datetime) -> bool:
    """Whether the bot was away for so long that it does not ask any more."""
    return now > due(event) + GRACE


def sentence_of(written: str) -> str:
    """What somebody wrote, on one line, and nobody's id in it."""
    return on_one_line(unmentioned(written))[:SENTENCE]


def lacking(answers: Answers) -> tuple[Question, ...]:
    """The questions with too few answers to be shown.

    What was written is shown where enough have answered at all: nobody knows who wrote it.
    """
    given = {question: sum(answers.get(question, {}).values()) for question in CHOICES}
    few = [question for question in CHOICES if given[question] < ENOUGH]
    return (*few, Question.SENTENCE) if len(few) == len(CHOICES) else tuple(few)


def shuffled(sentences: Mapping[str, int]) -> list[str]:
    """The sentences in an order that says nothing, and is the same each time they are looked at."""
    each = [text for text, times in sentences.items() for _ in range(times)]
    return sorted(each, key=lambda text: hashlib.sha256(text.encode()).digest())
