"""Which events a calendar has, and whose a secret address is."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.calendar import Entry, new_handle, token_of, token_with
from bot.domain.events import Status
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer
from bot.services import calendar as service
from storage import calendar, events, feeds, members, rsvps
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_rsvp

DAY = timedelta(days=1)
KEY = "xoxb-of-a-test"


def numbers(found: list[Entry]) -> list[int]:
    return [entry.event.number for entry in found]


def test_a_calendar_has_what_is_or_was_published_by_its_start(connection: sa.Connection) -> None:
    events.save(connection, a_full_event(starts_at=NOON + DAY, ends_at=NOON + 2 * DAY), NOON)
    events.save(connection, an_event(4, starts_at=NOON - DAY, ends_at=NOON), NOON)
    events.save(connection, an_event(12, status=Status.DRAFT), NOON)
    events.save(connection, an_event(13, status=Status.CANCELLED), NOON)
    events.save(connection, an_event(14), NOON)
    events.save(connection, an_event(14, status=Status.CANCELLED), NOON + DAY)
    found = calendar.published(connection)
    assert numbers(found) == [4, 11, 14]
    assert found[1].event.sessions == a_full_event().sessions
    assert [entry.changed_at for entry in found] == [NOON, NOON, NOON + DAY]
    assert [entry.event.revision for entry in found] == [1, 1, 2]


def test_an_event_that_became_a_draft_again_is_gone(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    events.save(connection, an_event(status=Status.DRAFT), NOON)
    assert calendar.published(connection) == []


def test_nobodys_answer_is_in_everybodys_calendar(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    assert [entry.rsvp for entry in calendar.published(connection)] == [None]


def test_ones_own_calendar_has_what_one_said_yes_or_maybe_to(connection: sa.Connection) -> None:
    answers = {
        11: an_rsvp(),
        12: an_rsvp(answer=Answer.MAYBE),
        13: an_rsvp(answer=Answer.NO),
        14: an_rsvp(waitlisted_at=NOON),
        15: an_rsvp("U0BEN"),
    }
    for number, rsvp in answers.items():
        events.save(connection, an_event(number), NOON)
        rsvps.save(connection, EventNumber(number), rsvp)
    found = calendar.attended(connection, "U0ANNA")
    assert numbers(found) == [11, 12, 14]
    assert [entry.rsvp for entry in found] == [answers[11], answers[12], answers[14]]


def test_a_cancelled_event_stays_in_ones_own_calendar(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    events.save(connection, an_event(status=Status.CANCELLED), NOON)
    assert numbers(calendar.attended(connection, "U0ANNA")) == [11]


def test_the_coming_ones_come_with_ones_answer_if_there_is_one(connection: sa.Connection) -> None:
    events.save(connection, an_event(4, starts_at=NOON - DAY, ends_at=NOON), NOON)
    for number in (11, 12, 13):
        events.save(connection, an_event(number), NOON)
    events.save(connection, an_event(13, status=Status.CANCELLED), NOON)
    rsvps.save(connection, EventNumber(12), an_rsvp())
    rsvps.save(connection, ELEVEN, an_rsvp("U0BEN"))
    found = calendar.coming(connection, "U0ANNA", NOON)
    assert [(entry.event.number, entry.rsvp) for entry in found] == [(11, None), (12, an_rsvp())]


def test_one_event_is_found_unless_it_never_was_published(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    events.save(connection, an_event(12, status=Status.DRAFT), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    found = service.one(connection, ELEVEN, "U0ANNA")
    assert found is not None
    assert found.rsvp == an_rsvp()
    assert service.one(connection, EventNumber(12), "U0ANNA") is None
    assert service.one(connection, EventNumber(99), "U0ANNA") is None


# --- Addresses


def test_a_member_has_one_token_until_they_want_another(connection: sa.Connection) -> None:
    first = service.token(connection, "U0ANNA", KEY)
    assert service.token(connection, "U0ANNA", KEY) == first
    second = service.new_address(connection, "U0ANNA", KEY)
    assert second != first
    assert service.token(connection, "U0ANNA", KEY) == second
    assert service.token(connection, "U0BEN", KEY) not in (first, second)


def test_a_token_leads_to_its_members_calendar_and_dies_with_the_next_one(
    connection: sa.Connection,
) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    members.set_language(connection, "U0ANNA", "en", NOON)
    first, other = service.token(connection, "U0ANNA", KEY), service.token(connection, "U0BEN", KEY)
    found = service.own(connection, str(first), NOON)
    assert found is not None
    assert (numbers(list(found.entries)), found.language) == ([11], "en")
    assert service.own(connection, str(other), NOON) == service.OwnCalendar((), None)
    second = service.new_address(connection, "U0ANNA", KEY)
    assert service.own(connection, str(first), NOON) is None
    assert service.own(connection, str(second), NOON) == found


def test_nothing_but_the_whole_token_will_do(connection: sa.Connection) -> None:
    token = str(service.token(connection, "U0ANNA", KEY))
    near = [token[:-1], token[:-1] + ("0" if token[-1] != "0" else "1"), token + "0"]
    strange = ["", token.upper(), "ä" * len(token), token[:12] + "\0" + token[13:], "%00", "../x"]
    for text in [*near, *strange, token[:12] + "0" * 40, str(token_with(new_handle(), KEY))]:
        if text != token:
            assert service.own(connection, text, NOON) is None, text


def test_nobody_guesses_a_token() -> None:
    tokens = {str(token_with(new_handle(), KEY)) for _ in range(100)}
    assert len(tokens) == 100
    handle = new_handle()
    assert str(token_with(handle, KEY)) != str(token_with(handle, f"{KEY}x"))
    for token in tokens:
        assert len(token) == 52
        found = token_of(token)
        assert found is not None
        assert str(found) == token


def test_two_who_ask_for_the_first_time_at_once_get_the_same(connection: sa.Connection) -> None:
    one, other = (token_with(new_handle(), KEY).kept for _ in range(2))
    feeds.add(connection, "U0ANNA", one)
    feeds.add(connection, "U0ANNA", other)
    assert feeds.of_user(connection, "U0ANNA") == one


def test_an_address_made_with_another_key_is_good_and_can_not_be_shown_again(
    connection: sa.Connection,
) -> None:
    first = service.token(connection, "U0ANNA", KEY)
    assert service.token(connection, "U0ANNA", f"{KEY}x") is None
    assert service.own(connection, str(first), NOON) is not None


def test_no_secret_is_stored(connection: sa.Connection) -> None:
    token = service.token(connection, "U0ANNA", KEY)
    assert token is not None
    stored = str(connection.execute(sa.text("SELECT * FROM feeds")).all())
    assert token.handle in stored
    assert token.secret not in stored


def test_a_day_after_its_end_there_is_no_way_into_an_event_any_more(
    connection: sa.Connection,
) -> None:
    event = an_event(join_url="https://example.org/raum")
    events.save(connection, event, NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    token = str(service.token(connection, "U0ANNA", KEY))
    for later, there in ((timedelta(hours=23), True), (timedelta(days=1), False)):
        found = service.own(connection, token, event.ends_at + later)
        assert found is not None
        assert [bool(one.event.join_url) for one in found.entries] == [there]
