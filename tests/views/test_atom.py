"""Our feed, read by a parser that had no part in writing it, and held against RFC 4287."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EventNumber
from bot.domain.knowledge import Addition, ItemKind, KnowledgeItem, normalised_url
from bot.locales import texts
from bot.views.atom import feed
from tests.builders import NOON, an_item

ADDRESS = "https://bot.example.org/wissen.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def an_addition(item: KnowledgeItem, days: float = 0) -> Addition:
    return Addition(normalised_url(item.url), item, NOON + timedelta(days=days))


def parsed(*newest: Addition, address: str | None = ADDRESS, language: str = "de") -> Any:
    read = feedparser.parse(feed(newest, address, texts(language)))
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    return read


def test_a_reader_sees_every_item_with_all_that_is_known_of_it() -> None:
    item = KnowledgeItem(
        "Aufzeichnung <b> & Co.", "https://example.org/a?x=1&y=2", ItemKind.RECORDING,
        EventNumber(4),
        "Ein Impuls", ("ki",), "Worum es geht.",
    )  # fmt: skip
    read = parsed(an_addition(item, days=1), an_addition(an_item()))
    entry = read.entries[0]
    assert (entry.title, entry.link) == (item.title, item.url)
    assert entry.updated == entry.published == "2026-11-24T10:00:00Z"
    assert [tag.term for tag in entry.tags] == ["LabCamp#4", "Aufzeichnung", "ki"]
    assert entry.summary == "Ein Impuls\n\nWorum es geht."
    assert len(read.entries) == 2


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_feed_has_what_the_rfc_asks_for(language: str) -> None:
    read = parsed(an_addition(an_item(), days=2), an_addition(an_item(2)), language=language)
    assert (read.feed.id, read.feed.author, read.feed.language) == (ADDRESS, "LabCamp", language)
    assert read.feed.updated == "2026-11-25T10:00:00Z"
    assert {link.rel: link.href for link in read.feed.links} == {"self": ADDRESS}
    assert "Wissensspeicher" in read.feed.title


def test_a_feed_with_nothing_in_it_and_no_address_is_a_feed() -> None:
    read = parsed(address=None)
    assert read.feed.id.startswith("urn:uuid:")
    assert (read.feed.updated, read.entries) == ("1970-01-01T00:00:00Z", [])


def test_an_entry_is_known_by_its_address_however_it_is_spelt() -> None:
    one, other, another = (
        parsed(an_addition(an_item(url=url))).entries[0].id
        for url in (
            "https://example.org/a",
            "HTTPS://example.org/a/?utm_id=1",
            "https://example.org/b",
        )
    )
    assert one == other != another


@given(st.text(), st.text(min_size=1))
def test_whatever_a_title_holds_the_feed_is_xml(title: str, tag: str) -> None:
    body = feed([an_addition(an_item(title=title, tags=(tag,)))], ADDRESS, texts("de"))
    root = ET.fromstring(body)
    assert len(root.findall(f"{ATOM}entry/{ATOM}title")) == 1


def test_the_same_items_give_the_same_bytes() -> None:
    newest = [an_addition(an_item())]
    assert feed(newest, ADDRESS, texts("de")) == feed(newest, ADDRESS, texts("de"))
