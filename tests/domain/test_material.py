"""The material of an event by talk, what is missing, and pages of it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Session
from bot.domain.ids import ItemId
from bot.domain.knowledge import KeptItem
from bot.domain.material import PAGE_SIZE, Group, by_session, missing, page_of
from tests.builders import an_item

SESSIONS = (Session("Anfang"), Session("Offene  Runde"), Session("Ende"))


def kept(number: int, session: str | None = None) -> KeptItem:
    return KeptItem(ItemId(number), an_item(number, session=session))


def test_items_stand_with_their_talks_in_the_talks_order() -> None:
    items = [
        kept(1),
        kept(2, "Ende"),
        kept(3, "Woanders"),
        kept(4, "offene runde"),
        kept(5, "Ende"),
    ]
    assert by_session(SESSIONS, items) == (
        Group("Offene  Runde", (items[3],)),
        Group("Ende", (items[1], items[4])),
        Group("Woanders", (items[2],)),
        Group(None, (items[0],)),
    )
    assert by_session((), []) == ()


def test_a_talk_without_items_is_missing() -> None:
    groups = by_session(SESSIONS, [kept(1), kept(2, "OFFENE Runde")])
    assert [session.talk for session in missing(SESSIONS, groups)] == ["Anfang", "Ende"]
    assert missing((), groups) == ()


@given(st.lists(st.sampled_from([None, "Anfang", "Ende", "Woanders"]), max_size=40))
def test_the_pages_hold_every_item_once_in_order(talks: list[str | None]) -> None:
    groups = by_session(SESSIONS, [kept(number, talk) for number, talk in enumerate(talks)])
    seen, number = [], 1
    while True:
        page = page_of(groups, number)
        on_it = [one for group in page.groups for one in group.items]
        assert len(on_it) <= PAGE_SIZE
        assert (page.number, page.total) == (number, len(talks))
        seen += on_it
        if not page.has_more:
            break
        number += 1
    assert seen == [one for group in groups for one in group.items]
    assert page_of(groups, 99) == page_of(groups, number)
