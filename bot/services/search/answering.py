"""Answering a question: a page of hits with what is shown of them, or a way on."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from bot.domain.events import Event, Status
from bot.domain.ids import ItemId
from bot.domain.knowledge import KnowledgeItem
from bot.domain.search.answers import PAGE_SIZE, Filters, Hit, SearchResult
from bot.domain.search.documents import is_of
from bot.domain.search.folding import clean, fold, tokens
from bot.domain.search.questions import SearchQuestion, question, words_of
from bot.domain.visibility import programme
from bot.services.search.finding import Found, find
from bot.services.search.vocabulary import Vocabulary
from storage import events, knowledge, search
from storage.database import Connection

_NEWEST = 3  # shown where nothing was found
_SUGGESTED = 5  # words that may have been meant; one row of buttons
_BEST = 3  # items that are looked at for how they write a word
_OFFERED = 99  # of a menu of 100, whose first entry is "all"


def answer(
    connection: Connection,
    vocabulary: Vocabulary,
    text: str,
    now: datetime,
    filters: Filters | None = None,
    page: int = 1,
) -> SearchResult:
    """What a member gets to `text` at `now` (aware, UTC).

    Of many hits it is the page with this number, or the last one. What the index has still or
    already, and nobody is to see now, is left out.
    """
    filters = filters or Filters()
    asked = question(text)
    found = find(connection, vocabulary, asked, filters.marks)
    items = knowledge.seen_of(connection, found.items, now)
    if items:
        return _page(connection, vocabulary, text, filters, found, items, page, now)
    newest = find(connection, vocabulary, SearchQuestion()).items
    seen = knowledge.seen_of(connection, newest, now)
    hits = _hits(connection, [row for row in newest if row in seen][:_NEWEST], seen)
    near = _near(connection, vocabulary, asked, now) if asked.terms else ()
    return SearchResult(words_of(text), filters, 1, hits, 0, found=False, near=near)


def _page(
    connection: Connection,
    vocabulary: Vocabulary,
    text: str,
    filters: Filters,
    found: Found,
    items: dict[ItemId, KnowledgeItem],
    page: int,
    now: datetime,
) -> SearchResult:
    ordered = [row for row in found.items if row in items]
    last = -(-len(ordered) // PAGE_SIZE)
    page = max(1, min(page, last))
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    tags = Counter(tag for item in items.values() for tag in item.tags)
    numbers = {item.event for item in items.values() if item.event is not None}
    instead = [
        (asked, _written(connection, vocabulary, word, now) or word)
        for asked, word in found.instead
    ]
    return SearchResult(
        words_of(text),
        filters,
        page,
        _hits(connection, shown, items),
        len(ordered),
        found=True,
        words=found.words,
        instead=tuple(instead),
        without=found.without,
        dropped=found.dropped,
        tags=tuple(sorted(tag for tag, _ in tags.most_common(_OFFERED))),
        events=tuple(sorted(numbers, reverse=True)[:_OFFERED]),
    )


def _hits(
    connection: Connection, shown: Iterable[ItemId], items: dict[ItemId, KnowledgeItem]
) -> tuple[Hit, ...]:
    kept = {number: items[number] for number in shown if number in items}
    named = {item.event for item in kept.values() if item.event is not None}
    of = events.get_many(connection, named)
    return tuple(_hit(number, item, of.get(item.event or 0)) for number, item in kept.items())


def _hit(number: ItemId, item: KnowledgeItem, event: Event | None) -> Hit:
    if event is None or event.status is Status.DRAFT:
        return Hit(number, item)
    session = next((one for one in programme(event) if is_of(item, one)), None)
    return Hit(number, item, event, session)


def _near(
    connection: Connection, vocabulary: Vocabulary, asked: SearchQuestion, now: datetime
) -> tuple[str, ...]:
    """Words as they are written here that may have been meant, the nearest of each first."""
    near = [vocabulary.suggested(connection, word) for term in asked.terms for word in term.words]
    mixed = [words[at] for at in range(_SUGGESTED) for words in near if at < len(words)]
    written = [_written(connection, vocabulary, word, now) for word in mixed[:_SUGGESTED]]
    return tuple(dict.fromkeys(filter(None, written)))


def _written(
    connection: Connection, vocabulary: Vocabulary, word: str, now: datetime
) -> str | None:
    """A folded word as it is written in the best item that has it; None if none is to be seen."""
    number = vocabulary.id_of(word)
    rows = search.best_of_one(connection, number, _BEST) if number is not None else []
    items = knowledge.seen_of(connection, [row[3] for row in rows], now)
    for item in (items[row[3]] for row in rows if row[3] in items):
        event = events.get(connection, item.event) if item.event is not None else None
        for text in _texts(item, event):
            for token in tokens(clean(text)):
                if word in token.forms:
                    parts = [part for part in token.written.split("-") if fold(part) == word]
                    return parts[0] if parts else token.written
    return word if items else None


def _texts(item: KnowledgeItem, event: Event | None) -> Iterable[str]:
    yield item.title
    yield from item.tags
    for text in (item.session, item.description):
        yield text or ""
    if event is not None and event.status is not Status.DRAFT:
        yield event.title
        yield event.host or ""
        for session in programme(event):
            yield " ".join(
                part
                for part in (session.talk, session.speaker, session.role, session.organisation)
                if part
            )
