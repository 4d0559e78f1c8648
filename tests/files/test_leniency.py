"""What pages and Notion's tables give is nothing that an export could not bring back."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import asdict

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.knowledge import ItemKind, KnowledgeItem
from bot.domain.limits import MOST_TAGS, PARAGRAPH
from bot.files import notion, pages
from bot.files.contents import Found, KnowledgeEntry
from bot.files.source import of_text
from bot.files.writer import write
from tests.builders import HOME
from tests.reading import read

A = "https://example.org/a"
HIDDEN = ("\u200b", "\u202e", "\u00ad", "\u115f", "\u3164", "\u200d", "\ufeff", "e\u0301")
ENTITIES = ("&#x2028;", "&#x2029;", "&#x85;", "&#12;", "&#x200b;", "&#9;", "&#13;", "&#xd800;")
SIGNS = st.sampled_from((*HIDDEN, *ENTITIES, " ", "`", "x", "Wort", "Ä", "–", ":", "lang " * 20))
TEXTS = st.lists(SIGNS, max_size=12).map("".join)
LINES = st.builds("- {} [{}](https://example.org/{}) {} `{}`\n\n  {}".format, *[TEXTS] * 6)


def items(found: Iterable[Found]) -> list[KnowledgeItem]:
    """What would be stored of it in an empty database."""
    return [
        KnowledgeItem(**{**entry.guessed, **entry.given})
        for entry in found
        if isinstance(entry, KnowledgeEntry)
    ]


def comes_back(stored: KnowledgeItem) -> bool:
    """Whether the YAML form takes it as it is."""
    (entry,) = read(write([], [stored], HOME)).knowledge
    kept = {name: value for name, value in asdict(stored).items() if value and name != "talk_shown"}
    return dict(entry.given) == kept


def table(*rows: tuple[str, ...]) -> io.BytesIO:
    """A database of Notion's."""
    text, packed = io.StringIO(), io.BytesIO()
    csv.writer(text).writerows((("Name", "URL", "Tags", "Vortrag", "Notizen"), *rows))
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", text.getvalue().encode())
    return packed


def test_tags_and_descriptions_of_a_page_have_nothing_in_them_that_nobody_sees() -> None:
    text = f"- [T]({A}) `\u202e` `k\u200bi` ` `\n\n  Text &#x2028; x\n\n  &#12;\n\n  y\u200b"
    assert items(pages.entries(of_text(text))) == [
        KnowledgeItem("T", A, ItemKind.WEBSITE, tags=("ki",), description="Text \n x\n\ny")
    ]


def test_fields_of_a_notion_table_have_nothing_in_them_that_nobody_sees() -> None:
    row = ("T\u200b", A, "\u202e,ki", "\u115f", "\u202eWo\u200brum\r\nes geht\u3164")
    assert items(notion.entries(table(row))) == [
        KnowledgeItem("T", A, ItemKind.WEBSITE, tags=("ki",), description="Worum\nes geht")
    ]


def test_what_is_too_long_is_cut_where_the_strict_formats_would_refuse_it() -> None:
    tags = " ".join(f"`{number}`" for number in range(MOST_TAGS + 1))
    long = f"{'x' * (PARAGRAPH - 1)} y"
    (item,) = items(pages.entries(of_text(f"- [T]({A}) {tags} `{'z' * 51}`\n\n  {long}")))
    assert (len(item.tags), item.description) == (MOST_TAGS, "x" * (PARAGRAPH - 1))


@pytest.mark.parametrize("href", ["https://\u3164/", "https://example.org/\u200b", A + "x" * 2_000])
def test_an_address_that_the_strict_formats_refuse_is_none(href: str) -> None:
    assert items(pages.entries(of_text(f"[T]({href})"))) == []
    assert items(notion.entries(table(("T", href, "", "", "")))) == []


@given(st.lists(LINES, min_size=1, max_size=2).map("\n".join))
@example("- [T](https://example.org/e\u0301)")
def test_what_a_page_gives_comes_back_from_an_export(text: str) -> None:
    assert all(comes_back(item) for item in items(pages.entries(of_text(text))))


@settings(max_examples=100)
@given(st.tuples(TEXTS, TEXTS.map(f"{A}/".__add__), TEXTS, TEXTS, TEXTS))
def test_what_a_notion_table_gives_comes_back_from_an_export(row: tuple[str, ...]) -> None:
    assert all(comes_back(item) for item in items(notion.entries(table(row))))
