"""Change notices on both databases: one for all edits within ten minutes, from what was told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.changes import Changes
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Done, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.rsvps import Answer
from bot.jobs.kinds import changes as contents
from bot.services import change_notices, claims, event_editing
from storage import events, rsvp_messages, rsvps
from storage.tables import deliveries as table
from tests.builders import ELEVEN, NOON, a_full_event, an_rsvp

EVENT = a_full_event()
TEN = timedelta(minutes=10)


def set_up(connection: sa.Connection, event: Event = EVENT) -> None:
    """An announced event: Anna comes, Ben may come, Cem does not."""
    events.save(connection, event, NOON)
    rsvp_messages.add(connection, RsvpMessage("C0LABCAMP", "1.1", event.number))
    for user, answer in (("ANNA", Answer.YES), ("BEN", Answer.MAYBE), ("CEM", Answer.NO)):
        rsvps.save(connection, event.number, an_rsvp(f"U0{user}", answer))


def edit(
    connection: sa.Connection, now: datetime = NOON, *, tell_others: bool = False, **fields: Any
) -> bool:
    """Save the event with other values; whether something is to be told."""
    before = events.get(connection, ELEVEN)
    assert before is not None
    event = replace(before, **fields)
    key = f"{now}{fields}"
    outcome = event_editing.edit(
        connection, "U0ADA", event, before.revision, (), key, now, tell_others=tell_others
    )
    assert isinstance(outcome, event_editing.Saved), outcome
    return outcome.telling


def claimed(connection: sa.Connection, now: datetime, kind: Kind = Kind.CHANGE) -> Delivery | None:
    """The delivery of this kind that is due, claimed; others are left alone."""
    connection.execute(
        sa.update(table).where(table.c.kind.in_(["refresh"])).values(state="sent", done_at=now)
    )
    delivery = claims.claim(connection, now)
    assert delivery is None or delivery.kind is kind, delivery
    return delivery


def tell(connection: sa.Connection, now: datetime) -> Done | Withdrawn | None:
    """Fan out what is due, as the job does."""
    delivery = claimed(connection, now)
    if delivery is None:
        return None
    outcome = change_notices.fan_out(connection, ELEVEN, now)
    claims.settle(connection, delivery, outcome, now)
    return outcome


def recipients(connection: sa.Connection) -> list[tuple[str, str]]:
    rows = connection.execute(
        sa.select(table.c.kind, table.c.target)
        .where(table.c.kind.in_(["change_notice", "channel_change"]))
        .order_by(table.c.id)
    )
    return [(row.kind, row.target) for row in rows]


ALL = [("channel_change", "C0LABCAMP"), ("change_notice", "U0ANNA"), ("change_notice", "U0BEN")]


def test_the_thread_and_those_who_come_or_may_are_told(connection: sa.Connection) -> None:
    set_up(connection)
    assert edit(connection, location="Rathaus")
    assert tell(connection, NOON + TEN - timedelta(seconds=1)) is None
    assert tell(connection, NOON + TEN) == Done()
    assert recipients(connection) == ALL


def test_each_edit_moves_the_one_notice(connection: sa.Connection) -> None:
    set_up(connection)
    for minutes in (0, 9, 18):
        edit(connection, NOON + timedelta(minutes=minutes), location=f"Raum {minutes}")
    assert tell(connection, NOON + timedelta(minutes=27)) is None
    assert tell(connection, NOON + timedelta(minutes=28)) == Done()
    assert recipients(connection) == ALL


def test_nothing_is_told_when_all_is_as_it_was_told(connection: sa.Connection) -> None:
    set_up(connection)
    edit(connection, location="Rathaus")
    assert not edit(connection, NOON + timedelta(minutes=1), location="online")
    assert tell(connection, NOON + 2 * TEN) == Withdrawn("nothing has changed")
    assert recipients(connection) == []


def test_the_next_notice_begins_where_the_last_one_ended(connection: sa.Connection) -> None:
    set_up(connection)
    edit(connection, location="Rathaus")
    tell(connection, NOON + TEN)
    connection.execute(sa.delete(table).where(table.c.kind != "change"))
    edit(connection, NOON + 2 * TEN, location="Bibliothek")
    tell(connection, NOON + 3 * TEN)
    payloads = connection.execute(
        sa.select(table.c.payload).where(table.c.kind == "change_notice")
    ).scalars()
    for payload in payloads:
        assert '"location": "Rathaus"' in payload["before"]
        assert '"location": "Bibliothek"' in payload["after"]


def test_an_edit_while_the_notice_goes_out_makes_another(connection: sa.Connection) -> None:
    set_up(connection)
    edit(connection, location="Rathaus")
    now = NOON + TEN
    delivery = claimed(connection, now)
    assert delivery is not None
    edit(connection, now, location="Bibliothek")
    assert change_notices.fan_out(connection, ELEVEN, now) == Done()
    claims.settle(connection, delivery, Done(), now)
    connection.execute(sa.update(table).where(table.c.kind != "change").values(state="sent"))
    edit(connection, now + timedelta(minutes=1), location="Turnhalle")
    assert tell(connection, now + TEN) is None
    assert tell(connection, now + TEN + timedelta(minutes=1)) == Done()


def test_other_changes_are_told_only_on_request(connection: sa.Connection) -> None:
    set_up(connection)
    assert not edit(connection, title="Anders")
    assert tell(connection, NOON + TEN) is None
    assert edit(connection, NOON + TEN, tell_others=True, host="Rathauslabor")
    assert tell(connection, NOON + 2 * TEN) == Done()
    (payload, *_) = connection.execute(
        sa.select(table.c.payload).where(table.c.kind == "change_notice")
    ).scalars()
    assert payload["parts"] == "host"


def test_drafts_are_nobodys_business(connection: sa.Connection) -> None:
    set_up(connection, replace(EVENT, status=Status.DRAFT))
    assert not edit(connection, location="Rathaus")
    assert not edit(connection, NOON + TEN, status=Status.PUBLISHED)
    assert tell(connection, NOON + 3 * TEN) is None


def test_what_changed_while_it_was_a_draft_again_is_told(connection: sa.Connection) -> None:
    set_up(connection)
    edit(connection, status=Status.DRAFT)
    assert tell(connection, NOON + TEN) == Withdrawn("the event is a draft")
    edit(connection, NOON + 2 * TEN, location="Rathaus")
    edit(connection, NOON + 3 * TEN, status=Status.PUBLISHED)
    assert tell(connection, NOON + 4 * TEN) == Done()
    (payload, *_) = connection.execute(
        sa.select(table.c.payload).where(table.c.kind == "change_notice")
    ).scalars()
    assert payload["parts"] == "location"


def test_nobody_is_told_of_changes_to_what_is_over(connection: sa.Connection) -> None:
    set_up(connection)
    late = EVENT.ends_at + TEN
    assert not edit(connection, late, location="Rathaus")
    assert tell(connection, late + TEN) is None


def test_shortly_before_the_beginning_people_are_told_in_time(connection: sa.Connection) -> None:
    set_up(connection)
    now = EVENT.starts_at - timedelta(minutes=20)
    edit(connection, now, location="Rathaus")
    assert tell(connection, now + timedelta(minutes=5)) == Done()


def test_whoever_took_the_answer_back_is_not_told(connection: sa.Connection) -> None:
    set_up(connection)
    edit(connection, location="Rathaus")
    tell(connection, NOON + TEN)
    rsvps.save(connection, ELEVEN, an_rsvp("U0ANNA", Answer.NO))
    delivery = claimed(connection, NOON + TEN, Kind.CHANNEL_CHANGE)
    assert delivery is not None
    said = contents.channel(connection, delivery, NOON + TEN)
    assert isinstance(said, tuple)
    assert isinstance(said[0], Changes)
    letter = claimed(connection, NOON + TEN, Kind.CHANGE_NOTICE)
    assert letter is not None
    assert letter.target == "U0ANNA"
    outcome = contents.direct(connection, letter, NOON + TEN)
    assert outcome == Withdrawn("the answer is another now")
    rsvp_messages.close(connection, "C0LABCAMP", "1.1")
