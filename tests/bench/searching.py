"""Searching: how good the answers are, half by half, and how long they take in a big heap."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.domain.search.questions import question
from bot.services.search import Vocabulary, find
from storage import migrations
from storage.database import Database
from tests.bench.heap import Language, fill
from tests.collection.judging import Mark, furnish, judge, mark, marks
from tests.collection.questions import Half

SIZES = (10_000, 200_000)
ORDINARY = 400  # questions
COMMONEST = 100  # times the same one
_WARM = 20  # questions before it counts: statements are compiled, pages are read
_DESCRIPTIONS = "SELECT title, description FROM knowledge WHERE id = ?"
_LIKE = "SELECT id FROM knowledge WHERE title LIKE ? OR description LIKE ? LIMIT 100"


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one question, and of the slowest of a hundred."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Heap:
    """What was measured with so many items; `seconds` is what it took to store and index them."""

    items: int
    seconds: float
    words: int
    vocabulary_seconds: float
    ordinary: Times
    commonest: Times
    by_key: Times  # sqlite3 alone: an item by its id
    like: Times  # sqlite3 alone: an ordinary word by LIKE '%…%', no ranking


def quality(half: Half) -> dict[str, Mark]:
    """How good the answers to a half of the judged questions are, by kind and overall."""
    with tempfile.TemporaryDirectory() as folder:
        db = _empty(Path(folder))
        furnish(db)
        with db.reading() as connection:
            judged = judge(connection, half)
        db.close()
    by_kind = {kind.value: found for kind, found in marks(judged).items()}
    return by_kind | {"overall": mark(judged)}


def measure(items: int) -> Heap:
    """Times in a heap of so many items."""
    with tempfile.TemporaryDirectory() as folder:
        db = _empty(Path(folder))
        language = Language()
        began = time.perf_counter()
        fill(db, language, items)
        filled = time.perf_counter() - began
        heap = _measured(db, Path(folder) / "labcamp.db", language, items, filled)
        db.close()
    return heap


def _measured(db: Database, file: Path, language: Language, items: int, filled: float) -> Heap:
    vocabulary, chance = Vocabulary(), random.Random(11)
    began = time.perf_counter()
    with db.reading() as connection:
        vocabulary.refresh(connection)
    learnt = time.perf_counter() - began

    def ask(text: str) -> None:
        with db.reading() as connection:
            find(connection, vocabulary, question(text))

    with closing(sqlite3.connect(file)) as bare, bare:
        asked = [_question(bare, chance, items) for _ in range(ORDINARY + _WARM)]
        by_key = _times(lambda at: bare.execute(_DESCRIPTIONS, (at + 1,)).fetchall(), range(1000))
        words = [f"%{text.split()[0]}%" for text in asked[:30]]
        like = _times(lambda word: bare.execute(_LIKE, (word, word)).fetchall(), words)
    for text in asked[:_WARM]:
        ask(text)
    ordinary = _times(ask, asked[_WARM:])
    commonest = _times(ask, [language.words[0]] * COMMONEST)
    return Heap(
        items, filled, len(vocabulary), learnt, ordinary, commonest, by_key=by_key, like=like
    )


def _question(bare: sqlite3.Connection, chance: random.Random, items: int) -> str:
    """What somebody asks who half remembers an item: one to three of its words.

    Every fifth word lacks a letter, every fifth is only the beginning of one.
    """
    at = chance.randint(1, items)
    title, description = bare.execute(_DESCRIPTIONS, (at,)).fetchone()
    some = chance.sample(f"{title} {description}".split(), chance.randint(1, 3))
    return " ".join(_remembered(word, chance) for word in some)


def _remembered(word: str, chance: random.Random) -> str:
    match chance.randrange(5):
        case 0:
            cut = chance.randrange(1, len(word))
            return word[:cut] + word[cut + 1 :]
        case 1:
            return word[: max(4, len(word) // 2)]
        case _:
            return word


def _times(do: Callable[..., object], values: Sequence[object]) -> Times:
    took = []
    for value in values:
        began = time.perf_counter()
        do(value)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return Times(took[len(took) // 2], took[len(took) * 99 // 100])


def _empty(folder: Path) -> Database:
    url = f"sqlite:///{folder / 'labcamp.db'}"
    migrations.migrate(url, folder)
    return Database(url, 60)
