"""The Home in both languages: a picture of itself, and never more than Slack takes."""

from dataclasses import replace
from functools import partial

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.announcement_remarks import Listed, Remark, TextDoubt
from bot.domain.announcements import Announcement, AnnouncementStatus, Picture
from bot.domain.cards import Card
from bot.domain.deliveries import Kind, State
from bot.domain.events import Session, Status
from bot.domain.homes import Desk, Home, Part, Stuck
from bot.domain.ids import AnnouncementId, DeliveryId, EventNumber, ItemId
from bot.domain.knowledge import KeptItem
from bot.domain.members import Member
from bot.domain.rsvps import Counts
from bot.domain.talk_material import OwnTalk
from bot.locales import texts
from bot.services import announcement_drafts
from bot.services.homes import ITEMS, OWN, PROPOSED, TALKS, WAITING
from bot.views.home import home
from playground.blocks import check_view, view_faults
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_item, an_rsvp, material_of
from tests.every_case import every
from tests.pictures import in_all_languages

MEMBER = Member("U0ANNA", "de")
CARD = Card(a_full_event(), Counts(yes=3, maybe=1), an_rsvp())
OTHER = Card(an_event(12, title="Nachher"), Counts(yes=1), an_rsvp())
PLANNED = Announcement(AnnouncementId(7), "U0ADA", "Kommt *alle*!", "C0LABCAMP", ELEVEN, NOON)
BEGUN = replace(PLANNED, id=AnnouncementId(8), status=AnnouncementStatus.DRAFT)
REFUSED = Stuck(
    DeliveryId(3),
    Kind.ANNOUNCEMENT,
    "C0LABCAMP",
    State.REFUSED,
    "not_in_channel",
    AnnouncementId(7),
    ELEVEN,
)
UNCERTAIN = Stuck(DeliveryId(4), Kind.PLACE, "U0ANNA", State.UNCERTAIN, None, event=ELEVEN)
OUTDATED = Listed(PLANNED, (Remark(TextDoubt.OTHER_DATE, "8.12."),))
DESK = Desk(
    Part((an_event(12),), 1),
    Part((an_event(13, status=Status.DRAFT),), 1),
    (BEGUN,),
    (OUTDATED,),
    (an_item(2),),
    (REFUSED, UNCERTAIN),
    2,
    3,
)

HOMES = {
    "of a member": Home(MEMBER, CARD, (CARD, OTHER), (an_item(1),)),
    "of a newcomer": Home(replace(MEMBER, reminders=False), None),
    "of an organizer": Home(MEMBER, CARD, (CARD,), (an_item(1),), DESK),
    "of somebody with many LabCamps": Home(MEMBER, CARD, (CARD, OTHER), more_own=3),
    "of an organizer with nothing to do": Home(MEMBER, None, desk=Desk()),
}

LONG = "&" * 300
LONG_EVENT = a_full_event(
    title="T" * 300,
    description="&" * 3000,
    location=LONG,
    host=LONG,
    sessions=tuple(Session("t" * 300, "s" * 300, "r" * 300, "o" * 300) for _ in range(12)),
)
LONG_CARD = Card(
    LONG_EVENT,
    Counts(400, 400, 400, 400),
    an_rsvp(),
    groups=material_of(*(replace(an_item(number), title=LONG) for number in range(20)), talk=LONG),
)
LONG_ITEM = replace(an_item(1), title=LONG, url="https://example.org/" + "x" * 1900)
LONG_ONE = Announcement(
    AnnouncementId(9),
    "U0ADA",
    "*x* " * 750,
    "C0LABCAMP",
    ELEVEN,
    NOON,
    picture=Picture("https://a.example", LONG),
)
LONGEST = Home(
    MEMBER,
    LONG_CARD,
    tuple(
        replace(LONG_CARD, event=replace(LONG_EVENT, number=EventNumber(n)))
        for n in range(20, 20 + OWN)
    ),
    (LONG_ITEM,) * ITEMS,
    Desk(
        Part((LONG_EVENT,) * WAITING, 999),
        Part((replace(LONG_EVENT, status=Status.DRAFT),) * WAITING, 999),
        (replace(LONG_ONE, status=AnnouncementStatus.DRAFT),) * announcement_drafts.BEGUN,
        (Listed(LONG_ONE, (Remark(TextDoubt.OTHER_REGISTRATION, "w" * 3000),) * 40),) * WAITING,
        (LONG_ITEM,) * WAITING,
        (replace(UNCERTAIN, error="e" * 500),) * WAITING,
        999,
        999,
        999,
        LONG_CARD,
    ),
    999,
    (KeptItem(ItemId(1), LONG_ITEM),) * PROPOSED,
    has_calendar=True,
    talks=Part((OwnTalk(LONG_EVENT, LONG_EVENT.sessions[0]),) * TALKS, 999),
)
SEEN = HOMES | {"of an organizer, longest": LONGEST}  # beside the usual one in the gallery


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", SEEN)
def test_a_home_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert in_all_languages(partial(home, SEEN[name])) == picture


@every("language", ["de", "en"])
@every("shown", [*HOMES.values(), LONGEST])
def test_slack_takes_every_home(shown: Home, language: str) -> None:
    payload = home(shown, texts(language), "https://example.org/datenschutz").payload()
    assert view_faults(payload, "home") == []
    check_view(payload, "home")


def test_trying_an_uncertain_post_again_warns_that_it_may_stand_twice() -> None:
    blocks = home(HOMES["of an organizer"], texts("de")).blocks
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    again = [e for row in rows for e in row if e["action_id"] == "delivery_again"]
    assert "confirm" not in again[0]
    assert "zweimal" in again[1]["confirm"]["text"]["text"]
