"""What an item is found by: its words, each with the best field in which it stands."""

from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from heapq import nlargest
from operator import itemgetter
from urllib.parse import urlsplit

from bot.domain.dates import month_names
from bot.domain.events import Event, Session, Status
from bot.domain.knowledge import KnowledgeItem, Publication
from bot.domain.search.folding import clean, fold, words
from bot.domain.search.kinds import kind_word
from bot.domain.search.numbers import event_word
from bot.domain.visibility import SHOWN_TO, Audience, programme

# To be raised with every change of what stands here or in folding: then all is indexed anew.
RULES = 2
EVERYTHING = "*"  # the word of every item
_MOST_WORDS = 2_000  # of one item; ours: a paper's abstract has some 200


class Field(IntEnum):
    """Where a word stands; a greater one comes first in the answer."""

    BESIDE = 0  # other talks of its event, the month, the name of the site
    AROUND = 1  # the title and the host of its event
    TALK = 2
    DESCRIPTION = 3
    TAG = 4
    TITLE = 5


def tag_word(tag: str) -> str:
    """The word under which the items with a tag are indexed."""
    return f"tag:{' '.join(fold(tag).split())[:100]}"


def document(item: KnowledgeItem, event: Event | None) -> dict[str, Field]:
    """The words of an item, of the event whose number it has, and of its session; each once.

    Empty for an item that members are not to see, whatever its day. What is said of a draft event
    stays with organizers.
    """
    is_shown = {item.visibility, item.talk_shown} <= set(SHOWN_TO[Audience.MEMBERS])
    if item.withdrawn or item.status is not Publication.PUBLISHED or not is_shown:
        return {}
    found: dict[str, Field] = {}
    for field, text in reversed([*_texts(item, event)]):  # what stands in a better one as well
        found |= dict.fromkeys(_words_of(text), field)
    marks = _marks(item)
    most = _MOST_WORDS - len(marks)
    if len(found) > most:
        found = dict(nlargest(most, found.items(), key=itemgetter(1)))
    return found | marks


def _marks(item: KnowledgeItem) -> dict[str, Field]:
    marks = {EVERYTHING: Field.BESIDE, kind_word(item.kind): Field.BESIDE}
    if item.event is not None:
        marks[event_word(item.event)] = Field.TALK
    return marks | {tag_word(tag): Field.TAG for tag in item.tags}


@lru_cache(maxsize=2_000)  # talks are the same for all items of an event
def _words_of(text: str) -> tuple[str, ...]:
    return words(clean(text))


def _texts(item: KnowledgeItem, event: Event | None) -> Iterator[tuple[Field, str]]:
    """All texts of an item, from the best field to the last."""
    yield Field.TITLE, item.title
    for tag in item.tags:
        yield Field.TAG, tag
    shown = event is not None and event.status is not Status.DRAFT
    yield Field.DESCRIPTION, item.description or ""
    if item.session:
        yield Field.TALK, item.session
    if event is not None and shown:
        for session in programme(event):
            if is_of(item, session):
                yield Field.TALK, _said(session)
    if event is not None and shown:
        yield Field.AROUND, event.title
        yield Field.AROUND, event.host or ""
        if not item.session:
            for session in programme(event):
                yield Field.BESIDE, _said(session)
        yield Field.BESIDE, f"{event.starts_at.year} {month_names(event.starts_at.month)}"
    yield Field.BESIDE, _site(item.url)


def is_of(item: KnowledgeItem, session: Session) -> bool:
    """Whether an item belongs to this session of its event."""
    return item.session is not None and fold(item.session) == fold(session.name)


def _said(session: Session) -> str:
    people = (session.talk, session.speaker, session.role, session.organisation)
    return " ".join(part for part in people if part)


def _site(url: str) -> str:
    """The name of the site behind an address: `www.youtube.com` → `youtube`."""
    host = urlsplit(url).hostname or ""
    return " ".join(part for part in host.split(".")[:-1] if part != "www")
