"""What a delivery says is looked up when its turn comes, and dropped when it is not true then."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.cards import OwnAnswer, Post
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Missed, Withdrawn
from bot.domain.events import Closed, Event, Status
from bot.domain.rsvps import Answer, Counts, Rsvp
from bot.jobs.deliver import addressed
from bot.jobs.kinds import KINDS
from bot.services.announcements import announce
from storage import events, members, rsvp_messages, rsvps, tables
from tests.builders import ELEVEN, NOON, a_delivery, an_event, an_rsvp

USER = "U0ANNA"
OVER = an_event(starts_at=NOON - timedelta(hours=3), ends_at=NOON)
CANCELLED = an_event(status=Status.CANCELLED)
DRAFT = an_event(status=Status.DRAFT)
WAITS = an_rsvp(USER, waitlisted_at=NOON)


def said(connection: sa.Connection, delivery: Delivery) -> object:
    return KINDS[delivery.kind].content(connection, delivery, NOON)


def content(connection: sa.Connection, delivery: Delivery) -> tuple[object, ...]:
    """What is said, as something is."""
    found = said(connection, delivery)
    assert isinstance(found, tuple)
    return found


def letter(connection: sa.Connection, kind: Kind) -> object:
    return said(connection, a_delivery(kind, target=USER))


def announcement(connection: sa.Connection) -> Delivery:
    """An announcement that was wanted while the event was open."""
    events.save(connection, an_event(), NOON)
    announce(connection, "U9", ELEVEN, "Kommt!", "labcamp", "key", NOON)
    number = connection.execute(sa.select(tables.announcements.c.id)).scalar_one()
    return a_delivery(Kind.ANNOUNCEMENT, payload={"announcement": number})


def test_every_kind_has_a_way() -> None:
    assert set(KINDS) == set(Kind)


# --- In the channel


def test_a_post_shows_the_event_and_the_counts_of_this_moment(connection: sa.Connection) -> None:
    delivery = announcement(connection)
    events.save(connection, an_event(title="Neuer Titel"), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    (post,) = content(connection, delivery)
    assert isinstance(post, Post)
    assert (post.event.title, post.counts) == ("Neuer Titel", Counts(yes=1))


@pytest.mark.parametrize(
    ("event", "unwanted"), [(CANCELLED, Missed), (DRAFT, Missed), (OVER, Missed)]
)
def test_an_announcement_of_an_event_that_was_closed_meanwhile_is_dropped(
    connection: sa.Connection, event: Event, unwanted: type
) -> None:
    delivery = announcement(connection)
    events.save(connection, event, NOON)
    assert isinstance(said(connection, delivery), unwanted)


def test_what_is_about_something_that_is_gone_is_withdrawn(connection: sa.Connection) -> None:
    for delivery in (
        a_delivery(Kind.ANNOUNCEMENT, payload={"announcement": 1}),
        a_delivery(Kind.REFRESH, payload={"ts": "1.1"}),
        a_delivery(Kind.PLACE),
        a_delivery(Kind.WAITING),
        a_delivery(Kind.CLOSED),
        a_delivery(Kind.PROBLEMS, payload={}),
    ):
        assert isinstance(said(connection, delivery), Withdrawn), delivery.kind


@pytest.mark.parametrize(
    ("event", "closed"),
    [(an_event(), None), (CANCELLED, Closed.CANCELLED), (OVER, Closed.PAST)],
)
def test_a_refresh_says_whether_the_event_is_closed(
    connection: sa.Connection, event: Event, closed: Closed | None
) -> None:
    events.save(connection, event, NOON)
    rsvp_messages.add(connection, RsvpMessage("C0LABCAMP", "1.1", ELEVEN))
    (post,) = content(connection, a_delivery(Kind.REFRESH, payload={"ts": "1.1"}))
    assert post == Post(event, Counts(), None, closed)


def test_a_seed_is_an_emoji_on_a_message(connection: sa.Connection) -> None:
    delivery = a_delivery(Kind.SEED, payload={"ts": "1.1", "emoji": "x"})
    assert said(connection, delivery) == ("1.1", "x")


# --- Letters to members


def test_a_letter_is_in_the_members_own_language(connection: sa.Connection) -> None:
    events.save(connection, CANCELLED, NOON)
    for language in (None, "en"):
        if language:
            members.set_language(connection, USER, language, NOON)
        delivery = a_delivery(Kind.CLOSED, target=USER)
        said, member = addressed(connection, delivery, NOON)
        assert (said, member.language) == ((CANCELLED, Closed.CANCELLED), language)


def test_what_goes_to_a_channel_is_in_no_members_language(connection: sa.Connection) -> None:
    delivery = announcement(connection)
    members.set_language(connection, "U9", "en", NOON)
    assert addressed(connection, delivery, NOON)[1].language is None


def test_that_an_event_is_closed_is_not_said_when_it_is_open_again(
    connection: sa.Connection,
) -> None:
    events.save(connection, an_event(), NOON)
    assert isinstance(letter(connection, Kind.CLOSED), Withdrawn)


@pytest.mark.parametrize(
    ("kind", "rsvp", "wanted"),
    [
        (Kind.WAITING, WAITS, True),
        (Kind.WAITING, an_rsvp(USER), False),
        (Kind.WAITING, an_rsvp(USER, Answer.NO), False),
        (Kind.PLACE, an_rsvp(USER), True),
        (Kind.PLACE, WAITS, False),
        (Kind.PLACE, an_rsvp(USER, Answer.MAYBE), False),
    ],
)
def test_a_letter_about_the_line_is_sent_only_while_it_is_true(
    connection: sa.Connection, kind: Kind, rsvp: Rsvp, wanted: bool
) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, rsvp)
    found = letter(connection, kind)
    if not wanted:
        assert isinstance(found, Withdrawn)
    else:
        assert isinstance(found, tuple)
        assert isinstance(found[0], OwnAnswer)
        assert found[0].rsvp == rsvp


def test_a_place_in_an_event_that_is_over_was_missed(connection: sa.Connection) -> None:
    events.save(connection, OVER, NOON)
    rsvps.save(connection, ELEVEN, an_rsvp(USER))
    assert isinstance(letter(connection, Kind.PLACE), Missed)


@pytest.mark.parametrize(("kind", "rsvp"), [(Kind.PLACE, an_rsvp(USER)), (Kind.WAITING, WAITS)])
def test_nobody_is_told_of_the_line_of_a_cancelled_event(
    connection: sa.Connection, kind: Kind, rsvp: Rsvp
) -> None:
    events.save(connection, CANCELLED, NOON)
    rsvps.save(connection, ELEVEN, rsvp)
    assert isinstance(letter(connection, kind), Withdrawn)
