"""Every form in both languages: a picture of itself, and nothing that Slack would refuse."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.announcement_remarks import Listed, Remark, TextDoubt
from bot.domain.announcements import Announcement, AnnouncementStatus, Draft, Picture
from bot.domain.cards import Card, PlainPost, Post
from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import PICTURE_NOT_LOADED
from bot.domain.events import Session
from bot.domain.homes import Part, Stuck, Which
from bot.domain.ids import AnnouncementId, DeliveryId, EventNumber
from bot.domain.rsvps import Counts
from bot.locales import Texts, texts
from bot.services.homes import PAGE
from bot.views import announcement_forms as announcements
from bot.views import event_outcomes, home_lists
from bot.views.announcement_forms import Look, Written
from bot.views.block_kit import DIVIDER
from bot.views.message import simple
from bot.views.modals import (
    BLOCKS_LIMIT,
    METADATA_LIMIT,
    Modal,
    checkboxes,
    field,
    modal,
    name_of,
    notice,
    select,
    text_input,
)
from playground.blocks import view_faults
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_rsvp
from tests.every_case import every

Form = Callable[[Texts], Modal]

EVENTS = (a_full_event(), an_event(12, title="Nachher"))
PICTURE = Picture("https://example.org/bild.png", "Menschen an einem runden Tisch")
DRAFT = Draft("", "C0LABCAMP", EventNumber(12))
WHOLE = Draft("Kommt *alle*!\n\n#LabCamp", "C0LABCAMP", ELEVEN, PICTURE, NOON)
PLANNED = Announcement(
    AnnouncementId(7), "U0ADA", WHOLE.text, "C0LABCAMP", ELEVEN, NOON, picture=PICTURE
)
POSTED = replace(PLANNED, status=AnnouncementStatus.POSTED)
FAILED = replace(PLANNED, status=AnnouncementStatus.FAILED, event=None)
BEGUN = replace(PLANNED, status=AnnouncementStatus.DRAFT)
LOOK = Look(
    PLANNED,
    Post(EVENTS[0], Counts(), PLANNED),
    (),
    None,
    at_once=False,
    seen=1,
    channel_texts=texts("de"),
)
DOUBTFUL = replace(
    LOOK,
    post=PlainPost(PLANNED),
    remarks=tuple(Remark(doubt, "8.12.") for doubt in TextDoubt),
    at_once=True,
    place_known=False,
)
LONG = Draft(
    "&" * 600 + "\n• a" * 500,
    "C0LABCAMP",
    ELEVEN,
    Picture("https://a.example/" + "x" * 2900, "y" * 2000),
)
LONGEST_ONE = Announcement(
    AnnouncementId(999_999), "U0ADA", LONG.text, "C0LABCAMP", ELEVEN, NOON, picture=LONG.picture
)
LONG_EVENT = a_full_event(
    title="T" * 300,
    description="D" * 3000,
    sessions=tuple(Session("t" * 300, "s" * 300, "r" * 300, "o" * 300) for _ in range(12)),
)

GONE = replace(PLANNED, status=AnnouncementStatus.GONE)
STUCK = Stuck(
    DeliveryId(3),
    Kind.ANNOUNCEMENT,
    "C0LABCAMP",
    State.REFUSED,
    PICTURE_NOT_LOADED,
    AnnouncementId(7),
)
CARD = Card(EVENTS[0], Counts(yes=3), an_rsvp())
OUTDATED = Listed(PLANNED, (Remark(TextDoubt.OTHER_DATE, "8.12."),))
LONGEST_OUTDATED = Listed(LONGEST_ONE, (Remark(TextDoubt.OTHER_REGISTRATION, "w" * 3000),) * 40)

FORMS: dict[str, Form] = {
    "notice": lambda t: notice(simple("*Geschafft*"), t),
    "announce": lambda t: announcements.announce(Written(DRAFT, leads_to_the_list=True), EVENTS, t),
    "announce something planned": lambda t: announcements.announce(
        Written(WHOLE, PLANNED), EVENTS, t
    ),
    "correct an announcement": lambda t: announcements.announce(
        Written(WHOLE, POSTED, filled_in=1), EVENTS, t
    ),
    "preview": lambda t: announcements.preview(LOOK, t),
    "preview with doubts": lambda t: announcements.preview(DOUBTFUL, t),
    "preview of what somebody changed meanwhile": lambda t: announcements.preview(
        replace(LOOK, of=POSTED, news="overtaken"), t
    ),
    "preview of what was changed elsewhere": lambda t: announcements.preview(
        replace(LOOK, news="rewritten"), t
    ),
    "preview of a correction": lambda t: announcements.preview(replace(LOOK, of=POSTED), t),
    "preview failed": lambda t: announcements.preview_failed(simple("*Zu spät*"), "{}", t),
    "list of announcements": lambda t: home_lists.page(
        Which.ANNOUNCEMENTS,
        1,
        Part(tuple(Listed(one) for one in (BEGUN, PLANNED, POSTED, FAILED, GONE)), 7),
        t,
    ),
    "no announcements": lambda t: home_lists.page(Which.ANNOUNCEMENTS, 1, Part(), t),
    "last page of what is stuck": lambda t: home_lists.page(Which.STUCK, 2, Part((STUCK,)), t),
    "page of own events": lambda t: home_lists.page(Which.OWN, 1, Part((CARD,)), t),
    "page of drafts": lambda t: home_lists.page(Which.DRAFTS, 1, Part((EVENTS[1],)), t),
    "an event that was saved and contradicts what is planned": lambda t: notice(
        event_outcomes.saved(EVENTS[0], t, telling=True, outdated=[OUTDATED]), t
    ),
}
LONGEST: dict[str, Form] = {
    "announce": lambda t: announcements.announce(
        Written(replace(LONG, event=EventNumber(3))),
        [an_event(number, title="T" * 300) for number in range(1, 120)],
        t,
    ),
    "preview": lambda t: announcements.preview(
        Look(
            LONGEST_ONE,
            Post(LONG_EVENT, Counts(400, 400, 400, 400), LONGEST_ONE),
            tuple(Remark(doubt, "w" * 3000) for doubt in TextDoubt),
            None,
            at_once=True,
            channel_texts=texts("de"),
            seen=2**31 - 1,
        ),
        t,
    ),
    "list": lambda t: home_lists.page(
        Which.ANNOUNCEMENTS, 999_999, Part((LONGEST_OUTDATED,) * PAGE, 999_999), t
    ),
    "list of what is stuck": lambda t: home_lists.page(
        Which.STUCK, 9, Part((replace(STUCK, error="e" * 500),) * PAGE, 9), t
    ),
    "saved": lambda t: notice(
        event_outcomes.saved(LONG_EVENT, t, telling=True, outdated=[LONGEST_OUTDATED] * 99), t
    ),
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: FORMS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("form", [*FORMS.values(), *LONGEST.values()])
def test_slack_takes_every_form(form: Form, language: str) -> None:
    assert view_faults(form(texts(language)).payload(), "modal") == []


def test_long_titles_and_buttons_are_shortened() -> None:
    made = modal("x", "T" * 25, [DIVIDER], submit="S" * 25, close="C" * 25)
    assert view_faults(made.payload(), "modal") == []
    assert made.title == "T" * 23 + "…"


def test_what_can_not_be_shortened_is_noticed() -> None:
    with pytest.raises(ValueError, match="metadata"):
        modal("x", "T", [], close="C", metadata="m" * (METADATA_LIMIT + 1))
    with pytest.raises(ValueError, match="101 blocks"):
        modal("x", "T", [DIVIDER] * (BLOCKS_LIMIT + 1), close="C")


def test_the_longest_fields_are_taken() -> None:
    long = "x" * 5000
    fields = [
        field("a", long, text_input(long, max_length=10, placeholder="p"), hint=long),
        field("b", "B", select([(str(number), long) for number in range(150)], "7")),
        field("c", "C", checkboxes([("1", long), ("2", "kurz")], ["2"]), optional=True),
    ]
    made = modal("x", "T", fields, submit="S", close="C")
    assert view_faults(made.payload(), "modal") == []


def test_a_field_that_the_bot_fills_in_anew_keeps_its_name() -> None:
    first, second = (field("a", "A", text_input("x"), filled_in=n)["block_id"] for n in (0, 1))
    assert first is not None
    assert second is not None
    assert first != second  # else Slack would show what was typed before
    assert name_of(first) == name_of(second) == "a"
