"""What the contact of a talk may make of its items: never more than another contact allowed."""

from dataclasses import replace

import pytest

from bot.domain.knowledge import KnowledgeItem, Visibility
from bot.domain.talk_material import open_to
from tests.builders import an_item

ALL = tuple(Visibility)
FREE = replace(an_item(), visibility=Visibility.MEMBERS)
MINE = replace(FREE, decided=True, decided_by="U1")
ANOTHERS = replace(FREE, decided=True, decided_by="U2")
NOBODYS = replace(FREE, decided=True)  # whoever it was is forgotten


def back(item: KnowledgeItem, by: str | None) -> KnowledgeItem:
    return replace(item, withdrawn=True, withdrawn_by=by)


@pytest.mark.parametrize(
    ("item", "choices"),
    [
        (FREE, ALL),
        (MINE, ALL),
        (ANOTHERS, ()),
        (NOBODYS, ()),
        (back(MINE, "U1"), ALL),
        (back(MINE, "U2"), ()),
        (back(MINE, None), ()),
        (back(ANOTHERS, "U1"), (Visibility.MEMBERS,)),
        (back(ANOTHERS, "U2"), ()),
        (back(NOBODYS, "U1"), (Visibility.MEMBERS,)),
        (back(NOBODYS, None), ()),
    ],
)
def test_a_contact_shows_no_more_than_whoever_decided_before_them(
    item: KnowledgeItem, choices: tuple[Visibility, ...]
) -> None:
    assert open_to(item, "U1") == choices
