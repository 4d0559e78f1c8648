"""Tables: what Excel and LibreOffice write is understood, and every fault has its line."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from bot.domain.knowledge import ItemKind, Publication
from bot.files.contents import FileFault, KnowledgeEntry, LeftOut
from bot.files.formats import format_of
from bot.files.source import of_text
from bot.files.tables import entries
from tests.every_case import every

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


@every(
    ("text", "fault"),
    [
        ("", "line 1: the file is empty; its first line names the columns"),
        (";;;\n", "line 1: the file is empty; its first line names the columns"),
        ('""\n', "line 1: the file is empty; its first line names the columns"),
        ('"";" "\n\n\u3000,\n', "line 1: the file is empty; its first line names the columns"),
        ("sep=|\n||\n", "line 1: the file is empty; its first line names the columns"),
        ("\n;;\ntitle;foo\n", "line 3: the column 'url' is missing; add it"),
        ("Titel;Link\nA;chrome-extension://a/b\n", "line 2: 'url' must be a web address such as"),
        ("Titel;Link\nA;http://http://example.org\n", "line 2: 'url' must be a web address"),
        ("Titel;Link\nA;www.example.org\n", "line 2: 'url' must be a web address"),
        (f"Titel;Link\n{'x' * 256};https://example.org\n", "line 2: 'title' has 256 characters"),
        ("Titel;Link\na;https://example.org;b\n", "line 2: this row has 3 cells, the first one 2"),
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


def test_what_excel_saves_as_unicode_text_is_refused_with_what_to_do() -> None:
    (fault,) = CSV.entries(io.BytesIO("title;url".encode("utf-16")))
    assert "save the file as UTF-8" in str(fault)


def test_what_excel_saves_in_western_europe_is_read() -> None:
    text = "Titel;Link\n" + "a;https://example.org/a\n" * 5_000 + "Größe – „Ö“;https://example.org"
    *_, item = CSV.entries(io.BytesIO(text.encode("cp1252")))
    assert isinstance(item, KnowledgeEntry)
    assert item.given["title"] == "Größe – „Ö“"


@pytest.mark.parametrize(
    "data",
    [
        "Titel;Link\nÜ;https://example.org/\n".encode() + b"\xff",
        "Titel;Link\nÜ;https://example.org/".encode() + b"\xc3",
        b"Titel;Link\n\x8f;https://example.org/",
    ],
)
def test_damaged_utf8_is_not_taken_for_another_encoding(data: bytes) -> None:
    *_, fault = CSV.entries(io.BytesIO(data))
    assert "this is not UTF-8 text" in str(fault)


# As the programs write them; what stands in them is invented.
OTHERS = {
    "by hand": "Titel;Link\nOffene Werkstatt;https://example.org/a\n",
    "by hand, with an empty column": "title;url;\nOffene Werkstatt;https://example.org/a;\n",
    "with an empty column between": "Titel;;Link\nOffene Werkstatt;;https://example.org/a\n",
    "in capitals": "NAME\tWEBSEITE\tSCHLAGWOERTER\nOffene Werkstatt\thttps://example.org/a\tki;lab\n",
    "a column of two names": "Titel,Link / URL\nOffene Werkstatt,https://example.org/a\n",
    "with the sheet's name above": (
        "Unsere Links;;\n\nTitel;Link;Keywords\nOffene Werkstatt;https://example.org/a;\n"
    ),
    "columns of several words": (
        "Cover URL,Page URL,Titel des Links\n"
        "https://example.org/c.png,https://example.org/a,Offene Werkstatt\n"
    ),
    "bars between the columns": "Titel|URL\nOffene Werkstatt|https://example.org/a\n",
    "Instapaper": (
        "URL,Title,Selection,Folder,Timestamp\n"
        "https://example.org/a,Offene Werkstatt,Für alle,Unread,1712345678\n"
    ),
    "addresses alone": "url\nhttps://example.org/a\n",
    "Pocket": (
        "title,url,time_added,tags,status\n"
        "Offene Werkstatt,https://example.org/a,1710000000,ki|lab,unread\n"
    ),
    "Raindrop": (
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
        '7,Offene Werkstatt,Für alle,,https://example.org/a,Unsorted,"ki, lab",'
        "2027-01-02T03:04:05.678Z,https://example.org/bild.jpg,,false\n"
    ),
    "Zotero": (
        '"Key","Item Type","Author","Title","DOI","Url","Abstract Note","Date Added",'
        '"Manual Tags"\n'
        '"AB12","webpage","Muster, Kim","Offene Werkstatt","","https://example.org/a","Für alle",'
        '"2027-01-02 03:04:05","ki; lab"\n'
    ),
    "Airtable": (
        "\ufeffName,Notes,URL,Tags,Created Time\n"
        'Offene Werkstatt,"Für alle",https://example.org/a,"ki,lab",1/2/2027\n'
    ),
}


@every("packed", [False, True])
@every("name", OTHERS)
def test_other_peoples_tables_are_read_alone_and_in_an_archive(name: str, packed: bool) -> None:
    file = io.BytesIO(OTHERS[name].encode())
    if packed:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("links.csv", OTHERS[name])
    form = format_of(Path("links.zip" if packed else "links.csv"))
    (item,) = [one for one in form.entries(file) if isinstance(one, KnowledgeEntry)]
    assert (item.url, item.line) == ("https://example.org/a", OTHERS[name].count("\n"))
    has_title = name != "addresses alone"
    assert item.given.get("title") == ("Offene Werkstatt" if has_title else None)
    has_tags = "ki" in re.split(r"[^a-z]+", OTHERS[name].lower())
    assert item.given.get("tags") == (("ki", "lab") if has_tags else None)
    assert item.given.get("description") == ("Für alle" if "Für alle" in OTHERS[name] else None)


def test_columns_that_mean_nothing_are_passed_over_and_named() -> None:
    left_out, _ = entries(of_text("Titel;Farbe;Link;Größe\nA;rot;https://example.org/a;3\n"))
    assert str(left_out) == "line 1: columns that mean nothing here: 'Farbe', 'Größe'"


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("ki|offene daten", ("ki", "offene daten")),
        ("ki;offene daten;", ("ki", "offene daten")),
        ("Muster, Kim; KI", ("Muster, Kim", "KI")),
        ("ki, offene daten", ("ki", "offene daten")),
        ("#ki #daten", ("ki", "daten")),
        ('"a|b", c', ("a|b", "c")),
        ("ki", ("ki",)),
    ],
)
def test_the_tags_in_one_cell_are_divided_as_they_are_written(
    cell: str, tags: tuple[str, ...]
) -> None:
    quoted = cell.replace('"', '""')
    (item,) = items_of(f'Titel,Link,Keywords\nA,https://example.org/a,"{quoted}"\n')
    assert item.given["tags"] == tags


def test_folders_and_categories_are_tags_too() -> None:
    (item,) = items_of("name,link,folder,category\nA,https://example.org/a,Labor / Orte,Raum\n")
    assert item.given["tags"] == ("Raum", "Labor", "Orte")
    (item,) = items_of("name,link,folder\nA,https://example.org/a,Apps/Dienste / KI\n")
    assert item.given["tags"] == ("Apps/Dienste", "KI")


def test_what_has_only_a_doi_is_found_there() -> None:
    (item,) = items_of("Title,Url,DOI\nA,,10.1234/ab.5\n")
    assert item.url == "https://doi.org/10.1234/ab.5"


def test_what_is_too_long_to_be_kept_of_others_is_told() -> None:
    tag = "x" * 51
    found = [str(one) for one in entries(
        of_text(f"Titel;Link;Tags;Notiz\nA;https://example.org/a;{tag};{'x' * 3_001}\n")
    ) if isinstance(one, LeftOut)]  # fmt: skip
    assert found == [
        f"line 2: the tag '{'x' * 40}…' has more than 50 characters",
        "line 2: what is beyond 3,000 characters of this description",
    ]
