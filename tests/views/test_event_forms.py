"""The forms of an event and the change notices, in both languages and at their longest."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.cards import Card
from bot.domain.changes import PARTS, Changes, to_tell, told_of
from bot.domain.event_entries import FIELDS, entry_of, event_of
from bot.domain.events import Event, Session, Status
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.rsvps import Counts
from bot.invitations.reader import read
from bot.invitations.reading import NEEDED, entry_of_reading
from bot.locales import Texts, texts
from bot.views import changes as notices
from bot.views import event_forms as forms
from bot.views import event_marks as marks
from bot.views import event_outcomes as outcomes
from bot.views.message import Message
from bot.views.modals import Modal
from handlers.events.editing import entry_in
from handlers.forms import Form
from playground.blocks import block_faults, view_faults
from playground.inputs import full_state
from tests.builders import a_full_event, an_rsvp
from tests.every_case import every

EVENT = a_full_event()
MOVED = replace(
    EVENT,
    starts_at=EVENT.starts_at + timedelta(days=1),
    ends_at=EVENT.ends_at + timedelta(days=1),
    location=None,
    host="Rathauslabor",
    join_url="https://example.org/neu",
)
CANCELLED = replace(EVENT, status=Status.CANCELLED)
LONG = a_full_event(
    title="T" * 150,
    location="L" * 255,
    host="H" * 255,
    description="D" * 3000,
    join_url="https://example.org/" + "j" * 1900,
    registration_url="https://example.org/" + "r" * 1900,
    sessions=tuple(Session("T" * 255, "S" * 255, "R" * 255, "O" * 255) for _ in range(40)),
)
READ = read(
    "LabCamp#12: Daten\n07.12., 15 Uhr, online\nImpulse:\nKim Muster (Labor)",
    date(2026, 11, 23),
    "Europe/Berlin",
)
ALL_PARTS = PARTS


def form(
    t: Texts, entry: FormEntry, said: marks.Marks | None = None, number: int | None = 11
) -> Modal:
    return forms.event(
        entry, t, metadata="{}", filled_in=1, number=number, marks=said, tell=number is not None
    )


def changes(before: Event = EVENT, after: Event = MOVED, reason: str = "") -> Changes:
    old, new = told_of(before), told_of(after)
    return Changes(after, old, new, to_tell(old, new, ALL_PARTS), reason)


def card(event: Event = MOVED) -> Card:
    return Card(event, Counts(yes=12, maybe=3, no=1, waiting=2), an_rsvp())


FORMS: dict[str, Callable[[Texts], Modal]] = {
    "invitation": lambda t: forms.invitation(EVENT, t, takes_files=True),
    "first invitation": lambda t: forms.invitation(None, t, takes_files=False),
    "new": lambda t: form(t, FormEntry(timezone="Europe/Berlin", status="draft"), number=None),
    "read": lambda t: form(
        t,
        entry_of_reading(READ, "Europe/Berlin"),
        marks.marks_of(READ, marks.number_taken(EVENT, 13, t), t),
        number=None,
    ),
    "edit": lambda t: form(t, entry_of(EVENT)),
    "overtaken": lambda t: form(
        t,
        entry_of(EVENT),
        marks.marks_of_overtaking(entry_of(MOVED), ("location", "host"), ("host",), "U0BEN", t),
    ),
    "cancel": lambda t: forms.cancel(card(), t, metadata="{}", above=None),
    "cancel overtaken": lambda t: forms.cancel(
        card(), t, metadata="{}", above=marks.overtaken_before_cancelling(None, t)
    ),
}
LONGEST_FORMS: dict[str, Callable[[Texts], Modal]] = {
    "edit": lambda t: form(
        t,
        entry_of(LONG),
        marks.marks_of_overtaking(entry_of(LONG), FIELDS, FIELDS, "U0BEN", t),
    ),
    "cancel": lambda t: forms.cancel(card(LONG), t, metadata="{}", above=None),
}
MESSAGES: dict[str, Callable[[Texts], Message]] = {
    "changed, direct": lambda t: notices.direct(changes(), card(), t),
    "changed, waiting": lambda t: notices.direct(
        changes(), Card(MOVED, Counts(), an_rsvp(waitlisted_at=EVENT.starts_at), 3), t
    ),
    "changed, channel": lambda t: notices.channel(changes(), t),
    "cancelled, direct": lambda t: notices.direct(
        changes(after=CANCELLED, reason="Alle <!channel> krank"), card(CANCELLED), t
    ),
    "cancelled, channel": lambda t: notices.channel(changes(after=CANCELLED), t),
    "takes place after all": lambda t: notices.channel(changes(CANCELLED, EVENT), t),
    "saved": lambda t: outcomes.saved(EVENT, t, telling=True),
    "saved, to be announced": lambda t: outcomes.saved(EVENT, t, telling=False, to_announce=True),
    "saved draft": lambda t: outcomes.saved(replace(EVENT, status=Status.DRAFT), t, telling=False),
    "saved cancelled": lambda t: outcomes.saved(CANCELLED, t, telling=True),
    "unchanged": lambda t: outcomes.unchanged(EVENT, t),
    "cancelled already": lambda t: outcomes.cancelled_already(EVENT, t),
}
LONGEST_MESSAGES: dict[str, Callable[[Texts], Message]] = {
    "all parts": lambda t: notices.direct(
        Changes(LONG, told_of(EVENT), told_of(LONG), ALL_PARTS, "R" * 500), card(LONG), t
    ),
    "all parts, channel": lambda t: notices.channel(
        Changes(LONG, told_of(LONG), told_of(LONG), ALL_PARTS, "R" * 500), t
    ),
    "saved": lambda t: outcomes.saved(LONG, t, telling=True),
}

# With the longest beside them in the gallery.
SEEN_FORMS = FORMS | {f"{name}, longest": made for name, made in LONGEST_FORMS.items()}
SEEN_MESSAGES = MESSAGES | {
    "changed, direct, longest": LONGEST_MESSAGES["all parts"],
    "changed, channel, longest": LONGEST_MESSAGES["all parts, channel"],
    "saved, longest": LONGEST_MESSAGES["saved"],
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", SEEN_FORMS)
def test_a_form_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: SEEN_FORMS[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@pytest.mark.parametrize("name", SEEN_MESSAGES)
def test_a_message_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {
        language: SEEN_MESSAGES[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("form", [*FORMS.values(), *LONGEST_FORMS.values()])
def test_slack_takes_every_form(form: Callable[[Texts], Modal], language: str) -> None:
    assert view_faults(form(texts(language)).payload(), "modal") == []


@every("language", ["de", "en"])
@every("made", [*MESSAGES.values(), *LONGEST_MESSAGES.values()])
def test_slack_takes_every_message(made: Callable[[Texts], Message], language: str) -> None:
    shown = made(texts(language))
    assert block_faults(list(shown.blocks), "message") == []
    assert len(shown.text) <= 4000
    assert len(json.dumps(shown.blocks, ensure_ascii=False)) <= 13_000


def test_the_longest_event_comes_back_from_its_form_as_it_was() -> None:
    view = LONGEST_FORMS["edit"](texts("de")).payload()
    values = full_state(view["blocks"], {})
    filled = Form({**view, "state": {"values": values}})
    assert event_of(entry_in(filled), LONG) == LONG


def test_the_join_link_is_for_those_who_may_have_it() -> None:
    assert MOVED.join_url is not None
    for language in ("de", "en"):
        assert MOVED.join_url in str(MESSAGES["changed, direct"](texts(language)))
        assert MOVED.join_url not in str(MESSAGES["changed, waiting"](texts(language)))
        assert MOVED.join_url not in str(MESSAGES["changed, channel"](texts(language)))


@every("language", ["de", "en"])
@every("flaw", [flaw for flaw in Flaw if not flaw.startswith("tag")])
def test_every_fault_has_its_words(flaw: Flaw, language: str) -> None:
    assert "{" not in marks.errors({"x": Wrong(flaw, "7")}, texts(language))["x"]


def test_an_unread_invitation_is_marked_at_every_field_that_is_needed() -> None:
    draft = read("", date(2026, 11, 23), "Europe/Berlin")
    assert set(marks.marks_of(draft, None, texts("de")).at) == set(NEEDED)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "LabCamp#12: Winter\nABGESAGT: 15.12.2026", "nach einer *Absage*"),
        ("en", "LabCamp#12: Winter\nThis event is cancelled.", "like a *cancellation*"),
        ("de", "LabCamp#12: Winter\nvom 8.12. auf den 15.12. verschoben", "*Verschiebung*"),
        ("en", "LabCamp#12: Winter\npostponed from 8 to 15 December", "was *postponed*"),
    ],
)
def test_a_text_that_calls_the_event_off_or_moves_it_is_said_to(
    language: str, text: str, said: str
) -> None:
    draft = read(text, date(2026, 11, 23), "Europe/Berlin")
    assert said in str(marks.marks_of(draft, None, texts(language)).top)
