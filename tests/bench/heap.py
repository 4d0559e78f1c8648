"""A big Wissensspeicher, made up: words as common as in a language, compounds as in German."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import sqlalchemy as sa

from bot.domain.events import Session
from bot.domain.knowledge import ItemKind
from bot.services.search import index_some
from storage import events
from storage.database import Database
from storage.tables import knowledge
from tests.builders import NOON, an_event

EVENTS = 200
_CHUNK = 2_000  # items of one transaction
_ONSETS = "b br d f fl g gr h j k kl kr l m n p pf pr r s sch schl schw sp st str t tr v w z"
_VOWELS = "a e i o u ä ö ü ei au ie eu"
_CODAS = " ch cht ck ft l lt m n nd ng nk r rk rt s ss st t tz"
_SYLLABLES = [
    "".join(parts) for parts in product(_ONSETS.split(), _VOWELS.split(), _CODAS.split(" "))
]
_KINDS = [kind.value for kind in ItemKind]


class Language:
    """Words by frequency: the n-th commonest comes about 1/n as often as the first (Zipf)."""

    def __init__(self, seed: int = 7, plain: int = 6_000, compounds: int = 60_000) -> None:
        self._chance = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < plain:
            made["".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(2, 3)))] = None
        roots = list(made)
        while len(made) < plain + compounds:
            first, second = self._chance.choices(roots[:2_000], k=2)
            made[f"{first}s{second}"] = None
        # compounds are as common as other words, though there are ten times as many
        self.words = [roots[0], *self._chance.sample(list(made)[1:], len(made) - 1)]
        total, self._until = 0.0, []
        for rank in range(1, len(self.words) + 1):
            total += 1 / (rank + 2)
            self._until.append(total)

    def some(self, count: int) -> list[str]:
        """Words as they come in a text."""
        return self._chance.choices(self.words, cum_weights=self._until, k=count)

    def text(self, count: int) -> str:
        """The same as a text."""
        return " ".join(self.some(count))


def fill(db: Database, language: Language, items: int) -> None:
    """Store so many items of 200 events and index them, as a big import does."""
    titles: dict[int, list[str]] = {}
    with db.transaction() as connection:
        for number in range(1, EVENTS + 1):
            starts_at = NOON + timedelta(days=number)
            talks = tuple(
                Session(language.text(4), language.text(2), language.text(1), language.text(2))
                for _ in range(4)
            )
            titles[number] = [talk.talk for talk in talks]
            events.save(
                connection,
                an_event(
                    number,
                    title=language.text(3),
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=3),
                    sessions=talks,
                ),
                NOON,
            )
    for start in range(0, items, _CHUNK):
        with db.transaction() as connection:
            rows = list(_rows(language, titles, start, min(start + _CHUNK, items)))
            connection.execute(sa.insert(knowledge), rows)
    while True:
        with db.transaction() as connection:
            if index_some(connection, NOON, _CHUNK) == 0:
                return


def _rows(
    language: Language, titles: dict[int, list[str]], start: int, end: int
) -> Iterator[dict[str, object]]:
    for number in range(start, end):
        event = number % EVENTS + 1 if number % 10 else None
        of_a_talk = event is not None and number % 3
        yield {
            "url_key": f"https://example.org/{number}",
            "url": f"https://example.org/{number}",
            "title": language.text(5),
            "kind": _KINDS[number % len(_KINDS)],
            "event": event,
            "session": titles[event][number % 4] if event and of_a_talk else None,
            "tags": language.some(2),
            "description": language.text(10),
            "status": "published",
            "added_at": NOON,
        }
