"""Topics: what members want coming events to be about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.domain.fields import on_one_line
from bot.domain.ids import TopicId
from bot.domain.knowledge_entries import sign
from bot.domain.personal_data import unmentioned
from bot.domain.search.fillers import FILLERS
from bot.domain.search.folding import fold, words

PAGE_SIZE = 8
TITLE = 150  # characters; as long as an event's
ANSWER = 255  # characters; ours: a line
# Of one member at a time; ours, as with proposals for the Wissensspeicher.
MOST_OPEN = 20
# So many stand in the form of a new event.
MOST_WANTED = 5
# So many are offered instead of one that is called nearly the same.
_OFFERED = 5
# Two titles are of one topic when so much of their words is the same.
_ALIKE = 0.55
# Signs that are no punctuation, in a folded title: at the end of a word, at its beginning, between
# two letters, and those that are words of their own. Each alternative begins at another sign.
_MEANT = re.compile(
    r"(?<![^\W_])[^\W_]+[+#]+(?!\w)"
    r"|(?<![\w.])\.[^\W\d_]\w*"
    r"|(?<!\w)[^\W_]\s*[&/](?=\s*[^\W_](?!\w))"
    r"|[%€$£§]"
)


class TopicStatus(StrEnum):
    """Whether a topic takes votes."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; `answer` is what the organizers say to it."""

    title: str
    status: TopicStatus = TopicStatus.OPEN
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class KeptTopic:
    """A topic that is kept, with its votes; `voted` and `own` say what one member did."""

    id: TopicId
    topic: Topic
    votes: int = 0
    voted: bool = False
    own: bool = False  # they proposed it

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether that member may take it back: it is their own, and nobody else wants it."""
        return self.own and self.topic.status is TopicStatus.OPEN and self.votes <= self.voted


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some of the topics of one status, the most wanted first; of the other there are `others`.

    `number` counts from 1.
    """

    topics: tuple[KeptTopic, ...]
    status: TopicStatus
    number: int
    total: int
    others: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE_SIZE < self.total


def title_of(written: str) -> str:
    """What somebody wrote as a title: one line, and nobody's id in it."""
    return on_one_line(unmentioned(written))[:TITLE]


def answer_of(written: str) -> str | None:
    """The same as an answer; None for nothing."""
    return on_one_line(unmentioned(written))[:ANSWER] or None


def seen(topic: Topic) -> str:
    """A sign by which one can tell later whether the topic was changed."""
    return sign(repr(topic))


def key(title: str) -> str:
    """What two titles have in common that mean the same: case, umlauts, punctuation do not count.

    Signs that make another word of it do: `C++`, `C#`, `.NET`, `R&D`, `A/B-Test`, `5 %`.
    """
    return " ".join([*words(title), *_signs(title)]) if words(title) else fold(title).strip()


def alike(title: str, others: Iterable[KeptTopic]) -> tuple[KeptTopic, ...]:
    """Those of the others whose titles say nearly the same, the most alike first."""
    wanted = _pieces(title)
    found = [(_likeness(wanted, _pieces(one.topic.title)), one) for one in others]
    near = [(likeness, one) for likeness, one in found if likeness >= _ALIKE]
    near.sort(key=lambda one: -one[0])
    return tuple(one for _, one in near[:_OFFERED])


def with_words(written: str, others: Sequence[KeptTopic]) -> tuple[KeptTopic, ...]:
    """Those of the others in whose titles each of the written words stands, or a part of it."""
    wanted = fold(written).split()
    return tuple(one for one in others if all(word in fold(one.topic.title) for word in wanted))


def _signs(title: str) -> list[str]:
    """The signs of a title that are no mere punctuation, with the word that they belong to."""
    return ["".join(found.split()) for found in _MEANT.findall(fold(title))]


@lru_cache(maxsize=2_000)
def _pieces(title: str) -> frozenset[str]:
    """The words that say something, each cut into overlapping pieces of three signs."""
    said = [word for word in words(title) if word not in FILLERS] or [key(title)]
    said += _signs(title)
    padded = (f" {word} " for word in said)
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of both is the same, from 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)
