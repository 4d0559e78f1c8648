"""What follows from an outcome: refreshes are coalesced, organizers are told once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import LEASE, REFRESH_PACE, Delivery, Kind, State
from bot.domain.delivery_outcomes import (
    Later,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Uncertain,
    Withdrawn,
)
from bot.domain.rsvps import EMOJI
from bot.jobs.kinds.reports import went_wrong
from bot.services import claims, deliveries
from bot.services.announcements import announce
from storage import events, rsvp_messages, tables
from tests.builders import ELEVEN, NOON, an_event

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
ORGANIZERS = ("U8", "U9")
SENT = Sent("C1", "1.1")


def refresh(connection: sa.Connection, seconds: float = 0) -> None:
    now = NOON + seconds * SECOND
    deliveries.add_again(connection, Kind.REFRESH, "C1", {"ts": "1.1"}, now, "refresh")


def claim(connection: sa.Connection, seconds: float = 0) -> Delivery | None:
    return claims.claim(connection, NOON + seconds * SECOND)


def claimed(connection: sa.Connection, seconds: float = 0) -> Delivery:
    delivery = claim(connection, seconds)
    assert delivery is not None
    return delivery


def settle(
    connection: sa.Connection, delivery: Delivery, outcome: Outcome, seconds: float = 0
) -> State | None:
    now = NOON + seconds * SECOND
    state = claims.settle(connection, delivery, outcome, now)
    if waiting(connection, Kind.TELLING):  # as bot.jobs.sending does
        row = tables.deliveries
        telling = sa.update(row).where(row.c.kind == Kind.TELLING.value)
        connection.execute(telling.values(state=State.SENT.value, done_at=now))
        deliveries.report_to(connection, ORGANIZERS, now)
    return state


def letter(connection: sa.Connection, user: str, kind: Kind = Kind.PLACE) -> None:
    deliveries.add(connection, kind, user, {"event": ELEVEN}, NOON, f"{kind} {user}")


def waiting(connection: sa.Connection, kind: Kind) -> list[str]:
    """To whom pending deliveries of this kind go."""
    row = tables.deliveries.c
    found = sa.select(row.target).where(row.kind == kind.value, row.state == "pending")
    return sorted(connection.execute(found).scalars())


def announced(connection: sa.Connection) -> Delivery:
    """A claimed announcement."""
    events.save(connection, an_event(), NOON)
    announce(connection, "U9", ELEVEN, "Kommt!", "labcamp", "key", NOON)
    return claimed(connection)


# --- Coalescing


def test_however_often_it_is_wanted_one_refresh_waits(connection: sa.Connection) -> None:
    for tenth in range(10):
        refresh(connection, tenth / 10)
    settle(connection, claimed(connection, 1), SENT, 1)
    assert claim(connection, 3600) is None


def test_what_is_wanted_while_it_is_sent_is_sent_once_more(connection: sa.Connection) -> None:
    refresh(connection)
    delivery = claimed(connection)
    refresh(connection, 0.5)
    refresh(connection, 0.7)
    assert settle(connection, delivery, SENT, 1) is State.PENDING
    assert claim(connection, 2) is None
    settle(connection, claimed(connection, 3), SENT, 3)
    assert claim(connection, 3600) is None


def test_what_was_sent_comes_back_but_never_too_soon(connection: sa.Connection) -> None:
    refresh(connection)
    settle(connection, claimed(connection), SENT, 1)
    refresh(connection, 1.1)
    pace = REFRESH_PACE.total_seconds()
    assert claim(connection, 1 + pace - 0.1) is None
    settle(connection, claimed(connection, 1 + pace), SENT, 4)
    refresh(connection, 60)
    assert claim(connection, 60) is not None


@pytest.mark.parametrize("outcome", [Refused("is_archived"), Withdrawn("gone"), Missed("late")])
def test_what_could_not_be_sent_comes_back_too(connection: sa.Connection, outcome: Outcome) -> None:
    refresh(connection)
    settle(connection, claimed(connection), outcome)
    refresh(connection, 60)
    again = [claimed(connection, 60) for _ in waiting(connection, Kind.PROBLEMS)]
    again.append(claimed(connection, 60))
    assert [one.attempts for one in again if one.kind is Kind.REFRESH] == [1]


# --- Claiming


def test_posts_to_one_channel_are_a_second_apart(connection: sa.Connection) -> None:
    for key in ("a", "b"):
        deliveries.add(connection, Kind.PLACE, "U1", {"event": ELEVEN}, NOON, key)
    letter(connection, "U2")
    targets = [delivery.target for delivery in (claimed(connection), claimed(connection))]
    assert sorted(targets) == ["U1", "U2"]
    assert claim(connection, 0.9) is None
    assert claimed(connection, 1).target == "U1"


def test_an_update_that_was_interrupted_is_simply_repeated(connection: sa.Connection) -> None:
    refresh(connection)
    first = claimed(connection)
    second = claimed(connection, LEASE.total_seconds())
    assert (second.id, second.uncertain) == (first.id, False)
    assert settle(connection, first, SENT, 61) is None
    assert settle(connection, second, SENT, 61) is State.SENT


def test_when_slack_asks_for_patience_nothing_of_that_method_is_sent(
    connection: sa.Connection,
) -> None:
    for user in ("U1", "U2"):
        letter(connection, user)
    refresh(connection)
    first = claimed(connection)
    assert settle(connection, first, Later(10 * SECOND)) is State.PENDING
    assert claimed(connection).kind is Kind.REFRESH
    assert claim(connection, 9) is None
    assert claims.next_due(connection, NOON + SECOND) == NOON + 10 * SECOND
    assert claimed(connection, 10).kind.is_a_post


def test_what_can_not_be_prepared_holds_nobody_else_up(connection: sa.Connection) -> None:
    for user in ("U1", "U2"):
        letter(connection, user)
    settle(connection, claimed(connection), PutBack(5 * MINUTE, "could not be prepared"))
    assert claimed(connection).target == "U2"


# --- An announcement that was posted


def test_a_posted_announcement_takes_answers_and_gets_its_three_emoji(
    connection: sa.Connection,
) -> None:
    delivery = announced(connection)
    assert settle(connection, delivery, SENT) is State.SENT
    (message,) = rsvp_messages.of_event(connection, ELEVEN)
    number, posted = delivery.payload["announcement"], an_event().hours
    assert message == RsvpMessage("C1", "1.1", ELEVEN, number, posted=posted)
    seeds = [claimed(connection) for _ in EMOJI]
    assert {seed.kind for seed in seeds} == {Kind.SEED}
    assert [seed.payload["emoji"] for seed in seeds] == list(EMOJI.values())
    assert {(seed.target, seed.payload["ts"]) for seed in seeds} == {("C1", "1.1")}
    assert claim(connection) is None


def test_who_lost_the_lease_changes_nothing(connection: sa.Connection) -> None:
    delivery = announced(connection)
    claim(connection, LEASE.total_seconds())
    assert settle(connection, delivery, SENT, 61) is None
    assert rsvp_messages.of_event(connection, ELEVEN) == []


@pytest.mark.parametrize("outcome", [Refused("is_archived"), NotFindable("old"), Missed("late")])
def test_an_announcement_that_was_not_posted_takes_no_answers(
    connection: sa.Connection, outcome: Outcome
) -> None:
    settle(connection, announced(connection), outcome)
    assert rsvp_messages.of_event(connection, ELEVEN) == []
    assert waiting(connection, Kind.SEED) == []
    assert waiting(connection, Kind.PROBLEMS) == ["U8", "U9"]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (SENT, "posted"),
        (Later(SECOND), "planned"),
        (Withdrawn("the event is cancelled"), "withdrawn"),
        (Refused("is_archived"), "failed"),
        (Uncertain("timeout"), "planned"),
        (NotFindable("missing_scope"), "uncertain"),
        (Missed("the event was over"), "failed"),
    ],
)
def test_an_announcement_that_will_not_be_posted_is_not_planned_any_more(
    connection: sa.Connection, outcome: Outcome, status: str
) -> None:
    settle(connection, announced(connection), outcome)
    assert connection.execute(sa.select(tables.announcements.c.status)).scalar_one() == status


# --- The organizers are told


def test_nobody_is_told_of_what_went_well_or_was_not_wanted(connection: sa.Connection) -> None:
    for user, outcome in (("U1", SENT), ("U2", Withdrawn("gone")), ("U3", Later(SECOND))):
        letter(connection, user)
        settle(connection, claimed(connection), outcome)
    assert waiting(connection, Kind.PROBLEMS) == []


def test_several_problems_make_one_report_to_each_organizer(connection: sa.Connection) -> None:
    for user in ("U1", "U2", "U3"):
        letter(connection, user)
    for _ in range(3):
        settle(connection, claimed(connection), Refused("user_disabled"), 1)
    assert waiting(connection, Kind.PROBLEMS) == ["U8", "U9"]
    report = claimed(connection, 2)
    said = went_wrong(connection, report, NOON + 2 * SECOND)
    assert isinstance(said, tuple)
    assert [problem.target for problem in said[0]] == ["U1", "U2", "U3"]


def reported(connection: sa.Connection, seconds: float) -> tuple[Delivery, list[str]]:
    """The next report to one organizer, and whom it names."""
    while True:
        report = claimed(connection, seconds)
        if report.target == ORGANIZERS[0]:
            break
    said = went_wrong(connection, report, NOON + seconds * SECOND)
    named = said[0] if isinstance(said, tuple) else []
    return report, [problem.target for problem in named]


def test_a_later_problem_makes_a_second_report_without_the_first(
    connection: sa.Connection,
) -> None:
    letter(connection, "U1")
    settle(connection, claimed(connection), Refused("user_disabled"), 1)
    report, named = reported(connection, 2)
    assert named == ["U1"]
    settle(connection, report, SENT, 3)
    letter(connection, "U2")
    settle(connection, claimed(connection, 10), Refused("user_disabled"), 10)
    assert reported(connection, 20)[1] == ["U2"]


def test_a_report_that_slack_put_off_still_names_the_problems(connection: sa.Connection) -> None:
    letter(connection, "U1")
    settle(connection, claimed(connection), Refused("user_disabled"), 1)
    report, _ = reported(connection, 2)
    settle(connection, report, Later(30 * SECOND), 3)
    assert reported(connection, 40)[1] == ["U1"]


def test_a_problem_that_comes_up_while_a_report_is_sent_is_told_in_the_next(
    connection: sa.Connection,
) -> None:
    for user in ("U1", "U2"):
        letter(connection, user)
    one, other = claimed(connection), claimed(connection)
    settle(connection, one, Refused("user_disabled"), 1)
    report, named = reported(connection, 2)
    assert named == [one.target]
    settle(connection, other, Refused("user_disabled"), 3)
    settle(connection, report, SENT, 4)
    assert reported(connection, 30)[1] == [other.target]


def test_a_report_that_can_not_be_delivered_makes_no_report(connection: sa.Connection) -> None:
    letter(connection, "U1")
    settle(connection, claimed(connection), Refused("user_disabled"), 1)
    report, _ = reported(connection, 2)
    connection.execute(
        sa.delete(tables.deliveries).where(tables.deliveries.c.target == ORGANIZERS[1])
    )
    assert settle(connection, report, Refused("user_disabled"), 3) is State.REFUSED
    assert claim(connection, 3600) is None
