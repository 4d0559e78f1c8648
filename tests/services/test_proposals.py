"""Adding, proposing, deciding and changing knowledge items, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import Sent, Withdrawn
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import seen
from bot.domain.proposals import ProposalPage
from bot.domain.replies import AddressTaken, Overtaken, Repeated, Reply, TooMany
from bot.jobs.kinds import proposals as letters
from bot.services import changes, claims, knowledge_additions, proposals
from bot.services.deliveries import report_to
from bot.services.knowledge_additions import MOST_WAITING, Added, Known
from bot.services.knowledge_editing import ItemSaved, change, get
from bot.services.proposals import (
    GATHERING,
    AlreadyDecided,
    Decided,
)
from storage import deliveries, events, knowledge, talk_items
from storage.database import Database
from storage.tables import deliveries as rows
from tests.builders import NOON, a_delivery, a_full_event, an_event, an_item

PUBLISHED, REJECTED = Publication.PUBLISHED, Publication.REJECTED


def propose(
    connection: sa.Connection, number: int = 1, user: str = "U0ANNA", **fields: Any
) -> KeptItem:
    outcome = knowledge_additions.add(
        connection, user, an_item(number, **fields), f"key {number}", NOON, organizes=False
    )
    assert isinstance(outcome, Added), outcome
    return outcome.kept


def on_the_table(connection: sa.Connection, kind: Kind) -> list[Any]:
    return list(connection.execute(sa.select(rows).where(rows.c.kind == kind).order_by(rows.c.id)))


def stored(connection: sa.Connection, kept: ItemId) -> KnowledgeItem:
    found = get(connection, kept)
    assert found is not None
    return found.item


def test_what_a_member_adds_waits_and_what_an_organizer_adds_does_not(
    connection: sa.Connection,
) -> None:
    item = an_item(1, session="Runde", tags=("a",), description="Worum", event=4)
    waits = knowledge_additions.add(connection, "U0ANNA", item, "a", NOON, organizes=False)
    other = an_item(2)
    there = knowledge_additions.add(connection, "U0ADA", other, "b", NOON, organizes=True)
    assert isinstance(waits, Added)
    assert isinstance(there, Added)
    expected = replace(item, status=Publication.PROPOSED)
    assert get(connection, waits.kept.id) == replace(waits.kept, item=expected)
    assert waits.kept.proposed_by == "U0ANNA"
    assert get(connection, there.kept.id) == KeptItem(there.kept.id, other)
    assert knowledge.all_items(connection) == [expected, other]


def test_one_form_makes_one_item_and_a_known_address_none(connection: sa.Connection) -> None:
    kept = propose(connection)
    again = knowledge_additions.add(
        connection, "U0ANNA", an_item(1), "key 1", NOON, organizes=False
    )
    assert again == Repeated(kept)
    other = an_item(1, url="https://EXAMPLE.org/1/?utm_source=x", title="Anders")
    for organizes in (True, False):
        outcome = knowledge_additions.add(
            connection, "U0BEN", other, "c", NOON, organizes=organizes
        )
        assert outcome == Known(kept)


def test_nobody_has_more_than_so_many_waiting(connection: sa.Connection) -> None:
    kept = [propose(connection, number) for number in range(MOST_WAITING)]
    one_more = (connection, "U0ANNA", an_item(99), "z", NOON)
    assert knowledge_additions.add(*one_more, organizes=False) == TooMany(MOST_WAITING)
    propose(connection, 100, "U0BEN")
    proposals.decide(connection, "U0ADA", kept[0].id, REJECTED, NOON)
    assert isinstance(knowledge_additions.add(*one_more, organizes=False), Added)


def at_once(db: Database, *deeds: Callable[[sa.Connection], object]) -> list[object]:
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[sa.Connection], object]) -> object:
        barrier.wait()
        with db.transaction() as connection:
            return deed(connection)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_of_two_who_add_the_same_address_at_once_one_hears_of_the_other(db: Database) -> None:
    for number in range(5):
        item = an_item(number)
        outcomes = at_once(
            db,
            lambda c, i=item, n=number: knowledge_additions.add(
                c, "U1", i, f"a{n}", NOON, organizes=False
            ),  # type: ignore[misc]
            lambda c, i=item, n=number: knowledge_additions.add(
                c, "U2", i, f"b{n}", NOON, organizes=True
            ),  # type: ignore[misc]
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Added", "Known"]


def test_of_two_who_decide_at_once_one_hears_of_the_other(db: Database) -> None:
    for number in range(5):
        with db.transaction() as connection:
            kept = propose(connection, number).id
        outcomes = at_once(
            db,
            lambda c, k=kept: proposals.decide(c, "U0ADA", k, PUBLISHED, NOON),  # type: ignore[misc]
            lambda c, k=kept: proposals.decide(c, "U0BEN", k, REJECTED, NOON, word="Nein"),  # type: ignore[misc]
        )
        (done,) = [one for one in outcomes if isinstance(one, Decided)]
        (late,) = [one for one in outcomes if isinstance(one, AlreadyDecided)]
        by = "U0ADA" if done.kept.item.status is PUBLISHED else "U0BEN"
        assert late == AlreadyDecided(done.kept, by)
        with db.reading() as connection:
            assert len(on_the_table(connection, Kind.DECIDED)) == number + 1


def test_a_decision_and_a_change_of_its_event_do_not_wait_for_each_other(db: Database) -> None:
    event = a_full_event(4)
    with db.transaction() as connection:
        events.save(connection, event, NOON)
    for number in range(10):
        with db.transaction() as connection:
            kept = propose(connection, number, event=4).id

        def change(connection: sa.Connection, number: int = number) -> object:
            before = events.get_locked(connection, EventNumber(4))
            assert before is not None
            after = replace(before, title=f"Titel {number}")
            events.save(connection, after, NOON)
            changes.event_changed(connection, after, (), NOON)
            return after

        outcomes = at_once(
            db,
            change,
            lambda c, k=kept: proposals.decide(c, "U0ADA", k, PUBLISHED, NOON),  # type: ignore[misc]
        )
        assert isinstance(outcomes[1], Decided)


def test_the_proposer_is_told_once_for_each_outcome(connection: sa.Connection) -> None:
    kept = propose(connection)
    proposals.decide(connection, "U0ADA", kept.id, REJECTED, NOON, word="Noch nicht")
    assert proposals.decide(connection, "U0BEN", ItemId(99), REJECTED, NOON) == Reply.ITEM_GONE
    for number, status in enumerate([PUBLISHED, REJECTED, PUBLISHED]):
        before = stored(connection, kept.id)
        sign, key = seen(before), f"change {number}"
        after = replace(before, status=status)
        changed = change(connection, "U0BEN", kept.id, after, sign, key, NOON)
        assert isinstance(changed, ItemSaved)
    told = [(row.target, row.payload) for row in on_the_table(connection, Kind.DECIDED)]
    assert told == [
        ("U0ANNA", {"item": kept.id, "status": "rejected", "by": "U0ADA", "word": "Noch nicht"}),
        ("U0ANNA", {"item": kept.id, "status": "published", "by": "U0BEN", "word": ""}),
    ]


def test_whoever_decides_their_own_proposal_gets_no_letter(connection: sa.Connection) -> None:
    kept = propose(connection, user="U0ADA")
    assert isinstance(proposals.decide(connection, "U0ADA", kept.id, PUBLISHED, NOON), Decided)
    assert on_the_table(connection, Kind.DECIDED) == []


def test_an_item_is_changed_only_as_it_was_seen(connection: sa.Connection) -> None:
    kept, other = propose(connection, 1), propose(connection, 2)
    changed = replace(kept.item, title="Neu", event=EventNumber(4), session="x")
    sign = seen(kept.item)
    args = (connection, "U0ADA", kept.id, changed)
    assert change(*args, sign, "a", NOON) == ItemSaved(replace(kept, item=changed))
    assert change(*args, sign, "a", NOON) == Repeated(replace(kept, item=changed))
    overtaken = change(*args, sign, "b", NOON)
    assert overtaken == Overtaken(replace(kept, item=changed), "U0ADA")
    taken = replace(changed, url=other.item.url)
    outcome = change(connection, "U0ADA", kept.id, taken, seen(changed), "c", NOON)
    assert outcome == AddressTaken(other.item.title)
    moved = replace(changed, url="https://example.org/moved")
    change(connection, "U0ADA", kept.id, moved, seen(changed), "d", NOON)
    assert stored(connection, kept.id) == moved
    assert knowledge.get_many(connection, [kept.item.url]) == {}


def test_who_sees_it_is_not_changed_by_a_form_from_before_its_contact_decided(
    connection: sa.Connection,
) -> None:
    kept = propose(connection, visibility=Visibility.MEMBERS)
    titled = replace(kept.item, title="Neu")
    change(connection, "U0BEN", kept.id, titled, seen(kept.item), "before", NOON)
    sign, public = seen(titled), replace(titled, visibility=Visibility.PUBLIC)
    for decision in (Visibility.NOBODY, Visibility.MEMBERS):  # and back again
        talk_items.show_to(connection, kept.id, "U0ANNA", decision)
    outcome = change(connection, "U0ADA", kept.id, public, sign, "a", NOON)
    assert outcome == Overtaken(replace(kept, item=titled), None)  # it was not Ben
    assert stored(connection, kept.id).visibility is Visibility.MEMBERS


def test_pages_hold_all_that_waits_and_the_last_is_never_empty(connection: sa.Connection) -> None:
    assert proposals.page(connection, 3) == ProposalPage((), 1, 0)
    kept = [propose(connection, number) for number in range(7)]
    first, last = proposals.page(connection, 1), proposals.page(connection, 99)
    assert [*first.items, *last.items] == kept
    assert (first.has_more, last.number, last.has_more) == (True, 2, False)


# --- Telling


def test_all_that_comes_within_minutes_is_one_wish(connection: sa.Connection) -> None:
    propose(connection, 1)
    proposals.tell_of_proposals(connection, NOON + timedelta(minutes=1))
    (row,) = on_the_table(connection, Kind.PROPOSED)
    assert (row.state, row.due_at) == (State.PENDING, NOON + GATHERING)
    later = NOON + timedelta(hours=1)
    for state in (State.CLAIMED, State.SENT):
        connection.execute(sa.update(rows).values(state=state.value))
        proposals.tell_of_proposals(connection, later)
        (row,) = on_the_table(connection, Kind.PROPOSED)
        assert row.due_at == later + GATHERING


def test_letters_say_what_waits_when_they_are_sent(connection: sa.Connection) -> None:
    delivery = a_delivery(Kind.PROPOSALS, target="U0ADA")
    assert letters.proposed(connection, delivery, NOON) == Withdrawn("nothing waits")
    assert letters.waiting(connection, delivery, NOON) == Withdrawn("nothing waits")
    kept = [propose(connection, number) for number in range(7)]
    assert letters.proposed(connection, delivery, NOON) == (Kind.PROPOSALS,)
    assert letters.waiting(connection, delivery, NOON) == (tuple(kept[:5]), 7)


def test_what_was_decided_otherwise_since_is_not_told(connection: sa.Connection) -> None:
    kept = propose(connection)
    proposals.decide(connection, "U0ADA", kept.id, PUBLISHED, NOON)
    payload = {"item": kept.id, "status": "rejected", "by": "U0BEN", "word": ""}
    for item in (kept.id, 99):
        delivery = a_delivery(Kind.DECIDED, payload={**payload, "item": item})
        assert isinstance(letters.decided(connection, delivery, NOON), Withdrawn)


@pytest.mark.parametrize(("minutes", "again"), [(-1, 0), (1, 1)])
def test_what_came_while_a_letter_was_sent_is_in_the_next(
    connection: sa.Connection, minutes: int, again: int
) -> None:
    item = an_item(1)
    knowledge_additions.add(
        connection, "U1", item, "a", NOON + timedelta(minutes=minutes), organizes=False
    )
    connection.execute(sa.delete(rows))
    delivery = a_delivery(Kind.PROPOSALS, target="U0ADA")
    claims.follow(connection, delivery, Sent("D1", "1.1"), NOON + timedelta(hours=1))
    assert len(on_the_table(connection, Kind.PROPOSED)) == again
    assert deliveries.standing(connection, "proposed") is None or again


# --- What can be chosen


def test_the_menu_offers_what_took_place_or_will_and_no_draft(connection: sa.Connection) -> None:
    events.save(connection, a_full_event(1, starts_at=NOON - timedelta(days=9),
                                         ends_at=NOON - timedelta(days=8)), NOON)  # fmt: skip
    events.save(connection, an_event(2), NOON)
    events.save(connection, an_event(3, status="draft"), NOON)
    events.save(connection, an_event(4, status="cancelled"), NOON)
    assert [event.number for event in knowledge_additions.menu(connection, NOON, None)] == [2, 1]
    assert [
        event.number for event in knowledge_additions.menu(connection, NOON, EventNumber(4))
    ] == [4, 2, 1]
    assert knowledge_additions.event(connection, EventNumber(3)) is None
    assert knowledge_additions.event(connection, None) is None
    found = knowledge_additions.event(connection, EventNumber(1))
    assert found is not None
    assert len(found.sessions) == 2


def test_whoever_proposed_takes_it_back_and_nobody_else(connection: sa.Connection) -> None:
    kept = propose(connection)
    assert proposals.withdraw(connection, "U0BEN", kept.id, NOON) is Reply.ITEM_GONE
    assert proposals.withdraw(connection, "U0ANNA", kept.id, NOON) is Reply.PROPOSAL_WITHDRAWN
    assert knowledge.all_items(connection) == []
    assert proposals.withdraw(connection, "U0ANNA", kept.id, NOON) is Reply.ITEM_GONE
    assert propose(connection, 2).id > kept.id  # a button that means the one never means the other


def test_a_letter_that_is_on_its_way_when_something_is_taken_back_goes_at_once(
    connection: sa.Connection,
) -> None:
    kept, _ = propose(connection), propose(connection, 2)
    report_to(connection, ["U0ADA"], NOON, Kind.PROPOSALS)
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    proposals.withdraw(connection, "U0ANNA", kept.id, NOON)
    claims.settle(connection, delivery, Sent("D1", "1.1"), NOON)
    (removal,) = on_the_table(connection, Kind.REMOVAL)
    assert (removal.target, removal.payload) == ("D1", {"ts": "1.1"})
    (again,) = on_the_table(connection, Kind.PROPOSED)
    assert again.state == State.PENDING


@pytest.mark.parametrize("ts", ["soon", "nan"])
def test_a_letter_of_which_slack_said_an_odd_time_hinders_nobody_and_goes_too(
    connection: sa.Connection, ts: str
) -> None:
    kept = propose(connection)
    report_to(connection, ["U0ADA"], NOON, Kind.PROPOSALS)
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    claims.settle(connection, delivery, Sent("D1", ts), NOON)
    assert proposals.withdraw(connection, "U0ANNA", kept.id, NOON) is Reply.PROPOSAL_WITHDRAWN
    (removal,) = on_the_table(connection, Kind.REMOVAL)
    assert removal.payload == {"ts": ts}


def test_what_was_decided_on_is_not_taken_back(connection: sa.Connection) -> None:
    kept = propose(connection)
    proposals.decide(connection, "U0ADA", kept.id, PUBLISHED, NOON)
    assert proposals.withdraw(connection, "U0ANNA", kept.id, NOON) is Reply.ITEM_GONE
    assert len(knowledge.all_items(connection)) == 1
