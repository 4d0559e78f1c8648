"""Reading a file: what is understood, and what is said of each fault, with its line."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.events import Session, Status
from bot.domain.knowledge import ItemKind, Publication
from bot.files.contents import FileFaults
from tests.every_case import every
from tests.reading import Contents, read, read_file, survey

EVENT = """\
events:
  - number: 11
    title: Wirkung sichtbar machen
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00
"""
ITEM = """\
knowledge:
  - title: Aufzeichnung
    url: https://example.org/aufnahme
"""


def event_with(line: str) -> str:
    """A sound event and one more line, the sixth of the file."""
    return f"{EVENT}    {line}\n"


def item_with(line: str) -> str:
    """A sound knowledge item and one more line, the fourth of the file."""
    return f"{ITEM}    {line}\n"


def event_but(field: str, value: str) -> str:
    """A sound event, but for the value of one of its required fields."""
    lines = [
        f"{line.split(':')[0]}: {value}" if line.strip(" -").startswith(f"{field}:") else line
        for line in EVENT.splitlines()
    ]
    return "\n".join(lines)


def faults_of(text: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def the_fault_of(text: str) -> str:
    (fault,) = faults_of(text)
    return fault


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_every_field_of_the_format_is_read() -> None:
    text = """\
events:
  - number: 11
    title: Wirkung sichtbar machen
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00:30
    timezone: Europe/Berlin
    location: online
    join_url: https://example.org/raum
    registration_url: https://example.org/anmeldung
    host: StadtLABOR Soest
    capacity: 40
    status: published
    description: |
      Worum es geht.

      Und warum.
    sessions:
      - talk: Was ein Labor erwachsen macht
        speaker: Dr. Vorname Nachname
        role: Leitung
        organisation: Beispiellabor
      - talk: Noch einer
knowledge:
  - title: Aufzeichnung des Impulses
    url: https://example.org/aufnahme
    kind: recording
    event: 4
    session: Was ein Labor erwachsen macht
    tags: [lebenszyklus, Anfang, lebenszyklus]
    status: proposed
    description: Woran man ein junges Labor erkennt.
"""
    contents = read(text)
    (event,) = contents.events
    (item,) = contents.knowledge
    assert (event.number, event.line, event.lines["ends"]) == (11, 2, 5)
    assert event.given == {
        "title": "Wirkung sichtbar machen",
        "starts": wall("2026-12-07 15:00"),
        "ends": wall("2026-12-07 18:00:30"),
        "timezone": "Europe/Berlin",
        "location": "online",
        "join_url": "https://example.org/raum",
        "registration_url": "https://example.org/anmeldung",
        "host": "StadtLABOR Soest",
        "capacity": 40,
        "status": Status.PUBLISHED,
        "description": "Worum es geht.\n\nUnd warum.",
        "sessions": (
            Session("Was ein Labor erwachsen macht", "Dr. Vorname Nachname", "Leitung",
                    "Beispiellabor"),
            Session("Noch einer"),
        ),
    }  # fmt: skip
    assert (item.url, item.line) == ("https://example.org/aufnahme", 24)
    assert item.given == {
        "title": "Aufzeichnung des Impulses",
        "url": "https://example.org/aufnahme",
        "kind": ItemKind.RECORDING,
        "event": 4,
        "session": "Was ein Labor erwachsen macht",
        "tags": ("lebenszyklus", "Anfang"),
        "status": Publication.PROPOSED,
        "description": "Woran man ein junges Labor erkennt.",
    }


def test_a_field_that_is_left_out_is_not_given() -> None:
    assert read(EVENT).events[0].given.keys() == {"title", "starts", "ends"}
    assert read(ITEM).knowledge[0].given.keys() == {"title", "url"}


@every("nothing", ["", "~", "null", '""', "'  '", "|"])
@every("field", ["location", "host", "join_url", "description", "capacity"])
def test_an_optional_field_that_is_empty_is_cleared(field: str, nothing: str) -> None:
    assert read(event_with(f"{field}: {nothing}")).events[0].given[field] is None


@pytest.mark.parametrize("nothing", ["", "~", "[]"])
def test_sessions_and_tags_that_are_empty_are_cleared(nothing: str) -> None:
    assert read(event_with(f"sessions: {nothing}")).events[0].given["sessions"] == ()
    assert read(item_with(f"tags: {nothing}")).knowledge[0].given["tags"] == ()


@pytest.mark.parametrize("nothing", ["", "~", '""'])
@pytest.mark.parametrize("field", ["title", "starts"])
def test_a_required_field_must_not_be_empty(field: str, nothing: str) -> None:
    assert f"'{field}' is empty" in the_fault_of(event_but(field, nothing))


@pytest.mark.parametrize("field", ["status", "timezone"])
def test_a_field_that_always_has_a_value_can_not_be_cleared(field: str) -> None:
    assert (
        the_fault_of(event_with(f"{field}: ~")) == f"line 6: '{field}' is empty; it needs a value"
    )


@pytest.mark.parametrize(
    "text", ["11", "no", "Yes", "1e3", "0x0b", "2026-12-07", "15:00:00", "3.0"]
)
def test_a_title_is_taken_as_it_is_written(text: str) -> None:
    assert read(event_but("title", text)).events[0].given["title"] == text


def test_texts_are_stripped_and_normalised() -> None:
    decomposed = read(event_but("title", '"  Mu\u0308nchen \\t"'))
    assert decomposed.events[0].given["title"] == "München"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-07 15:00", "2026-12-07 15:00"),
        ("2026-12-07 15:00:07", "2026-12-07 15:00:07"),
        ("2026-12-07T15:00", "2026-12-07 15:00"),
        ("'2026-12-07 15:00'", "2026-12-07 15:00"),
        ("2026-12-07   15:00:00.5", "2026-12-07 15:00:00.500000"),
    ],
)
def test_a_wall_time_is_read_in_many_forms(written: str, meant: str) -> None:
    assert read(event_but("starts", written)).events[0].given["starts"] == wall(meant)


def test_the_second_pass_of_a_repeated_hour_is_kept_apart() -> None:
    text = event_but("starts", "2026-10-25 02:30 (second pass)")
    assert read(text).events[0].given["starts"].fold == 1


@every(
    ("written", "said"),
    [
        ("2026-02-30 15:00", "there is no 2026-02-30 in the calendar"),
        ("2026-13-01 15:00", "there is no 2026-13-01 in the calendar"),
        ("2026-12-07 25:00", "there is no 25:00 on the clock"),
        ("2026-12-07 24:00", "there is no 24:00 on the clock"),
        ("2026-12-07 15:60", "there is no 15:60 on the clock"),
        ("2026-12-07 15:00:61", "there is no 15:00:61 on the clock"),
        ("2026-12-07", "needs a date and a time of day"),
        ("2026-12-07 15:00Z", "leave 'Z' out"),
        ("2026-12-07 15:00+01:00", "leave '+01:00' out"),
        ("2026-12-07 15:00:00 +0100", "leave '+0100' out"),
        ("2026-12-07 15:00 CET", "leave 'CET' out"),
        ("2026-12-07 15:00 Europe/Berlin", "leave 'Europe/Berlin' out"),
        ("7.12.2026 15:00", "must be a date and a time, not '7.12.2026 15:00'"),
        ("2026-12-07 15:00 Uhr", "must be a date and a time"),
        ("2026-12-7 15:00", "write it as 2026-12-07 15:00"),
        ("1026-12-07 15:00", "the year must be from 2000 to 2199, not 1026"),
        ("morgen", "must be a date and a time, not 'morgen'"),
        ("[2026-12-07 15:00]", "must be a single value, not a list"),
        ("{a: b}", "must be a single value, not a group of fields"),
    ],
)
def test_what_is_no_wall_time_is_refused(written: str, said: str) -> None:
    fault = the_fault_of(event_but("starts", written))
    assert fault.startswith("line 4: 'starts'")
    assert said in fault


@pytest.mark.parametrize("ends", ["2026-12-07 15:00", "2026-12-07 14:59", "2025-12-07 18:00"])
def test_an_event_must_end_after_it_starts(ends: str) -> None:
    fault = the_fault_of(event_but("ends", ends))
    assert fault == f"line 5: the event ends at {ends}, not after its start; mend one of them"


@every(
    ("written", "said"),
    [
        ("011", "without leading zeros; write '11'"),
        ('"11"', "without quotes; '11' is a text"),
        ("1e1", "in plain digits; '1e1' is not"),
        ("11.0", "in plain digits"),
        ("0x0b", "in plain digits"),
        ("1_000", "in plain digits"),
        ("+11", "in plain digits"),
        ("-1", "in plain digits; '-1' is not"),
        ("0", "'0' is not"),
        ("1000000", "'1000000' is not"),
        ("9" * 6000, "is not"),
        ("elf", "in plain digits; 'elf' is not"),
        ("\u0661\u0661", "in plain digits"),
        ("~", "it is empty"),
        ("[11]", "must be a single value, not a list"),
    ],
)
def test_what_is_no_plain_whole_number_is_refused(written: str, said: str) -> None:
    fault = the_fault_of(event_but("number", written))
    assert fault.startswith("line 2: 'number' must be a")
    assert said in fault
    assert len(fault) < 200


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://Example.org/Ä?q=1#x",
        "https://example.org:8443/a",
        "http://[::1]/",
    ],
)
def test_a_web_address_is_kept_as_it_is_written(url: str) -> None:
    assert read(f"knowledge:\n- title: a\n  url: {url}").knowledge[0].given["url"] == url


def test_signs_that_nobody_sees_are_left_out_of_a_title() -> None:
    text = item_with("description: a\u200bb\u00ad").replace(
        "Aufzeichnung", "Auf\u202ezeich\u200bnung"
    )
    given = read(text).knowledge[0].given
    assert (given["title"], given["description"]) == ("Aufzeichnung", "ab")
    assert "'title' is empty" in the_fault_of(ITEM.replace("Aufzeichnung", "'\u200b\u3164'"))


def test_a_title_of_ten_thousand_characters_is_refused_with_its_limit() -> None:
    fault = the_fault_of(ITEM.replace("Aufzeichnung", "x" * 10_000))
    assert fault == "line 2: 'title' has 10000 characters; at most 255 fit, shorten it"


@every(
    ("url", "said"),
    [
        ("ftp://example.org/a", "must be a web address"),
        ("example.org/a", "must be a web address"),
        ("https:///a", "must be a web address"),
        ("https://", "must be a web address"),
        ("https://example.org:port/", "must be a web address"),
        ("https://example.org:99999/", "must be a web address"),
        ("http://[::1", "must be a web address"),
        ("javascript:alert(1)", "must be a web address"),
        ("file:///etc/passwd", "must be a web address"),
        ("data:text/html,x", "must be a web address"),
        ("https://example.org/a b", "has a space"),
        ("https://example.org/a\u00a0b", "has a space"),
        ("https://example.org/\u202eb", "has a space or an invisible character"),
        ("https://example.org/" + "a" * 2000, "has 2020 characters; at most 2000 fit"),
        ("", "is empty"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, said: str) -> None:
    fault = the_fault_of(f"knowledge:\n- title: a\n  url: {json.dumps(url, ensure_ascii=False)}")
    assert fault.startswith("line 3: 'url'")
    assert said in fault


@every(("text", "fault"),
    [
        (
            event_with("titel: x"),
            "line 6: unknown field 'titel' in an event; did you mean 'title'?",
        ),
        (
            event_with("sessions: [{talk: a, speeker: b}]"),
            "line 6: unknown field 'speeker' in a session; did you mean 'speaker'?",
        ),
        (
            item_with("titles: x"),
            "line 4: unknown field 'titles' in a knowledge item; did you mean 'title'?",
        ),
        (
            EVENT + "knowlege: []",
            "line 6: unknown field 'knowlege' in the file; did you mean 'knowledge'?",
        ),
        (
            EVENT + "foo: []",
            "line 6: unknown field 'foo' in the file; known are events, knowledge, topics",
        ),
        (event_with("? [a]\n    : b"), "line 6: the name of a field in an event must be a word"),
        (event_with("title: x"), "line 6: 'title' is given in line 3 already; keep one of the two"),
        (EVENT + EVENT, "line 6: 'events' is given in line 1 already; keep one of the two"),
        (
            "events:\n- title: a\n  starts: 2026-12-07 15:00\n  ends: 2026-12-07 18:00",
            "line 2: 'number' is missing in an event; add it",
        ),
        ("knowledge:\n- title: a", "line 2: 'url' is missing in a knowledge item; add it"),
        (
            event_with("sessions: [{role: a}]"),
            "line 6: a session needs a 'talk' or a 'speaker'; add one of them",
        ),
        ("events:\n- Wirkung", "line 2: an event must be fields such as 'number:'"),
        ("events: Wirkung", "line 1: 'events' must be a list; begin each entry with '- '"),
        (event_with("sessions: {talk: a}"), "line 6: 'sessions' must be a list"),
        (item_with("tags: a, b"), "line 4: 'tags' must be a list"),
        (item_with("tags: [a, [b]]"), "line 4: 'tags' must be a single value, not a list"),
        (event_with("host: [a]"), "line 6: 'host' must be a single value, not a list"),
        (
            event_with("status: publish"),
            "line 6: unknown status 'publish'; did you mean 'published'? "
            "(one of draft, published, cancelled)",
        ),
        (item_with("kind: film"), "line 4: unknown kind 'film' (one of recording, slides,"),
        (
            event_with("timezone: Berlin"),
            "line 6: unknown time zone 'Berlin'; did you mean 'Europe/Berlin'?",
        ),
        (event_with("timezone: Mitte 7"), "write a name such as Europe/Berlin"),
        (event_with("capacity: 0"), "line 6: 'capacity' must be a whole number from 1"),
        (event_but("title", "a" * 151), "line 3: 'title' has 151 characters; at most 150 fit"),
        (event_but("title", '"a\\nb"'), "line 3: 'title' must be a single line"),
        (event_but("title", '"a\\0b"'), "line 3: 'title' has the invisible character U+0000"),
        (event_with('description: "a\\eb"'), "line 6: 'description' has the invisible character"),
        (event_with("description: " + "a" * 3001), "line 6: 'description' has 3001 characters"),
        (
            event_with("sessions: [" + "{talk: a}, " * 41 + "]"),
            "line 6: 'sessions' has 41 entries; at most 40 fit",
        ),
        (
            EVENT + EVENT.removeprefix("events:\n"),
            "line 6: event 11 is in line 2 already; keep one of the two",
        ),
        (
            ITEM + "  - {title: b, url: 'HTTPS://EXAMPLE.org:443/aufnahme/'}",
            "line 4: this address is in line 3 already; keep one of the two items",
        ),
        (
            "topics:\n- title: Wirkung messen\n- title: wirkung MESSEN!",
            "line 3: this topic is in line 2 already; keep one of the two",
        ),
        ("topics:\n- answer: a", "line 2: 'title' is missing in a topic; add it"),
        (
            "topics:\n- {title: a, status: done}",
            "line 2: unknown status 'done' (one of open, closed)",
        ),
        (event_with("host: *labor"), "line 6: '*labor' is an alias; write the value out here"),
        (event_with("host: !!str x"), "line 6: the tag '!!str' is not allowed"),
        (
            event_with("host: !!python/object/apply:os.system [ls]"),
            "line 6: the tag '!!python/object/apply:os.system' is not allowed",
        ),
        ("&a [*a, *a]", "line 1: '*a' is an alias"),
    ])  # fmt: skip
def test_a_fault_names_its_line_and_what_to_do(text: str, fault: str) -> None:
    assert fault in "\n".join(faults_of(text))


@every(
    ("text", "fault"),
    [
        ("", "line 1: the file is empty"),
        ("# nur ein Kommentar\n", "line 1: the file is empty"),
        ("---\n~\n", "line 1: the file is empty"),
        ("- a", "line 1: the file must be fields such as 'events:' and 'knowledge:'"),
        ("Hallo", "line 1: the file must be fields such as 'events:' and 'knowledge:'"),
        ("7", "line 1: the file must be fields"),
        (EVENT + "---\n" + ITEM, "line 6: a second document begins"),
        ("events:\n\t- a", "line 2: this is not YAML"),
        (event_but("title", "a: b"), "line 3: this is not YAML"),
        ("events: [", "this is not YAML"),
        ("events: 'a", "this is not YAML"),
        ("events: \a\nknowledge: \0", "line 1: the invisible character U+0007 can't stand here"),
        ("events:\n\u2028", "line 2: the invisible character U+2028 can't stand here"),
        ("[" * 100_000, "line 1: lists and fields are nested more than 20 deep"),
        ('{"a":' * 100_000, "line 1: lists and fields are nested more than 20 deep"),
        ("- " * 1000, "line 1: lists and fields are nested more than 20 deep"),
        ('{"events":\n [{"title": "a}]}', "line 2: this is not JSON: unterminated string"),
        ('{"events": []\n"knowledge": []}', "line 2: this is not JSON: expecting ',' delimiter"),
    ],
)
def test_a_file_that_is_no_such_file_is_refused_with_the_reason(text: str, fault: str) -> None:
    assert fault in faults_of(text)[0]


def test_all_faults_are_told_at_once_by_line() -> None:
    text = """\
knowledge:
  - title: a
    url: nowhere
events:
  - number: 011
    starts: 2026-02-30 15:00
    ends: 2026-12-07
    sessions:
      - talk:
      - sp: x
  - number: 3
    number: 4
    titel: x
"""
    lines = [int(fault.split()[1].rstrip(":")) for fault in faults_of(text)]
    assert lines == [3, 5, 5, 6, 7, 9, 10, 11, 11, 11, 12, 13]


def test_doubled_numbers_are_found_in_faulty_entries_and_on_a_single_line() -> None:
    text = '{"events": [{"number": 1}, {"number": 1}]}'
    assert "line 1: event 1 is in line 1 already; keep one of the two" in faults_of(text)


def test_a_survey_gives_the_sound_entries_beside_the_faults() -> None:
    contents, faults = survey(event_with("foo: 1") + ITEM)
    assert [fault.line for fault in faults] == [6]
    assert contents.events == ()
    assert contents.knowledge[0].url == "https://example.org/aufnahme"


@pytest.mark.parametrize("indent", ["\t", 2, None])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_says_the_same_as_yaml(indent: str | int | None, ascii_only: bool) -> None:
    text = json.dumps(
        {
            "events": [
                {
                    "number": 11,
                    "title": "Übung 🎉 \\ud83c",
                    "starts": "2026-12-07 15:00",
                    "ends": "2026-12-07T18:00:00",
                    "host": None,
                    "capacity": 40,
                    "sessions": [{"talk": "A/B\u00a0C"}],
                }
            ]
        },
        indent=indent,
        ensure_ascii=ascii_only,
    ).replace("/", r"\/")
    (event,) = read(text).events
    assert event.given == {
        "title": "Übung 🎉 \\ud83c",
        "starts": wall("2026-12-07 15:00"),
        "ends": wall("2026-12-07 18:00"),
        "host": None,
        "capacity": 40,
        "sessions": (Session("A/B\u00a0C"),),
    }
    assert event.lines["capacity"] == (9 if indent else 1)


def test_half_an_emoji_is_refused() -> None:
    text = r'{"knowledge": [{"title": "\ud83d", "url": "https://example.org"}]}'
    assert "U+D83D" in the_fault_of(text)


def test_yaml_in_braces_and_json_with_a_comma_too_many_are_yaml() -> None:
    assert read("{events: [], knowledge: []}") == Contents()
    assert read('{"events": [],}') == Contents()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_is_understood(ending: str) -> None:
    text = (EVENT + ITEM).replace("\n", ending)
    assert read(text) == read(EVENT + ITEM)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            "title: Übung".encode("latin-1"),
            "line 1: this is not UTF-8 text; save the file as UTF-8",
        ),
        (b"a: b\nc: \xff", "line 2: this is not UTF-8 text"),
        (EVENT.encode("utf-16"), "line 1: this is UTF-16 text; save the file as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 3: this is no text file"),
        (b"", "line 1: the file is empty"),
    ],
)
def test_a_file_that_is_no_utf8_text_is_refused(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(data)
    with pytest.raises(FileFaults, match=fault):
        read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_utf8_file_is_read_with_and_without_its_byte_order_mark(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(EVENT, encoding=encoding)
    assert read_file(path) == read(EVENT)


PIECES = st.sampled_from(
    [*"\n :-[]{},'\"&*!|>%@`#?~\\\t", "  ", "\n- ", "events:", "\n  - number: 1", "title: x", "0",
     "<<: ", "\n---\n", "...", "\ufeff", "\ud800", "\x00", "ä", "2026-12-07 15:00", '{"events":[']
)  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=30).map("".join)))
@example("events:\n  - ? \n")
@example("a: \ufeff")
def test_whatever_a_file_holds_its_faults_have_lines_of_the_file(text: str) -> None:
    contents, faults = survey(text)
    last_line = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert isinstance(contents, Contents)
    assert all(1 <= fault.line <= last_line for fault in faults)
    assert list(faults) == sorted(faults, key=lambda fault: fault.line)


@pytest.mark.parametrize("closing", ["---\n", "...\n", "---\n# Ende\n", "---\n...\n", "---\n---\n"])
def test_a_line_that_closes_the_file_begins_no_second_document(closing: str) -> None:
    assert read(f"---\n{EVENT}{closing}") == read(f"---\n{EVENT}")
    assert "a second document begins" in faults_of(f"{EVENT}{closing}---\n{ITEM}")[0]
