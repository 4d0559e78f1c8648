"""Looking at events: what a member sees of the next, the last, one, and of pages of them."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.cards import PAGE_SIZE
from bot.domain.events import Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Counts
from bot.services.events import card, last_card, next_card, page
from storage import events, knowledge, rsvps
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_item, an_rsvp

DAY = timedelta(days=1)


def on_day(number: int, day: int, **fields: object) -> Event:
    start = NOON + day * DAY
    return an_event(number, starts_at=start, ends_at=start + timedelta(hours=3), **fields)


def test_without_events_there_is_nothing_to_see(connection: sa.Connection) -> None:
    assert next_card(connection, "U1", NOON) is None
    assert last_card(connection, "U1", NOON) is None
    assert card(connection, ELEVEN, "U1", NOON) is None


def test_next_and_last_are_the_ones_around_now(connection: sa.Connection) -> None:
    for number, day in ((1, -20), (2, -10), (3, 10), (4, 20)):
        events.save(connection, on_day(number, day), NOON)
    following, last = next_card(connection, "U1", NOON), last_card(connection, "U1", NOON)
    assert following is not None
    assert last is not None
    assert (following.event.number, last.event.number) == (3, 2)


def test_a_draft_is_not_to_be_seen_and_a_cancelled_event_is(connection: sa.Connection) -> None:
    events.save(connection, an_event(11, status=Status.DRAFT), NOON)
    events.save(connection, an_event(12, status=Status.CANCELLED), NOON)
    assert card(connection, ELEVEN, "U1", NOON) is None
    assert card(connection, EventNumber(12), "U1", NOON) is not None


def test_a_card_shows_the_whole_event_and_only_what_belongs_to_it(
    connection: sa.Connection,
) -> None:
    other = a_full_event(12, starts_at=NOON, sessions=(Session("Anderswo"),))
    for event in (a_full_event(), other, an_event(13)):
        events.save(connection, event, NOON)
        rsvps.save(connection, event.number, an_rsvp("U1"))
    seen = [card(connection, EventNumber(number), "U1", NOON) for number in (11, 12, 13)]
    assert [shown.event for shown in seen if shown] == [a_full_event(), other, an_event(13)]
    assert [shown.counts for shown in seen if shown] == [Counts(yes=1)] * 3
    assert next_card(connection, "U1", NOON) == seen[1]


def test_a_card_shows_ones_own_answer_and_place_in_the_line(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp("U1"))
    rsvps.save(connection, ELEVEN, an_rsvp("U2", Answer.MAYBE))
    for minute, user in enumerate(("U4", "U3")):
        waits = an_rsvp(user, waitlisted_at=NOON + timedelta(minutes=minute))
        rsvps.save(connection, ELEVEN, waits)
    knowledge.save(connection, an_item(), NOON)
    seen = {user: card(connection, ELEVEN, user, NOON) for user in ("U1", "U2", "U3", "U4", "U5")}
    positions = {user: shown.position for user, shown in seen.items() if shown}
    assert positions == {"U1": None, "U2": None, "U3": 2, "U4": 1, "U5": None}
    may_join = {user for user, shown in seen.items() if shown and shown.may_join}
    assert may_join == {"U1", "U2"}
    stranger = seen["U5"]
    assert stranger is not None
    assert stranger.rsvp is None
    assert stranger.counts == Counts(yes=1, maybe=1, waiting=2)
    assert [kept.item for group in stranger.groups for kept in group.items] == [an_item()]


def test_pages_say_whether_there_are_more(connection: sa.Connection) -> None:
    for number in range(1, 2 * PAGE_SIZE + 1):
        events.save(connection, on_day(number, number), NOON)
    first, second, third = (page(connection, NOON, past=False, number=n) for n in (1, 2, 3))
    assert [event.number for event in first.events] == list(range(1, PAGE_SIZE + 1))
    assert [event.number for event in second.events] == list(
        range(PAGE_SIZE + 1, 2 * PAGE_SIZE + 1)
    )
    assert (first.has_more, second.has_more) == (True, False)
    assert (third.events, third.has_more, third.number) == ((), False, 3)
    past = page(connection, NOON, past=True, number=1)
    assert (past.events, past.has_more, past.past) == ((), False, True)
