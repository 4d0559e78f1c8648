"""Bookmarks in HTML: every dialect gives its links, folders are tags, and lines are told."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.domain.knowledge import ItemKind, Publication
from bot.files import bookmarks
from bot.files.contents import FileFault, Found, KnowledgeEntry, LeftOut
from bot.files.formats import format_of
from bot.files.source import Source, of_text

HEAD = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
"""
BROWSER = f"""{HEAD}
<DL><p>
    <DT><H3 ADD_DATE="1700000000" PERSONAL_TOOLBAR_FOLDER="true">Lesezeichenleiste</H3>
    <DL><p>
        <DT><H3 ADD_DATE="1700000000">Labore &amp; Orte</H3>
        <DL><p>
            <DT><A HREF="https://example.org/a?x=1&amp;y=2" ADD_DATE="1700000000" \
ICON="data:image/png;base64,AAAA">Offene
 Werkstatt</A>
            <DD>Für alle.<br>Jeden Tag
            <HR>
            <DT><H3>Daten</H3>
            <DL><p>
                <DT><A HREF="https://example.org/b" TAGS="ki,lab">Daten &lt;3</A>
            </DL><p>
            <DT><A HREF="javascript:void(0)">Merken</A>
        </DL><p>
        <DT><A HREF="place:sort=8">Zuletzt</A>
        <DT><A HREF="https://youtu.be/x">Film</A>
    </DL><p>
</DL><p>
"""
PINBOARD = f"""{HEAD}<DL><p><DT><A HREF="https://example.org/a" ADD_DATE="1700000000" PRIVATE="1" \
TOREAD="0" TAGS="ki,lab">Offene Werkstatt</A>
<DD>Für alle

<DT><A HREF="https://example.org/b" PRIVATE="0" TAGS="">b</A>
</DL></p>
"""
POCKET = """<!DOCTYPE html>
<html>
\t<head><meta charset="UTF-8"><title>Pocket Export</title></head>
\t<body>
\t\t<h1>Unread</h1>
\t\t<ul>
\t\t\t<li><a href="https://example.org/a" time_added="1700000000" tags="ki,lab">Werkstatt</a></li>
\t\t\t<li><a href="https://example.org/b" time_added="1" tags="">https://example.org/b</a></li>
\t\t</ul>
\t\t<h1>Read Archive</h1>
\t\t<ul>
\t\t\t<li><a href="https://example.org/c" time_added="1700000000" tags="">C</a></li>
\t\t</ul>
\t</body>
</html>
"""


def found_in(text: str) -> list[Found]:
    return list(bookmarks.entries(of_text(text)))


def items_in(text: str) -> list[KnowledgeEntry]:
    return [one for one in found_in(text) if isinstance(one, KnowledgeEntry)]


def test_what_a_browser_kept_has_its_folders_as_tags_and_its_notes() -> None:
    first, second, film = items_in(BROWSER)
    assert (first.url, first.line) == ("https://example.org/a?x=1&y=2", 11)
    assert (first.given["title"], first.given["tags"]) == ("Offene Werkstatt", ("Labore & Orte",))
    assert first.given["description"] == "Für alle.\nJeden Tag"
    assert second.given["title"] == "Daten <3"
    assert second.given["tags"] == ("ki", "lab", "Labore & Orte", "Daten")
    assert (film.guessed["kind"], film.given.get("tags")) == (ItemKind.RECORDING, None)


def test_shortcuts_into_the_browser_are_left_out_and_told_of() -> None:
    assert [str(one) for one in found_in(BROWSER) if isinstance(one, LeftOut)] == [
        "line 19: 'javascript:void(0)' leads to no web page",
        "line 21: 'place:sort=8' leads to no web page",
    ]


def test_an_address_that_is_none_is_a_fault_with_its_line() -> None:
    found = found_in(f'{HEAD}<DL><DT><A HREF="http://http://example.org">A</A>\n</DL>')
    assert [str(one) for one in found if isinstance(one, FileFault)] == [
        "line 5: 'href' must be a web address such as https://example.org/page, "
        "not 'http://http://example.org'"
    ]


def test_what_pinboard_kept_in_private_waits_for_an_organizer() -> None:
    private, other = items_in(PINBOARD)
    assert private.given["description"] == "Für alle"
    assert private.given["tags"] == ("ki", "lab")
    assert private.guessed["status"] is Publication.PROPOSED
    assert "status" not in other.guessed


def test_what_pocket_kept_is_read_and_an_address_is_no_title() -> None:
    first, second, third = items_in(POCKET)
    assert (first.given["title"], first.given["tags"]) == ("Werkstatt", ("ki", "lab"))
    assert second.given.get("title") is None
    assert second.guessed["title"] == "https://example.org/b"
    assert (third.given["title"], third.given.get("tags")) == ("C", None)


@pytest.mark.parametrize(
    ("written", "tags"), [("ki&#13;lab, b", ("ki lab", "b")), ("a" * 140_000, None)]
)
def test_tags_that_are_no_row_of_a_table_end_no_import(
    written: str, tags: tuple[str, ...] | None
) -> None:
    link = f'<A HREF="https://example.org/a" TAGS="{written}">A</A>'
    (item,) = items_in(f"{HEAD}<DL><DT>{link}</DL>")
    assert item.given.get("tags") == tags


def test_a_long_title_is_cut_off_and_that_is_told() -> None:
    found = found_in(f'{HEAD}<DL><DT><A HREF="https://example.org/a">{"x" * 300}</A></DL>')
    told, item = found
    assert isinstance(item, KnowledgeEntry)
    assert len(item.given["title"]) == 255
    assert "line 5: what is beyond 255 characters" in str(told)


@pytest.mark.parametrize("text", [BROWSER, PINBOARD, POCKET])
@pytest.mark.parametrize("length", [1, 7, 64])
def test_it_makes_no_difference_where_the_pieces_end(text: str, length: int) -> None:
    pieces = [text[start : start + length] for start in range(0, len(text), length)]
    assert list(bookmarks.found_in(Source(lambda: pieces))) == found_in(text)


@pytest.mark.parametrize("name", ["links.html", "links.zip"])
def test_bookmarks_are_read_alone_and_in_an_archive(name: str) -> None:
    file = io.BytesIO(BROWSER.encode())
    if name.endswith(".zip"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("links.html", BROWSER)
    found = format_of(Path(name)).entries(file)
    assert sum(isinstance(one, KnowledgeEntry) for one in found) == 3


def test_another_web_page_is_refused_with_what_to_choose() -> None:
    (fault,) = found_in("<html><head><title>Seite</title></head><body>x</body></html>")
    assert "'Markdown & CSV'" in str(fault)


def test_a_tag_without_an_end_is_refused() -> None:
    endless = (f'{HEAD}<DL><DT><A HREF="https://example.org/', *["x" * 100_000] * 20)
    (fault,) = bookmarks.entries(Source(lambda: endless))
    assert "this tag has no end" in str(fault)
