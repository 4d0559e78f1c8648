"""Writing a file: it reads well, and what is read back is what was written."""

from dataclasses import asdict
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.events import Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, KnowledgeItem, Visibility, normalised_url
from bot.domain.visibility import day_of
from bot.files.contents import KnowledgeEntry
from bot.files.source import of_text
from bot.files.table_writer import write_table
from bot.files.tables import entries
from bot.files.writer import write
from tests.builders import HOME
from tests.every_case import every
from tests.reading import plan, read
from tests.strategies import NASTY, SOME_ITEMS, some_events, utc


def an_event(**changes: object) -> Event:
    fields: dict[str, object] = {
        "number": 11,
        "title": "Wirkung",
        "starts_at": utc("2026-12-07 14:00"),
        "ends_at": utc("2026-12-07 17:00"),
        "timezone": "Europe/Berlin",
    }
    return Event(**(fields | changes))  # type: ignore[arg-type]


def as_a_file_gives_it(item: KnowledgeItem) -> dict[str, Any]:
    """The fields of an item as they are read; of its day the date alone."""
    day = None if item.visible_from is None else day_of(item.visible_from, HOME)
    beside = ("dead", "decided", "decided_by", "withdrawn", "withdrawn_by", "talk_shown")
    given = {name: value for name, value in asdict(item).items() if name not in beside}
    return given | {"visible_from": day}


def read_back(text: str) -> tuple[list[Event], list[KnowledgeItem]]:
    """What importing `text` into an empty database gives; the default zone must not matter."""
    made = plan(read(text), {}, {}, HOME)
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
        KnowledgeItem(
            "Danach",
            "https://example.org/a",
            ItemKind.PAPER,
            EventNumber(4),
            "Talk",
            description="x",
            visibility=Visibility.MEMBERS,
            visible_from=utc("2027-01-14 15:00"),
        ),
    ]
    assert write([event, an_event(number=4)], items, HOME) == (
        """\
events:
  - number: 4
    title: Wirkung
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00
    timezone: Europe/Berlin
    status: draft
    material: proposed
  - number: 11
    title: "Wirkung: sichtbar machen"
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00:30
    timezone: Europe/Berlin
    location: online
    registration_url: https://example.org/anmeldung#hier
    capacity: 40
    status: published
    material: proposed
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
    visibility: public
  - title: Danach
    url: https://example.org/a
    kind: paper
    event: 4
    session: Talk
    status: published
    visibility: members
    visible_from: 2027-01-15
    description: x
"""
    )


def test_an_empty_database_gives_a_file_that_can_be_read() -> None:
    assert write([], [], HOME) == "events: []\nknowledge: []\n"
    assert read_back(write([], [], HOME)) == ([], [])


def test_an_event_in_the_second_pass_of_the_autumn_hour_comes_back_at_its_instant() -> None:
    event = an_event(starts_at=utc("2026-10-25 00:50"), ends_at=utc("2026-10-25 01:10"))
    text = write([event], [], HOME)
    assert "starts: 2026-10-25 02:50\n" in text
    assert "ends: 2026-10-25 02:10 (second pass)\n" in text
    assert read_back(text) == ([event], [])


@every("text", NASTY)
def test_a_text_that_yaml_might_take_for_something_else_comes_back(text: str) -> None:
    event = an_event(title=text, description=f"{text}\n\n{text}", sessions=(Session(text, text),))
    item = KnowledgeItem(text, "https://example.org/a", tags=(text, "b"), description=text)
    events, items = read_back(write([event], [item], HOME))
    assert events[0].title == (title := read_title(text))
    assert (events[0].sessions[0].talk, items[0].tags[0]) == (title, title)
    assert events[0].description == f"{title}\n\n{title}"


def read_title(text: str) -> str:
    """The text as any file gives it: quoted by hand, so that nothing of the writer is in it."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    file = f'knowledge:\n- title: "{quoted}"\n  url: https://example.org'
    return str(read(file).knowledge[0].given["title"])


@given(some_events())
@example(an_event(description="a\n  b\n\n\nc d\n\te"))
@example(an_event(description="a \nb"))
@example(an_event(starts_at=utc("2026-10-25 00:30"), ends_at=utc("2026-10-25 01:15")))
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    assert read_back(write([event], [], HOME)) == ([event], [])


@given(SOME_ITEMS)
def test_every_knowledge_item_comes_back_as_it_was(item: KnowledgeItem) -> None:
    assert read_back(write([], [item], HOME)) == ([], [item])


def test_many_entries_come_back_in_their_order() -> None:
    events = [an_event(number=number) for number in range(1, 30)]
    items = [KnowledgeItem(f"Nr. {n}", f"https://example.org/{-n}") for n in range(30)]
    assert read_back(write(reversed(events), items, HOME)) == (events, items)


@given(st.lists(SOME_ITEMS, max_size=2, unique_by=lambda item: normalised_url(item.url)))
def test_every_knowledge_item_comes_back_from_a_table_as_it_was(items: list[KnowledgeItem]) -> None:
    found = list(entries(of_text(write_table(items, HOME))))
    assert [entry.given for entry in found if isinstance(entry, KnowledgeEntry)] == [
        as_a_file_gives_it(item) for item in items
    ]
