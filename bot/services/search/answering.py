"""Answering a question: a page of hits with what is shown of them, or a way on."""

from collections import Counter
from collections.abc import Iterable

from bot.domain.events import Event, Status
from bot.domain.ids import ItemId
from bot.domain.knowledge import KnowledgeItem
from bot.domain.search.answers import PAGE_SIZE, Filters, Hit, SearchResult
from bot.domain.search.documents import is_of
from bot.domain.search.folding import clean, fold, tokens
from bot.domain.search.questions import Question, question, words_of
from bot.services.search.finding import Found, find
from bot.services.search.vocabulary import Vocabulary
from storage import events, knowledge, search
from storage.database import Connection

_NEWEST = 3  # shown where nothing was found
_SUGGESTED = 5  # words that may have been meant; one row of buttons
_OFFERED = 99  # of a menu of 100, whose first entry is "all"


def answer(
    connection: Connection,
    vocabulary: Vocabulary,
    text: str,
    filters: Filters | None = None,
    page: int = 1,
) -> SearchResult:
    """What a member gets to `text`; of many hits the page with this number, or the last one."""
    filters = filters or Filters()
    asked = question(text)
    found = find(connection, vocabulary, asked, filters.marks)
    if found.items:
        return _page(connection, vocabulary, text, filters, found, page)
    newest = find(connection, vocabulary, Question()).items[:_NEWEST]
    hits = _hits(connection, newest, knowledge.by_ids(connection, newest))
    near = _near(connection, vocabulary, asked) if asked.terms else ()
    return SearchResult(words_of(text), filters, 1, hits, 0, found=False, near=near)


def _page(
    connection: Connection,
    vocabulary: Vocabulary,
    text: str,
    filters: Filters,
    found: Found,
    page: int,
) -> SearchResult:
    items = knowledge.by_ids(connection, found.items)
    last = -(-len(found.items) // PAGE_SIZE)
    page = max(1, min(page, last))
    shown = found.items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    tags = Counter(tag for item in items.values() for tag in item.tags)
    numbers = {item.event for item in items.values() if item.event is not None}
    instead = [(asked, _written(connection, vocabulary, word)) for asked, word in found.instead]
    return SearchResult(
        words_of(text),
        filters,
        page,
        _hits(connection, shown, items),
        len(found.items),
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
    session = next((one for one in event.sessions if is_of(item, one)), None)
    return Hit(number, item, event, session)


def _near(connection: Connection, vocabulary: Vocabulary, asked: Question) -> tuple[str, ...]:
    """Words as they are written here that may have been meant, the nearest of each first."""
    near = [vocabulary.suggested(connection, word) for term in asked.terms for word in term.words]
    mixed = [words[at] for at in range(_SUGGESTED) for words in near if at < len(words)]
    written = [_written(connection, vocabulary, word) for word in mixed[:_SUGGESTED]]
    return tuple(dict.fromkeys(written))


def _written(connection: Connection, vocabulary: Vocabulary, word: str) -> str:
    """A folded word as it is written in the best item that has it."""
    number = vocabulary.id_of(word)
    rows = search.best_of_one(connection, number, 1) if number is not None else []
    for item in knowledge.by_ids(connection, [row[3] for row in rows]).values():
        event = events.get(connection, item.event) if item.event is not None else None
        for text in _texts(item, event):
            for token in tokens(clean(text)):
                if word in token.forms:
                    parts = [part for part in token.written.split("-") if fold(part) == word]
                    return parts[0] if parts else token.written
    return word


def _texts(item: KnowledgeItem, event: Event | None) -> Iterable[str]:
    yield item.title
    yield from item.tags
    for text in (item.session, item.description):
        yield text or ""
    if event is not None and event.status is not Status.DRAFT:
        yield event.title
        yield event.host or ""
        for session in event.sessions:
            yield " ".join(
                part
                for part in (session.talk, session.speaker, session.role, session.organisation)
                if part
            )
