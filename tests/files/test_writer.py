"""Writing a file: it reads well, and what is read back is what was written."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.events import Event, Session, Status
from bot.domain.invisible import visible
from bot.domain.knowledge import Kind, KnowledgeItem, Publication, normalised_url
from bot.files.contents import KnowledgeEntry
from bot.files.fields import LINE_LIMIT, PARAGRAPH_LIMIT, TAG_LIMIT, TITLE_LIMIT
from bot.files.reader import read
from bot.files.source import of_text
from bot.files.table_writer import write_table
from bot.files.tables import entries
from bot.files.writer import write
from bot.services.imports import plan

# Words and phrases that some YAML reader, somewhere, takes for something else than text.
NASTY = (
    *(
        "011",
        "1e3",
        "0x0b",
        ".5",
        "-1",
        "1_000",
        "1:30",
        "2026-12-07",
        "2026-12-07 15:00",
        "15:00:00",
    ),
    *(
        "no",
        "Yes",
        "TRUE",
        "y",
        "null",
        "~",
        "=",
        "<<",
        "*",
        "&",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "#",
    ),
    *(
        "-",
        "?",
        ":",
        "---",
        "...",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "\\",
        "\\n",
        "#a",
        "a#",
        "a:",
    ),
    *(":a", "🎉", "👩‍💻", "Übung", "ﬀ", "a: b # c", "- a", "? a", "a #b", "'a' b", '"a" b', "a, b"),
    *("!!str a", "a\u00a0b", "a\ufeffb", "[a]", "{a: b}", "%YAML 1.1", "@a", "a\\", "\uff11"),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def an_event(**changes: object) -> Event:
    fields: dict[str, object] = {
        "number": 11,
        "title": "Wirkung",
        "starts_at": utc("2026-12-07 14:00"),
        "ends_at": utc("2026-12-07 17:00"),
        "timezone": "Europe/Berlin",
    }
    return Event(**(fields | changes))  # type: ignore[arg-type]


def read_back(text: str) -> tuple[list[Event], list[KnowledgeItem]]:
    """What importing `text` into an empty database gives; the default zone must not matter."""
    made = plan(read(text), {}, {}, "Asia/Tokyo")
    return [event.after for event in made.events], [item.after for item in made.knowledge]


def test_an_export_reads_like_the_example_of_the_format() -> None:
    event = an_event(
        title="Wirkung: sichtbar machen",
        ends_at=utc("2026-12-07 17:00:30"),
        location="online",
        registration_url="https://example.org/anmeldung#hier",
        capacity=40,
        status=Status.PUBLISHED,
        description="Worum es geht.\n\n- Übung 🎉",
        sessions=(Session("Was ein Labor erwachsen macht", "Dr. Ä"), Session("No")),
    )
    items = [
        KnowledgeItem("Zuerst", "https://example.org/b", tags=("a", "b, c", "011")),
        KnowledgeItem("Danach", "https://example.org/a", Kind.PAPER, 4, "Talk", description="x"),
    ]
    assert write([event, an_event(number=4)], items) == (
        """\
events:
  - number: 4
    title: Wirkung
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00
    timezone: Europe/Berlin
    status: draft
  - number: 11
    title: "Wirkung: sichtbar machen"
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00:30
    timezone: Europe/Berlin
    location: online
    registration_url: https://example.org/anmeldung#hier
    capacity: 40
    status: published
    description: |-
      Worum es geht.

      - Übung 🎉
    sessions:
      - talk: Was ein Labor erwachsen macht
        speaker: Dr. Ä
      - talk: "No"
knowledge:
  - title: Zuerst
    url: https://example.org/b
    kind: other
    tags: [a, "b, c", "011"]
    status: published
  - title: Danach
    url: https://example.org/a
    kind: paper
    event: 4
    session: Talk
    status: published
    description: x
"""
    )


def test_an_empty_database_gives_a_file_that_can_be_read() -> None:
    assert write([], []) == "events: []\nknowledge: []\n"
    assert read_back(write([], [])) == ([], [])


def test_an_event_in_the_second_pass_of_the_autumn_hour_comes_back_at_its_instant() -> None:
    event = an_event(starts_at=utc("2026-10-25 00:50"), ends_at=utc("2026-10-25 01:10"))
    text = write([event], [])
    assert "starts: 2026-10-25 02:50\n" in text
    assert "ends: 2026-10-25 02:10 (second pass)\n" in text
    assert read_back(text) == ([event], [])


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_yaml_might_take_for_something_else_comes_back(text: str) -> None:
    event = an_event(title=text, description=f"{text}\n\n{text}", sessions=(Session(text, text),))
    item = KnowledgeItem(text, "https://example.org/a", tags=(text, "b"), description=text)
    events, items = read_back(write([event], [item]))
    assert events[0].title == (title := read_title(text))
    assert (events[0].sessions[0].talk, items[0].tags[0]) == (title, title)
    assert events[0].description == f"{title}\n\n{title}"


def read_title(text: str) -> str:
    """The text as any file gives it: quoted by hand, so that nothing of the writer is in it."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    file = f'knowledge:\n- title: "{quoted}"\n  url: https://example.org'
    return str(read(file).knowledge[0].given["title"])


def texts(limit: int, extra: str = "") -> st.SearchStrategy[str]:
    """Texts as the database holds them: normalised, stripped, not empty, without controls."""
    raw = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from(
        "aZ09 :#-,[]{}'\"\\ä🎉" + extra
    ), min_size=1, max_size=25) | st.sampled_from(NASTY)  # fmt: skip
    return raw.map(as_stored).filter(lambda text: 0 < len(text) <= limit)


def as_stored(text: str) -> str:
    return visible(text).strip()


INSTANTS = st.integers(0, 199 * 365 * 86_400).map(
    lambda s: utc("2000-01-02") + timedelta(seconds=s)
)
AUTUMN_NIGHT = st.integers(0, 4 * 3600).map(
    lambda s: utc("2026-10-24 23:00") + timedelta(seconds=s)
)
ADDRESSES = st.text("aZ0/?#&=%:-,'[]", max_size=12).map("https://example.org/".__add__)
LINES = texts(LINE_LIMIT)
SESSIONS = st.builds(
    Session, LINES, st.none() | LINES, st.none() | LINES, st.none() | LINES
)  # fmt: skip


@st.composite
def some_events(draw: st.DrawFn) -> Event:
    starts_at = draw(INSTANTS | AUTUMN_NIGHT)
    return Event(
        number=draw(st.integers(1, 999_999)),
        title=draw(texts(TITLE_LIMIT)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=draw(st.integers(1, 3 * 86_400))),
        timezone=draw(st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "UTC"])),
        status=draw(st.sampled_from(Status)),
        description=draw(st.none() | texts(PARAGRAPH_LIMIT, "\n\n\n\t")),
        location=draw(st.none() | LINES),
        join_url=draw(st.none() | ADDRESSES),
        registration_url=draw(st.none() | ADDRESSES),
        host=draw(st.none() | LINES),
        capacity=draw(st.none() | st.integers(1, 999_999)),
        sessions=tuple(draw(st.lists(SESSIONS, max_size=2))),
    )


SOME_ITEMS = st.builds(
    KnowledgeItem,
    title=LINES,
    url=ADDRESSES,
    kind=st.sampled_from(Kind),
    event=st.none() | st.integers(1, 999_999),
    session=st.none() | LINES,
    tags=st.lists(texts(TAG_LIMIT), max_size=3, unique=True).map(tuple),
    description=st.none() | texts(PARAGRAPH_LIMIT, "\n\n\n\t"),
    status=st.sampled_from(Publication),
)


@settings(max_examples=200, deadline=None)
@given(some_events())
@example(an_event(description="a\n  b\n\n\nc d\n\te"))
@example(an_event(description="a \nb"))
@example(an_event(starts_at=utc("2026-10-25 00:30"), ends_at=utc("2026-10-25 01:15")))
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    assert read_back(write([event], [])) == ([event], [])


@settings(max_examples=200, deadline=None)
@given(SOME_ITEMS)
def test_every_knowledge_item_comes_back_as_it_was(item: KnowledgeItem) -> None:
    assert read_back(write([], [item])) == ([], [item])


def test_many_entries_come_back_in_their_order() -> None:
    events = [an_event(number=number) for number in range(1, 30)]
    items = [KnowledgeItem(f"Nr. {n}", f"https://example.org/{-n}") for n in range(30)]
    assert read_back(write(reversed(events), items)) == (events, items)


@settings(max_examples=200, deadline=None)
@given(st.lists(SOME_ITEMS, max_size=2, unique_by=lambda item: normalised_url(item.url)))
def test_every_knowledge_item_comes_back_from_a_table_as_it_was(items: list[KnowledgeItem]) -> None:
    found = list(entries(of_text(write_table(items))))
    assert [entry.given for entry in found if isinstance(entry, KnowledgeEntry)] == [
        {name: value for name, value in asdict(item).items() if name != "dead"} for item in items
    ]
