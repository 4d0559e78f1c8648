"""What the search shows looks as it did, in both languages, and within Slack's limits."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.events import Session
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import ItemKind
from bot.domain.replies import Reply
from bot.domain.search.answers import Filters, Hit, SearchResult, marked
from bot.locales import texts
from bot.views import search as views
from bot.views.message import Message, reply
from bot.views.modals import Modal
from playground.blocks import check_message_blocks, view_faults
from tests.builders import ELEVEN, a_full_event, an_item

TALK = Session("Was ein Labor erwachsen macht", "Dr. Alex Beispiel", "Leitung", "Musterlabor")
HIT = Hit(
    ItemId(0),
    an_item(1, session=TALK.talk, tags=("Labor",), description="Woran man ein Labor erkennt."),
    a_full_event(),
    TALK,
)
NEW = Hit(ItemId(2), an_item(2, title="Ohne LabCamp", event=None, kind=ItemKind.BOARD, dead=True))
FOUND = SearchResult(
    "labor hallerbreg",
    Filters(),
    2,
    (HIT, NEW),
    20,
    found=True,
    words=frozenset({"labor"}),
    instead=(("hallerbreg", "Hallerberg"),),
    without=("in Soest",),
    tags=("Labor",),
    events=(ELEVEN,),
)
NOTHING = SearchResult("xylofon", Filters(), 1, (NEW,), 0, found=False, near=("Xylophon",))
FILTERED = SearchResult(
    "", Filters(ItemKind.PAPER, EventNumber(4), "Recht"), 1, (NEW,), 0, found=False
)
FEWER = SearchResult("labor online", Filters(), 1, (HIT, NEW), 2, found=True, dropped=("online",))
NEWEST = SearchResult("", Filters(), 1, (HIT, NEW), 2, found=True)
EMPTY = SearchResult("labor", Filters(), 1, (), 0, found=False)
MANY = SearchResult("labor", Filters(), 1, (HIT,), 100, found=True)


@pytest.fixture
def json_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def messages(language: str) -> dict[str, Message]:
    return {
        "found": views.result(FOUND, texts(language)),
        "fewer": views.result(FEWER, texts(language)),
        "nothing": views.result(NOTHING, texts(language)),
        "newest": views.result(NEWEST, texts(language)),
        "empty": views.result(EMPTY, texts(language)),
        "many": views.result(MANY, texts(language)),
        "asked": reply(Reply.ASKED, texts(language)),
        "just asked": reply(Reply.JUST_ASKED, texts(language)),
        "letter": views.letter("U0ANNASTADT", "labor & <!channel>", texts(language)),
    }


def modals(language: str) -> dict[str, Modal]:
    return {
        "found": views.search_modal(FOUND, texts(language), typed="labor hallerbreg"),
        "nothing": views.search_modal(NOTHING, texts(language), typed="xylofon", filled_in=2),
        "filtered": views.search_modal(FILTERED, texts(language), typed=""),
        "newest": views.search_modal(NEWEST, texts(language), typed=""),
        "for an organizer": views.search_modal(NEWEST, texts(language), typed="", organizes=True),
    }


@pytest.mark.parametrize("name", messages("de"))
def test_an_answer_looks_as_it_did(name: str, json_snapshot: SnapshotAssertion) -> None:
    shown = {language: messages(language)[name].payload() for language in ("de", "en")}
    for payload in shown.values():
        check_message_blocks(payload["blocks"])
    assert shown == json_snapshot


@pytest.mark.parametrize("name", modals("de"))
def test_the_modal_looks_as_it_did(name: str, json_snapshot: SnapshotAssertion) -> None:
    shown = {language: modals(language)[name].payload() for language in ("de", "en")}
    for payload in shown.values():
        assert view_faults(payload, "modal") == []
    assert shown == json_snapshot


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ein Labor.", "Ein [Labor]."),
        ("Labor\n\n  und   Labor", "[Labor] und [Labor]"),
        ("La\u200bbor \u202eund", "[Labor] und"),
        ("nichts davon", "nichts davon"),
        ("", ""),
    ],
)
def test_the_words_that_were_meant_are_marked(text: str, shown: str) -> None:
    pieces = marked(text, frozenset({"labor"}))
    assert "".join(f"[{one.text}]" if one.meant else one.text for one in pieces) == shown


def test_of_a_long_text_the_part_around_the_word_is_shown() -> None:
    text = f"{'vorher ' * 100}Labor {'nachher ' * 100}"
    shown = "".join(piece.text for piece in marked(text, frozenset({"labor"}), 60))
    assert shown.startswith("…vorher")
    assert " Labor nachher" in shown
    assert shown.endswith("nachher…")
    assert len(shown) <= 62
