"""What a member gets to a question: hits in their context, or a way on where there are none."""

from dataclasses import dataclass

from bot.domain.events import Event, Session
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import ItemKind, KnowledgeItem
from bot.domain.search.documents import tag_word
from bot.domain.search.folding import Token, clean, tokens
from bot.domain.search.kinds import kind_word
from bot.domain.search.numbers import event_word

PAGE_SIZE = 8  # hits; ours: what fits on a screen
MOST_HITS = 100  # of one answer; nobody reads on, they ask again
CONTEXT = 220  # characters of a text in which the first meant word stands


@dataclass(frozen=True, slots=True)
class Filters:
    """What all hits are to have; None: whatever they have."""

    kind: ItemKind | None = None
    event: EventNumber | None = None
    tag: str | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """The words of the index that say the same."""
        kind = kind_word(self.kind) if self.kind else None
        event = event_word(self.event) if self.event is not None else None
        tag = tag_word(self.tag) if self.tag else None
        return tuple(mark for mark in (kind, event, tag) if mark)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item, its event where members may see that, and its session where it is of one."""

    id: ItemId
    item: KnowledgeItem
    event: Event | None = None
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits, or of the newest items where nothing was asked or found.

    `words` are the folded words that were meant; `instead` what was searched for a word that
    nothing is like; `without` the words that nothing here has, or not together with the others;
    `dropped` those that only the first hits have.
    `near` are words that may have been meant. `tags` and `events` are those of the hits.
    """

    asked: str
    filters: Filters
    page: int
    hits: tuple[Hit, ...]
    total: int
    found: bool
    words: frozenset[str] = frozenset()
    instead: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    events: tuple[EventNumber, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class HitPiece:
    """A piece of a text; `meant` ones are words that were asked for."""

    text: str
    meant: bool = False


def marked(text: str, words: frozenset[str], limit: int = CONTEXT) -> tuple[HitPiece, ...]:
    """At most some `limit` characters of `text`, on one line, around the first of these words.

    The text is clean: nothing in it is unseen or turns the direction of writing.
    """
    line = " ".join(clean(text).split())
    found = [token for token in tokens(line) if not words.isdisjoint(token.forms)]
    start, end = _window(line, found, limit)
    pieces = [HitPiece("…")] if start else []
    at = start
    for token in found:
        if token.start < start or token.end > end:
            continue
        pieces += [HitPiece(line[at : token.start]), HitPiece(token.written, meant=True)]
        at = token.end
    pieces.append(HitPiece(line[at:end] + ("…" if end < len(line) else "")))
    return tuple(piece for piece in pieces if piece.text)


def has_any(text: str, words: frozenset[str]) -> bool:
    """Whether one of these words stands in `text`."""
    return any(not words.isdisjoint(token.forms) for token in tokens(clean(text)))


def _window(line: str, found: list[Token], limit: int) -> tuple[int, int]:
    """Where the shown part begins and ends: with whole words where there are any."""
    if len(line) <= limit:
        return 0, len(line)
    first = found[0].start if found else 0
    start = max(0, min(first - limit // 3, len(line) - limit))
    if start:
        start = line.find(" ", start, first) + 1 or start
    end = min(len(line), start + limit)
    if end < len(line):
        space = line.rfind(" ", start + limit // 2, end)
        end = space if space > 0 else end
    return start, end
