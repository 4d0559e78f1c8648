"""Several people at one event in the same instant: nothing is overwritten unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import AnnouncementStatus, Draft
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.replies import Overtaken, Reply
from bot.files.contents import EventEntry
from bot.services import announcement_list, event_editing, organizers
from storage import announcements, audit, events, members
from storage.database import Database
from tests.builders import ELEVEN, NOON, a_full_event, an_event
from tests.drafts import planned
from tests.races import at_once
from tests.reading import Contents, import_contents

Act = Callable[[sa.Connection], object]


def stored(db: Database, number: EventNumber = ELEVEN) -> Event:
    with db.transaction() as connection:
        event = events.get(connection, number)
    assert event is not None
    return event


def given(db: Database, event: Event | None = None) -> Event:
    with db.transaction() as connection:
        events.save(connection, event or a_full_event(), NOON)
    return stored(db)


def edits(actor: str, event: Event) -> Act:
    return lambda connection: event_editing.edit(
        connection, actor, event, event.revision, (), f"key {actor}", NOON, tell_others=False
    )


def cancels(actor: str, event: Event) -> Act:
    return lambda connection: event_editing.cancel(
        connection, actor, event.number, "Krank", event.revision, (), f"key {actor}", NOON
    )


def names(outcomes: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


@pytest.mark.fault(
    "two",
    "two organizers save the same event at once",
    expected="the second is shown what the first saved",
)
@pytest.mark.parametrize("_", range(5))
def test_of_two_editors_the_second_is_shown_what_the_first_saved(db: Database, _: int) -> None:
    seen = given(db)
    acts = [
        edits("U1", replace(seen, location="Rathaus")),
        edits("U2", replace(seen, title="Wirkung zeigen")),
    ]
    outcomes = at_once(db, *acts)
    assert names(outcomes) == ["Overtaken", "Saved"]
    (second,) = [one for one in outcomes if isinstance(one, Overtaken)]
    winner = ("U1", "U2")[isinstance(outcomes[1], event_editing.Saved)]
    now = stored(db)
    assert (second.stored, second.by) == (now, winner)
    assert now.revision == seen.revision + 1
    assert (now.location, now.title) == (
        ("Rathaus", seen.title) if winner == "U1" else (seen.location, "Wirkung zeigen")
    )
    with db.transaction() as connection:
        assert [entry[1:3] for entry in audit.entries(connection)] == [(winner, "edit")]


@pytest.mark.parametrize("_", range(5))
def test_an_edit_and_a_cancellation_do_not_undo_each_other(db: Database, _: int) -> None:
    seen = given(db)
    outcomes = at_once(db, edits("U1", replace(seen, title="Anders")), cancels("U2", seen))
    assert names(outcomes) == ["Overtaken", "Saved"]
    now = stored(db)
    edited = isinstance(outcomes[0], event_editing.Saved)
    assert (now.title, now.status) == (
        ("Anders", Status.PUBLISHED) if edited else (seen.title, Status.CANCELLED)
    )


@pytest.mark.parametrize("_", range(5))
def test_two_who_cancel_at_once_cancel_it_once(db: Database, _: int) -> None:
    seen = given(db)
    outcomes = at_once(db, cancels("U1", seen), cancels("U2", seen))
    assert names(outcomes) == ["AlreadyCancelled", "Saved"]


@pytest.mark.parametrize("_", range(5))
@pytest.mark.parametrize("same_form", [True, False])
def test_of_two_new_events_of_one_number_one_is_made(db: Database, same_form: bool, _: int) -> None:
    def makes(actor: str, title: str) -> Act:
        key = "key" if same_form else f"key {actor}"
        return lambda connection: event_editing.create(
            connection, actor, an_event(title=title), (), key, NOON
        )

    outcomes = at_once(db, makes("U1", "Eins"), makes("U2", "Zwei"))
    assert names(outcomes) == (["Repeated", "Saved"] if same_form else ["NumberTaken", "Saved"])
    assert stored(db).title == ("Eins", "Zwei")[isinstance(outcomes[1], event_editing.Saved)]
    assert stored(db).revision == 1


@pytest.mark.parametrize("_", range(5))
def test_an_import_takes_back_nothing_that_was_edited_meanwhile(db: Database, _: int) -> None:
    seen = given(db)
    lines = {"starts": 2, "ends": 3}
    starts = an_event().starts_at.replace(tzinfo=None) + timedelta(hours=1)
    fields = {"number": 11, "starts": starts, "ends": starts + timedelta(hours=3)}
    entry = EventEntry(ELEVEN, 1, {**fields, "title": "Aus der Datei"}, lines)
    outcomes = at_once(
        db,
        edits("U1", replace(seen, location="Rathaus")),
        lambda connection: import_contents(
            connection, Contents((entry,)), "Europe/Berlin", (), NOON
        ),
    )
    now = stored(db)
    assert now.title == "Aus der Datei"
    if isinstance(outcomes[0], event_editing.Saved):
        assert now.location == "Rathaus"


@pytest.mark.parametrize("_", range(5))
def test_two_who_withdraw_at_once_withdraw_it_once(db: Database, _: int) -> None:
    with db.transaction() as connection:
        number = planned(connection)

    def withdraws(actor: str) -> Act:
        return lambda connection: announcement_list.take_back(connection, actor, number, NOON)

    outcomes = at_once(db, withdraws("U1"), withdraws("U2"))
    assert set(outcomes) == {Reply.ANNOUNCEMENT_GONE, Reply.WITHDRAWN}


@pytest.mark.parametrize("_", range(5))
def test_two_who_remove_each_other_leave_one(db: Database, _: int) -> None:
    with db.transaction() as connection:
        for user in ("U1", "U2"):
            members.set_organizer(connection, user, NOON, organizer=True)

    def removes(actor: str, user: str) -> Act:
        return lambda connection: organizers.remove(
            connection, actor, user, f"key {actor}", NOON, others=False
        )

    outcomes = at_once(db, removes("U1", "U2"), removes("U2", "U1"))
    assert set(outcomes) == {Reply.LAST_ORGANIZER, Reply.ORGANIZER_REMOVED}


def test_only_what_contradicts_since_the_change_is_named(connection: sa.Connection) -> None:
    event = an_event()
    events.save(connection, event, NOON)
    for text in ("Am 7.12.!", "Am 8.12.!", "Bald!"):
        said = Draft(text, "C1", ELEVEN, planned_at=NOON + timedelta(days=1))
        announcements.add(connection, "U1", said, AnnouncementStatus.PLANNED, NOON)
    day = timedelta(days=7)
    moved = replace(event, starts_at=event.starts_at + day, ends_at=event.ends_at + day)
    found = announcement_list.outdated(connection, event, moved)
    assert [each.announcement.text for each in found] == ["Am 7.12.!"]
    assert announcement_list.outdated(connection, event, replace(event, title="Anders")) == ()
