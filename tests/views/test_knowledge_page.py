"""The page of the Wissensspeicher reads well, and what it carries comes back as it was."""

from dataclasses import asdict, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.events import Session, Status
from bot.domain.guesses import event_named, kind_named, says_nothing
from bot.domain.ids import EventNumber
from bot.domain.invisible_signs import visible
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
from bot.domain.limits import TAG
from bot.files.contents import KnowledgeEntry
from bot.files.pages import entries
from bot.files.source import of_text
from bot.locales import texts
from bot.views.knowledge_page import page
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_item
from tests.every_case import every

EVENT = a_full_event(sessions=(Session("Erster Impuls"), Session("Zweiter Impuls")))


def comes_back(items: list[KnowledgeItem], language: str = "de") -> list[dict[str, object]]:
    found = entries(of_text(page([EVENT], items, NOON, texts(language))))
    return [entry.given for entry in found if isinstance(entry, KnowledgeEntry)]  # type: ignore[misc]


def carried(item: KnowledgeItem) -> dict[str, object]:
    """What a page has of an item: not who may see it, and nothing that is empty."""
    left_out = ("status", "visibility", "visible_from", "talk_shown")
    return {name: value for name, value in asdict(item).items() if value and name not in left_out}


def test_a_page_stands_by_event_and_session_and_ends_with_the_rest() -> None:
    items = [
        KnowledgeItem("Leitfaden", "https://example.org/leitfaden.pdf", ItemKind.PAPER),
        KnowledgeItem("Board", "https://miro.com/x", ItemKind.BOARD, ELEVEN, "Zweiter Impuls"),
        KnowledgeItem(
            "Aufzeichnung", "https://youtu.be/x", ItemKind.RECORDING, ELEVEN, "Erster Impuls",
            ("ki", "wirkung"), "Worum es geht.\n\nUnd warum.",
        ),
        KnowledgeItem("Bilder", "https://example.org/b", ItemKind.PICTURE, ELEVEN),
        KnowledgeItem("Alt", "https://example.org/alt", ItemKind.WEBSITE, EventNumber(4)),
    ]  # fmt: skip
    assert page(
        [EVENT, an_event(4, title="Soest", status=Status.DRAFT)], items, NOON, texts("de")
    ) == (
        """\
# Wissensspeicher

## LabCamp#11: Wirkung sichtbar machen

- [Bilder](https://example.org/b) – Bild

### Erster Impuls

- [Aufzeichnung](https://youtu.be/x) – Aufzeichnung · `ki` `wirkung`

  Worum es geht.

  Und warum.


### Zweiter Impuls

- [Board](https://miro.com/x) – Board

## LabCamp#4

- [Alt](https://example.org/alt) – Website

## Weiteres

- [Leitfaden](https://example.org/leitfaden.pdf) – Text oder Dokument
"""
    )


def test_only_what_is_published_is_on_the_page() -> None:
    hidden = (Publication.PROPOSED, Publication.REJECTED)
    items = [an_item(number, status=status) for number, status in enumerate(hidden)]
    assert page([EVENT], items, NOON, texts("en")) == "# Wissensspeicher\n"


@every("language", ["de", "en"])
@every("kind", ItemKind)
def test_every_kind_comes_back_from_what_it_is_called(language: str, kind: ItemKind) -> None:
    assert kind_named(texts(language).plain(f"kb.kind.{kind}")) is kind
    item = an_item(kind=kind)
    assert comes_back([item], language) == [carried(item)]


NASTY = [
    "[a](https://evil.example) *b* _c_ `d` <!channel> <script>alert(1)</script>",
    "# a", "- a", "1. a", "2) a", "+ a", "> a", "===", "---", "~~~", "```", "| a | b |",
    "a\\", "&amp;", "https://example.org/x", "www.example.org", "![a](b)", "* * *", ":-- a", "= a",
    "a ] b [ c", "mailto:a@b.de", "//example.org", "ftp://example.org/%C3%A4", "<!-- a -->",
]  # fmt: skip
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    | st.sampled_from("[]()*_`<>#-\\!|&"),
    min_size=1,
    max_size=20,
) | st.sampled_from(NASTY)
WORDS = TEXTS.map(lambda text: " ".join(visible(f"Wort {text}").split()))
LINES = TEXTS.map(lambda text: " ".join(visible(f"{text} Ende").split()))
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=2).map("\n".join)
DESCRIPTIONS = st.lists(PARAGRAPHS, min_size=1, max_size=2).map("\n\n".join)
TAGS = LINES.filter(lambda text: len(text) <= TAG)
ITEMS = st.builds(
    KnowledgeItem,
    title=WORDS,
    url=st.text("aZ0/?#&=%:-,'()[]<>\\*_;", max_size=12).map("https://example.org/".__add__),
    kind=st.sampled_from(ItemKind),
    event=st.just(11),
    session=st.none() | WORDS,
    tags=st.lists(TAGS, max_size=2, unique=True).map(tuple),
    description=st.none() | DESCRIPTIONS,
)


@given(ITEMS)
@example(an_item(url="https://example.org/a_(b)?x=1&copy;=2"))
@example(an_item(title="`a` ``b``", tags=("`", "a``b`")))
def test_what_markdown_carries_comes_back_as_it_was(item: KnowledgeItem) -> None:
    assert comes_back([item]) == [carried(item)]


@pytest.mark.parametrize("title", ["https://example.org/a", "https://example.org/andere"])
def test_a_title_that_is_an_address_comes_back_wherever_it_stands(title: str) -> None:
    for event, session in ((11, None), (11, "Erster Impuls"), (None, None)):
        item = an_item(title=title, url="https://example.org/a", event=event, session=session)
        assert comes_back([item]) == [carried(item)]


SESSIONS = st.sampled_from(
    [
        "Was aus LabCamp 3 wurde", "LabCamp#3: Rückblick", "#12 Kommunen gestalten", "Musik in C #",
        "Musik in C#", "a ##", "#", "# #", "a \\#", "Material 2", *NASTY,
    ]
)  # fmt: skip


@settings(max_examples=100)
@given(SESSIONS | LINES, st.sampled_from([11, 4, 2026]))
def test_a_session_comes_back_whatever_it_is_called(session: str, event: int) -> None:
    item = an_item(session=session, event=event)
    assert comes_back([item]) == [carried(item)]


@pytest.mark.parametrize("said", ["mailto:a@b.de", "//example.org", "Siehe ftp://example.org!"])
def test_addresses_in_a_description_are_no_links_and_stay(said: str) -> None:
    item = an_item(description=f"{said}\n{said}")
    assert list(entries(of_text(page([EVENT], [item], NOON, texts("de")))))[1:] == []
    assert comes_back([item]) == [carried(item)]


@settings(max_examples=100)
@given(ITEMS)
def test_an_item_of_no_event_comes_back_too(item: KnowledgeItem) -> None:
    alone = replace(item, event=None, session=None)
    assert comes_back([alone]) == [carried(alone)]


def test_headings_that_mean_something_else_are_known() -> None:
    assert says_nothing(texts("de").plain("page.rest"))
    assert says_nothing(texts("en").plain("page.rest"))
    assert event_named(texts("de").plain("event.short", number=4)) == 4
