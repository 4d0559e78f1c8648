"""Answers become counts some time after the end of their event, and say nothing of a few."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcements import RsvpMessage
from bot.domain.calendar import KeptToken
from bot.domain.deliveries import Kind
from bot.domain.events import Session, Status
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Publication
from bot.domain.rsvps import Answer, Counts, Reaction, Via
from bot.services import deliveries, members, retention
from bot.services.rsvp_reactions import ReactionSeen, react
from bot.services.rsvps import answer
from storage import events, feeds, knowledge, knowledge_items, rsvp_messages, rsvps, tables
from storage import members as stored
from storage.database import Database
from tests.builders import ELEVEN, NOON, an_event, an_item
from tests.databases import again
from tests.statements import Heard, looked_through, recorded

DAY = timedelta(days=1)
END = NOON
LATE = END + 30 * DAY + timedelta(seconds=1)
TWELVE = EventNumber(12)


def told(connection: sa.Connection, number: EventNumber, **people: int) -> None:
    """An event that ended at END, to which so many people said each of these."""
    starts = END - timedelta(hours=3)
    events.save(connection, an_event(number, starts_at=starts, ends_at=END), NOON - 40 * DAY)
    rsvp_messages.add(connection, RsvpMessage("C1", f"{number}.1", number))
    for said, count in people.items():
        for one in range(count):
            user, then = f"U{number}{said.upper()}{one}", NOON - 2 * DAY
            answer(connection, user, Answer(said), number, Via.BUTTON, user, then, then)
            deliveries.add(connection, Kind.PLACE, user, {"event": number}, then, f"letter {user}")


def passed(connection: sa.Connection, now: datetime) -> list[EventNumber]:
    """What the job does every hour, at `now`; the events that it counted."""
    before, counted = now - 30 * DAY, []
    while found := retention.due(connection, before):
        number, letters = found
        for some in retention.some(letters):
            retention.delete_letters(connection, some)
        assert retention.count(connection, number, before, now)
        counted.append(number)
    while retention.delete_some(connection, before, now):
        pass
    while idle := retention.idle_members(connection, before):
        assert retention.delete_members(connection, idle, before) == len(idle)
    return counted


def kept(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_after_its_time_an_answer_is_only_counted(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=12, maybe=4, no=0)
    told(connection, TWELVE, no=5)
    assert passed(connection, END + 30 * DAY) == []
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=12, maybe=4)
    assert passed(connection, LATE) == [ELEVEN, TWELVE]
    assert kept(connection, tables.rsvps) == 0
    final = rsvps.counts(connection, ELEVEN)
    assert [final.shown(name) for name in ("yes", "maybe", "no")] == ["12", "<5", "0"]
    assert rsvps.counts(connection, TWELVE).shown("no") == "5"
    assert passed(connection, LATE + DAY) == []


def test_reactions_go_too_also_those_that_come_later(connection: sa.Connection) -> None:
    told(connection, ELEVEN)
    seen = ReactionSeen("C1", "11.1", "U1", Reaction(Answer.YES, END - DAY, END - DAY))
    react(connection, seen, END - DAY)
    passed(connection, LATE)
    assert kept(connection, tables.reactions) == 0
    late = ReactionSeen("C1", "11.1", "U1", Reaction(Answer.NO, LATE, LATE))
    react(connection, late, LATE)
    passed(connection, LATE)
    assert kept(connection, tables.reactions) == 0
    assert rsvps.counts(connection, ELEVEN).shown("no") == "0"


def test_what_was_sent_to_somebody_goes_once_it_is_done(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=2)
    done = sa.update(tables.deliveries).where(tables.deliveries.c.target == "U11YES0")
    connection.execute(done.values(state="sent"))
    passed(connection, LATE)
    rows = connection.execute(sa.select(tables.deliveries.c.target, tables.deliveries.c.kind))
    assert {tuple(row) for row in rows} == {("U11YES1", "place"), ("C1", "refresh")}


def test_an_event_that_is_to_come_again_is_answered_anew(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=7)
    passed(connection, LATE)
    moved = an_event(starts_at=LATE + DAY, ends_at=LATE + 2 * DAY)
    events.save(connection, moved, LATE)
    assert rsvps.counts(connection, ELEVEN) == Counts()
    answer(connection, "U1", Answer.YES, ELEVEN, Via.BUTTON, "anew", LATE, LATE)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1)
    assert passed(connection, LATE + 2 * DAY) == []


def test_an_event_that_is_to_come_again_keeps_no_answer_that_was_only_to_be_deleted(
    connection: sa.Connection,
) -> None:
    told(connection, ELEVEN, yes=7)
    seen = ReactionSeen("C1", "11.1", "U1", Reaction(Answer.YES, END - DAY, END - DAY))
    react(connection, seen, END - DAY)
    assert retention.count(connection, ELEVEN, LATE - 30 * DAY, LATE)
    moved = an_event(starts_at=LATE + DAY, ends_at=LATE + 2 * DAY)
    events.save(connection, moved, LATE)
    assert rsvps.counts(connection, ELEVEN) == Counts()
    assert kept(connection, tables.reactions) == 0


def test_an_edit_or_an_import_of_what_is_over_leaves_its_counts(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=7)
    passed(connection, LATE)
    edited = an_event(title="Nachlese", starts_at=END - 9 * DAY, ends_at=END - 8 * DAY)
    events.save(connection, edited, LATE)
    assert rsvps.counts(connection, ELEVEN).shown("yes") == "7"


def test_neither_drafts_nor_cancelled_events_keep_answers_longer(
    connection: sa.Connection,
) -> None:
    for number, status in ((ELEVEN, Status.DRAFT), (TWELVE, Status.CANCELLED)):
        told(connection, number, yes=5)
        starts = END - timedelta(hours=3)
        other = an_event(number, starts_at=starts, ends_at=END, status=status)
        events.save(connection, other, NOON)
    assert passed(connection, LATE) == [ELEVEN, TWELVE]
    assert kept(connection, tables.rsvps) == 0


def test_all_members_are_looked_at_but_not_all_answers(own_sqlite_db: Database) -> None:
    """With a million answers that would take a second, and nobody could write."""
    heard: Heard = {}
    with recorded(heard):
        db = again(own_sqlite_db)
        with db.transaction() as connection:
            retention.idle_members(connection, LATE)
            ((sql, values),) = [one for one in heard.items() if one[0].startswith("SELECT members")]
            assert {table for table, _ in looked_through(connection, sql, values)} == {"members"}
        db.close()


def test_a_member_who_answers_just_now_stays(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    members.learn_language(connection, "U0IDLE", "en", NOON)
    idle = retention.idle_members(connection, LATE)
    assert idle == ["U0IDLE"]
    answer(connection, "U0IDLE", Answer.NO, ELEVEN, Via.BUTTON, "key", NOON, NOON)
    assert retention.delete_members(connection, idle, LATE) == 0


def test_who_moves_an_event_just_before_keeps_its_answers(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=7)
    before = LATE - 30 * DAY
    assert retention.due(connection, before) is not None
    events.save(connection, an_event(starts_at=LATE, ends_at=LATE + DAY), LATE)
    assert not retention.count(connection, ELEVEN, before, LATE)
    retention.delete_some(connection, before, LATE)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=7)


def test_members_stay_only_for_a_reason(connection: sa.Connection) -> None:
    told(connection, ELEVEN, yes=1)
    members.learn_language(connection, "U11YES0", "en", NOON)
    members.learn_language(connection, "U0LEARNT", "en", NOON)
    members.learn_language(connection, "U0NEW", "en", LATE)
    members.set_language(connection, "U0CHOSE", "en", "key", NOON)
    stored.set_organizer(connection, "U0ORGANIZES", NOON, organizer=True)
    members.learn_language(connection, "U0FEED", "en", NOON)
    feeds.add(connection, "U0FEED", KeptToken("handle", "digest"))
    kept_for = {"U0NEW", "U0CHOSE", "U0ORGANIZES", "U0FEED"}
    names = sa.select(tables.members.c.user)
    passed(connection, LATE - 2 * timedelta(seconds=1))
    assert set(connection.execute(names).scalars()) == {*kept_for, "U11YES0", "U0LEARNT"}
    passed(connection, LATE)
    assert set(connection.execute(names).scalars()) == kept_for


def test_who_proposed_what_was_decided_is_forgotten_after_a_while(
    connection: sa.Connection,
) -> None:
    for number, status in enumerate((Publication.PROPOSED, Publication.PUBLISHED)):
        knowledge_items.add(connection, an_item(number, status=status), "U1", NOON)
    names = sa.select(tables.knowledge.c.proposed_by).order_by(tables.knowledge.c.id)
    passed(connection, NOON + 90 * DAY)
    assert list(connection.execute(names).scalars()) == ["U1", "U1"]
    passed(connection, NOON + 91 * DAY)
    assert list(connection.execute(names).scalars()) == ["U1", None]


def test_a_contact_is_forgotten_when_their_talk_has_no_material(connection: sa.Connection) -> None:
    talks = (Session("Mit", contact="U1"), Session("", "Ohne", contact="U2"))
    event = an_event(sessions=talks)
    events.save(connection, event, NOON)
    knowledge_items.add(connection, an_item(1), None, NOON)
    knowledge.save(connection, an_item(1, session="mit", status=Publication.REJECTED), NOON)
    names = sa.select(tables.sessions.c.contact).order_by(tables.sessions.c.position)
    passed(connection, event.ends_at + 30 * DAY)
    assert list(connection.execute(names).scalars()) == ["U1", "U2"]
    passed(connection, event.ends_at + 31 * DAY)
    assert list(connection.execute(names).scalars()) == ["U1", None]


@given(*[st.integers(0, 40)] * 4)
def test_what_is_kept_in_the_end_tells_of_no_small_group(
    yes: int, maybe: int, no: int, waiting: int
) -> None:
    counts = Counts(yes, maybe, no, waiting)
    kept = counts.final()
    numbers = [number for number in kept.values() if isinstance(number, int)]
    assert all(number == 0 or number >= 5 for number in numbers)
    again = Counts.of_final(kept)
    for name in kept:
        exact = getattr(counts, name)
        assert again.shown(name) == (str(exact) if exact == 0 or exact >= 5 else "<5")
    assert Counts.of_final(again.final()) == again
