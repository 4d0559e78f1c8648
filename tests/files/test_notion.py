"""Notion's export: archives in archives, names with ids, databases with twins, pages of rows."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.knowledge import ItemKind
from bot.files import archives
from bot.files.contents import FileFault, Found, KnowledgeEntry, LeftOut
from bot.files.notion import entries
from tests.every_case import every

ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "fedcba9876543210fedcba9876543210"
DATABASE = f"""\ufeffName,Link,LabCamp,Tags,Typ,Status,Datum
Ein Impuls,https://example.org/impuls?utm_source=x,"LabCamp#4 (LabCamp%204%20{ID}.md)",\
"KI, Wirkung",Video,Fertig,"June 3, 2020"
Ohne Adresse,,5,,,,
,https://example.org/b,5,,,,
"""
ROW = """# Ein Impuls

LabCamp: LabCamp#4
Link: https://example.org/impuls
Tags: KI
Beschreibung: Worum es geht.

Dazu die [Folien](https://example.org/folien).
"""
PAGE = """# Soest

- [Board](https://miro.com/app/x)
- [Anhang](Soest%20abc/Folien.pdf)
"""


def zipped(files: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def found_in(files: dict[str, bytes | str]) -> list[Found]:
    return list(entries(io.BytesIO(zipped(files))))


def items_in(files: dict[str, bytes | str]) -> list[KnowledgeEntry]:
    return [one for one in found_in(files) if isinstance(one, KnowledgeEntry)]


def given(item: KnowledgeEntry) -> dict[str, Any]:
    return {"line": item.line, "file": item.file, **item.given}


def test_a_database_gives_an_item_a_row_by_the_names_of_its_columns() -> None:
    found = found_in({f"Material {ID}.csv": DATABASE})
    first, left_out, second = found
    assert isinstance(first, KnowledgeEntry)
    assert isinstance(second, KnowledgeEntry)
    assert given(first) == {
        "line": 2,
        "file": "Material.csv",
        "url": "https://example.org/impuls?utm_source=x",
        "title": "Ein Impuls",
        "kind": ItemKind.RECORDING,
        "event": 4,
        "tags": ("KI", "Wirkung"),
    }
    assert left_out == LeftOut(3, "this row has no web address", "Material.csv")
    assert second.given == {"url": "https://example.org/b", "event": 5}
    assert second.guessed == {"kind": ItemKind.WEBSITE, "title": "https://example.org/b"}


def test_of_a_database_and_its_twin_only_the_one_with_all_rows_is_read() -> None:
    items = items_in({
        f"Material {ID}.csv": "Name,URL\nA,https://example.org/a\n",
        f"Material {ID}_all.csv": "Name,URL\nA,https://example.org/a\nB,https://example.org/b\n",
    })  # fmt: skip
    assert [(item.given["title"], item.file) for item in items] == [
        ("A", "Material_all.csv"), ("B", "Material_all.csv")
    ]  # fmt: skip


def test_databases_are_read_whatever_the_case_of_their_names() -> None:
    files: dict[str, bytes | str] = {
        "DB.CSV": "Name,URL\nA,https://example.org/a\n",
        "DB_ALL.csv": "Name,URL\nB,https://example.org/b\n",
        "Andere.CSV": "Name,URL\nC,https://example.org/c\n",
    }
    assert [item.file for item in items_in(files)] == ["Andere.CSV", "DB_ALL.csv"]


@every(
    ("cell", "url"),
    [
        ("https://n.org/4", "https://n.org/4"),
        (" https://n.org/4. ", "https://n.org/4."),
        ("[l](https://n.org/4)", "https://n.org/4"),
        ("[l](<https://n.org/4>)", "https://n.org/4"),
        ("[https://n.org](https://n.org/4),[m](https://n.org/5)", "https://n.org/4"),
        ("[https://n.org](Seite.md)", "https://n.org"),
        ("(siehe https://n.org/5).", "https://n.org/5"),
        ("https://n.org/5).", "https://n.org/5"),
        ("Dort: https://n.org/5!", "https://n.org/5"),
        ("https://n.org/a_(b)", "https://n.org/a_(b)"),
        ("[l](https://n.org/a_(b))", "https://n.org/a_(b)"),
        ('<a href="https://n.org/6">x</a>', "https://n.org/6"),
    ],
)
def test_the_address_in_a_cell_is_without_what_is_written_around_it(cell: str, url: str) -> None:
    quoted = cell.replace('"', '""')
    (item,) = items_in({"a.csv": f'Name,URL\nA,"{quoted}"\n'})
    assert item.url == url


def test_a_rows_page_says_what_the_row_says_and_gives_its_links() -> None:
    row, link = items_in({f"Material {ID}/Ein Impuls {OTHER_ID}.md": ROW})
    assert given(row) == {
        "line": 3,
        "file": "Material/Ein Impuls.md",
        "url": "https://example.org/impuls",
        "title": "Ein Impuls",
        "event": 4,
        "tags": ("KI",),
        "description": "Worum es geht.",
    }
    assert given(link) == {
        "line": 8,
        "file": "Material/Ein Impuls.md",
        "url": "https://example.org/folien",
        "title": "Folien",
        "event": 4,
        "session": "Ein Impuls",
        "tags": ("KI",),
        "description": "Dazu die",
    }


def test_databases_come_before_pages_for_they_say_it_plainly() -> None:
    items = items_in({f"A {ID}.md": ROW, f"B {ID}.csv": DATABASE})
    assert [item.file for item in items] == ["B.csv", "B.csv", "A.md", "A.md"]


def test_archives_in_archives_and_folders_in_folders_are_read() -> None:
    inner = zipped({f"Export/LabCamp#4 {ID}/Soest {OTHER_ID}.md": PAGE})
    outer = zipped({"Export-1-Part-1.zip": inner, "index.html": "x"})
    board, left_out = found_in({"ExportBlock.zip": outer})
    assert isinstance(board, KnowledgeEntry)
    assert given(board) == {
        "line": 3,
        "file": "Export/LabCamp#4/Soest.md",
        "url": "https://miro.com/app/x",
        "title": "Board",
        "event": 4,
        "session": "Soest",
    }
    assert isinstance(left_out, LeftOut)
    assert (left_out.line, left_out.file) == (4, "Export/LabCamp#4/Soest.md")


def test_other_files_are_left_out_and_counted_and_noise_is_not() -> None:
    found = found_in({
        "a.md": "", "b.png": b"", "c/d.pdf": b"%", "__MACOSX/._a.md": b"\xff", ".DS_Store": b"\0"
    })  # fmt: skip
    assert [str(one) for one in found] == [
        "line 1: 2 files that are neither pages nor tables; links are kept only"
    ]


@pytest.mark.parametrize("flag", [True, False])
def test_names_with_umlauts_are_read_whether_they_are_marked_or_not(flag: bool) -> None:
    packed = bytearray(zipped({"Übung.md": "[a](https://example.org/a)"}))
    if not flag:  # whose place is in the member's header and in the directory
        packed[7] ^= 8
        packed[packed.index(b"PK\x01\x02") + 9] ^= 8
    (item,) = entries(io.BytesIO(bytes(packed)))
    assert isinstance(item, KnowledgeEntry)
    assert item.file == "Übung.md"


@pytest.mark.parametrize(
    "name", ["../../etc/x.md", "/etc/x.md", "..\\..\\x.md", "C:\\x.md", "a/\u202e\x1b[31m/x.md"]
)
def test_a_name_leads_nowhere_and_shows_nothing_it_should_not(name: str) -> None:
    (item,) = items_in({name: "[a](https://example.org/a)"})
    assert item.file is not None
    assert ".." not in item.file.split("/")
    assert not item.file.startswith("/")
    assert item.file.isprintable()


def test_every_fault_names_its_file_and_the_others_are_read() -> None:
    found = found_in({
        "a/A.md": "Ü".encode("latin-1"),
        "B.csv": 'Name,URL\n"A" x,https://example.org\n',
        "C.md": "[c](https://example.org/c)",
    })  # fmt: skip
    assert [str(one) for one in found if isinstance(one, FileFault)] == [
        "B.csv, line 2: this row can't be read: ',' expected after '\"'; "
        "look at its quotation marks: one within a text is written twice",
        "a/A.md, line 1: this is not UTF-8 text; save the file as UTF-8",
    ]
    assert any(isinstance(one, KnowledgeEntry) for one in found)


def broken(data: bytes) -> Iterator[bytes]:
    """The archive as accidents leave it."""
    yield b""
    yield b"PK\x03\x04"
    yield data[: len(data) // 2]
    yield b"knowledge: []"


def test_what_is_no_archive_is_refused() -> None:
    for data in broken(zipped({"a.md": "x" * 1000})):
        (fault,) = entries(io.BytesIO(data))
        assert str(fault) == "line 1: this is no ZIP archive, or a damaged one; export it anew"


def test_a_damaged_member_and_an_encrypted_one_are_refused() -> None:
    data = bytearray(zipped({"a.md": bytes(range(256)) * 40}))
    data[60:90] = bytes(30)
    (fault,) = entries(io.BytesIO(bytes(data)))
    assert str(fault) == "a.md, line 1: this file is damaged; export it anew"
    data = bytearray(zipped({"a.md": "x"}))
    data[6] |= 1  # the flag, in the member's header and in the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (fault,) = entries(io.BytesIO(bytes(data)))
    assert str(fault) == "a.md, line 1: this file is encrypted; pack it without a password"


def test_an_archive_without_pages_is_told_so() -> None:
    (fault,) = found_in({"a.pdf": "x"})
    assert str(fault) == (
        "line 1: there is neither a page (.md) nor a table (.csv) nor bookmarks (.html) in this "
        "archive"
    )


def test_an_export_as_html_is_told_which_format_to_choose() -> None:
    (fault,) = found_in({"Export/index.html": "<html>x", "Export/Seite.html": "<html>x"})
    assert "in Notion choose the export format 'Markdown & CSV'" in str(fault)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_rare_line_breaks_are_spaces_in_pages_and_tables(sign: str) -> None:
    table, page = items_in({
        "a.csv": f"Name,URL\nEin{sign}Impuls,https://example.org/a\n",
        "b.md": f"- [Ein{sign}Impuls](https://example.org/b){sign}vom Labor\n",
    })  # fmt: skip
    assert [item.given["title"] for item in (table, page)] == ["Ein Impuls"] * 2
    assert page.given["description"] == "vom Labor"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1_000_000)
    bomb = zipped({"a.csv": b"Name,URL\n" + b"\n" * 50_000_000})
    assert len(bomb) < 100_000
    for data in (bomb, zipped({"inner.zip": bomb})):
        (fault,) = entries(io.BytesIO(data))
        assert "more than" in str(fault)
    inner = zipped({"inner.zip": zipped({"x.bin": bytes(5_000_000)}) + bytes(2_000_000)})
    (fault,) = entries(io.BytesIO(inner))
    assert "more than" in str(fault)


def test_archives_that_hold_themselves_end() -> None:
    data = zipped({"a.md": "[a](https://example.org/a)"})
    for _ in range(10):
        data = zipped({"again.zip": data, "b.md": "[b](https://example.org/b)"})
    found = list(entries(io.BytesIO(data)))
    assert len([one for one in found if isinstance(one, KnowledgeEntry)]) == 3
