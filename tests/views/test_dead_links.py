"""The list, the form and the letter about dead links: pictures of them, within Slack's limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain import limits
from bot.domain.ids import EventNumber, ItemId
from bot.domain.link_checks import DeadLink, DeadLinkPage, Why, archived
from bot.domain.replies import Reply
from bot.locales import Texts, texts
from bot.services.dead_links import PAGE
from bot.views import dead_links as views
from bot.views.knowledge_items import entry, line
from bot.views.message import Message
from bot.views.modals import Modal
from playground.blocks import view_faults
from playground.content import content_of
from tests.builders import NOON, an_item
from tests.every_case import every

DEAD = DeadLink(
    ItemId(7),
    "Aufzeichnung & mehr",
    "https://bürgerlabor.example/a?b=c",
    EventNumber(4),
    NOON,
    NOON + timedelta(days=2),
    "404",
)
OTHER = replace(DEAD, id=ItemId(8), title="<!channel>", event=None, answer="no_such_host")
LONG = replace(
    DEAD,
    id=ItemId(999_999_999),
    title="&" * 10_000,
    url="https://example.org/" + "&" * (limits.URL - 20),
    event=EventNumber(999_999),
    answer="not_asked",
)

FORMS: dict[str, Callable[[Texts], Modal]] = {
    "a list": lambda t: views.listing(DeadLinkPage((DEAD, OTHER), 2, 3, 23), t),
    "an empty list": lambda t: views.listing(
        DeadLinkPage((), 1, 1, 0), t, top=views.mended(DEAD, Reply.LINK_MOVED, t)
    ),
    "another address": lambda t: views.address(DEAD, t, metadata="7:1"),
}
LETTERS: dict[str, Callable[[Texts], Message]] = {
    "one": lambda t: views.report((DEAD,), t),
    "many": lambda t: views.report((DEAD, OTHER) * 7, t),
}
LONGEST_FORMS: tuple[Callable[[Texts], Modal], ...] = (
    lambda t: views.listing(
        DeadLinkPage((LONG,) * PAGE, 2, 99, 990), t, top=views.mended(LONG, Reply.LINK_WELL, t)
    ),
    lambda t: views.address(LONG, t, metadata="999999999:999999999"),
)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: FORMS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: LETTERS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("made", [*FORMS.values(), *LONGEST_FORMS])
def test_slack_takes_every_form(made: Callable[[Texts], Modal], language: str) -> None:
    assert view_faults(made(texts(language)).payload(), "modal") == []


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("links", [(DEAD,), (DEAD, OTHER), (LONG,) * 10_000])
def test_slack_takes_every_letter(links: tuple[DeadLink, ...], language: str) -> None:
    warnings: list[str] = []
    content_of(views.report(links, texts(language)).payload(), warnings.append)
    assert warnings == []


@every("language", ["de", "en"])
@every("word", [*Why, "404", "410", "500", "522", "403", "999"])
def test_every_answer_has_words(word: str, language: str) -> None:
    if word != Why.BUSY:  # of a host that was busy nothing is kept
        said = views.answer(word, texts(language))
        assert len(said) > 5
        assert "links." not in said


def test_the_archive_is_one_click_away() -> None:
    buttons = [
        element
        for block in views.listing(DeadLinkPage((DEAD,), 1, 1, 1), texts("de")).blocks
        for element in block.get("elements", [])
    ]
    assert [one.get("url") for one in buttons] == [archived(DEAD.url), None, None]
    assert archived(DEAD.url) in views.mark(DEAD.url, texts("de"))


@pytest.mark.parametrize("dead", [False, True])
def test_an_item_says_that_its_link_is_dead(dead: bool) -> None:
    item, t = an_item(dead=dead), texts("de")
    assert ("nicht mehr erreichbar" in entry(item, t)) is dead
    assert ("nicht mehr erreichbar" in line(item, t)) is dead
