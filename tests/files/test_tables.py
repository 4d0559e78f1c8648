"""Tables: what Excel and LibreOffice write is understood, and every fault has its line."""

import io
from pathlib import Path

import pytest

from bot.domain.knowledge import ItemKind, Publication
from bot.files.contents import FileFault, KnowledgeEntry
from bot.files.formats import format_of
from bot.files.source import of_text
from bot.files.tables import entries

HEADER = "title;url;kind;event;session;tags;status;description\n"
FULL = 'Aufzeichnung;https://example.org/a;recording;4;Ein Impuls;"a, b";proposed;"Zeile\nZeile"\n'
CSV = format_of(Path("items.csv"))


def faults_of(text: str) -> list[str]:
    return [str(one) for one in entries(of_text(text)) if isinstance(one, FileFault)]


def items_of(text: str) -> list[KnowledgeEntry]:
    found = list(entries(of_text(text)))
    assert all(isinstance(one, KnowledgeEntry) for one in found), found
    return [one for one in found if isinstance(one, KnowledgeEntry)]


def test_every_field_is_read() -> None:
    (item,) = items_of(HEADER + FULL)
    assert (item.url, item.line, item.lines["url"]) == ("https://example.org/a", 2, 2)
    assert item.given == {
        "title": "Aufzeichnung",
        "url": "https://example.org/a",
        "kind": ItemKind.RECORDING,
        "event": 4,
        "session": "Ein Impuls",
        "tags": ("a", "b"),
        "status": Publication.PROPOSED,
        "description": "Zeile\nZeile",
    }


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_any_line_ending_will_do(delimiter: str, ending: str) -> None:
    text = f"Title{delimiter} URL {delimiter}tags\n" + delimiter.join(
        ['"A; B, C"', "https://example.org", '"x, ""y, z"""\n']
    )
    (item,) = items_of(text.replace("\n", ending))
    assert item.given == {
        "title": "A; B, C",
        "url": "https://example.org",
        "tags": ("x", "y, z"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_with_and_without_its_byte_order_mark(encoding: str) -> None:
    file = io.BytesIO("title;url\nÜbung;https://example.org\n".encode(encoding))
    (item,) = CSV.entries(file)
    assert isinstance(item, KnowledgeEntry)
    assert item.given["title"] == "Übung"


def test_the_line_by_which_excel_names_its_delimiter_is_no_header() -> None:
    (item,) = items_of("sep=|\ntitle|url\na|https://example.org\n")
    assert item.line == 3


@pytest.mark.parametrize("first", ["\n", " \n\n", ";;;\n", '"",""\n', "sep=;\n\n", "\nsep=;\n"])
def test_empty_lines_before_the_header_are_passed_over(first: str) -> None:
    (item,) = items_of(f"{first}title;url\na;https://example.org\n")
    assert (item.given["title"], item.line) == ("a", first.count("\n") + 2)


def test_a_line_break_in_the_first_columns_name_is_no_empty_line() -> None:
    (item,) = items_of('"\ntitle";url\na;https://example.org\n')
    assert item.line == 3


def test_an_empty_cell_clears_and_a_column_that_is_not_there_leaves_as_it_is() -> None:
    (item,) = items_of("title;url;event;tags;kind;status\na;https://example.org;;;;\n")
    assert item.given == {"title": "a", "url": "https://example.org", "event": None, "tags": ()}


def test_what_was_made_harmless_is_what_it_was() -> None:
    (item,) = items_of("title;url\n'=1+1;https://example.org\n")
    assert item.given["title"] == "=1+1"


def test_empty_rows_and_null_and_yes_are_nothing_special() -> None:
    items = items_of("title;url\n;;\n\nnull;https://example.org/1\nYes;https://example.org/2\n")
    assert [(item.given["title"], item.line) for item in items] == [("null", 4), ("Yes", 5)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: the file is empty; its first line names the columns"),
        (";;;\n", "line 1: the file is empty; its first line names the columns"),
        ('""\n', "line 1: the file is empty; its first line names the columns"),
        ('"";" "\n\n\u3000,\n', "line 1: the file is empty; its first line names the columns"),
        ("sep=|\n||\n", "line 1: the file is empty; its first line names the columns"),
        ("\n;;\ntitle;foo\n", "line 3: unknown column 'foo'"),
        ("titel;url\n", "line 1: unknown column 'titel'; did you mean 'title'?"),
        ("title;url;foo\n", "line 1: unknown column 'foo'; known are title, url,"),
        ("title;tags\n", "line 1: the column 'url' is missing; add it"),
        ("title;url;title\n", "line 1: the column 'title' is there twice; keep one"),
        ("title;url\na;nowhere\n", "line 2: 'url' must be a web address"),
        ("title;url\na;javascript:alert(1)\n", "line 2: 'url' must be a web address"),
        ("title;url\n;https://example.org\n", "line 2: 'title' is empty; it needs a value"),
        ("title;url;event\na;https://example.org;x\n", "line 2: 'event' must be a whole number"),
        ("title;url;kind\na;https://example.org;film\n", "line 2: unknown kind 'film'"),
        ("title;url\na;https://example.org;b\n", "line 2: this row has 3 cells, the first one 2"),
        ('title;url\n"a\nb";https://example.org\nc;x\n', "line 2: 'title' must be a single line"),
        ('title;url\n\n"a" b;https://example.org\n', "line 3: this row can't be read"),
        ('title;url\n"a;https://example.org\n', "line 2: this row can't be read"),
        ("title;url\n" + "x" * 10_000 + ";https://example.org\n", "line 2: 'title' has 10000 char"),
        ('title;url\n"' + "x" * 200_000 + '";https://example.org\n', "line 2: this row can't be"),
        ("title;url\na\x07;https://example.org\n", "line 2: the invisible character U+0007"),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(text: str, fault: str) -> None:
    assert fault in "\n".join(faults_of(text))


def test_all_faults_are_told_at_once() -> None:
    assert len(faults_of("title;url;kind\n;x;y\n;;\na;b;\n")) == 4


def test_excels_other_encodings_are_refused_with_what_to_do() -> None:
    for data in ("title;url\nÜ;x".encode("cp1252"), "title;url".encode("utf-16")):
        (fault,) = CSV.entries(io.BytesIO(data))
        assert "save the file as UTF-8" in str(fault)
