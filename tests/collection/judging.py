"""Asks a half of the collection's questions, and says how good the answers are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from bot.domain.knowledge import normalised_url
from bot.domain.search.questions import question
from bot.services.search import Vocabulary, find, index_some
from storage import knowledge
from storage.database import Connection, Database
from tests.builders import NOON
from tests.collection.questions import Half, Question, QuestionKind, import_collection, questions

SHOWN = 5  # hits that a member looks at


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, the addresses that it got, and what they are worth.

    `recall` is how many of the right answers are among the first five; `reciprocal` is 1 divided
    by the place of the first right one.
    """

    question: Question
    got: tuple[str, ...]
    recall: float
    reciprocal: float


@dataclass(frozen=True, slots=True)
class Mark:
    """The means of several questions."""

    count: int
    recall: float
    mrr: float


def furnish(db: Database) -> None:
    """Import the collection, and index it."""
    with db.transaction() as connection:
        import_collection(connection)
    done = 1
    while done:
        with db.transaction() as connection:
            done = index_some(connection, NOON, 100)


def judge(connection: Connection, half: Half) -> list[Judged]:
    """All questions of a half, asked and judged."""
    vocabulary = Vocabulary()
    return [_judged(connection, vocabulary, asked) for asked in questions(half)]


def _judged(connection: Connection, vocabulary: Vocabulary, asked: Question) -> Judged:
    found = find(connection, vocabulary, question(asked.ask)).items
    items = knowledge.seen_of(connection, found, NOON)
    got = tuple(normalised_url(items[number].url) for number in found)
    right = {normalised_url(answer) for answer in asked.answers}
    recall = len(right & set(got[:SHOWN])) / len(right)
    first = next((place for place, url in enumerate(got, start=1) if url in right), None)
    return Judged(asked, got, recall, 1 / first if first else 0.0)


def mark(judged: Sequence[Judged]) -> Mark:
    """Their means."""
    recall, mrr = mean(one.recall for one in judged), mean(one.reciprocal for one in judged)
    return Mark(len(judged), recall, mrr)


def marks(judged: Iterable[Judged]) -> dict[QuestionKind, Mark]:
    """The means of each kind of question."""
    by_kind: dict[QuestionKind, list[Judged]] = defaultdict(list)
    for one in judged:
        by_kind[one.question.kind].append(one)
    return {kind: mark(by_kind[kind]) for kind in QuestionKind if kind in by_kind}
