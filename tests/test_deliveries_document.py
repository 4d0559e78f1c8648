"""The diagram in docs/deliveries.md shows the states that there are, and what leads to which."""

import re
from pathlib import Path

from bot.domain.deliveries import SHORT_LEASE, Kind, State, settlement
from bot.domain.delivery_outcomes import (
    Absent,
    Done,
    Later,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
    Withdrawn,
)
from bot.slack import TIMEOUT
from tests.builders import NOON, a_delivery

TEXT = (Path(__file__).parents[1] / "docs" / "deliveries.md").read_text(encoding="utf-8")
ARROWS = re.findall(r"^    (\S+) --> (\S+?)(?:: (.*))?$", TEXT, re.MULTILINE)
SECOND = a_delivery().claimed_until - a_delivery().claimed_at
OUTCOMES: tuple[Outcome, ...] = (
    Sent("C1", "1.1"),
    Done(),
    Later(SECOND),
    PutBack(SECOND, "could not be prepared"),
    Refused("is_archived"),
    Uncertain("timeout"),
    Absent(),
    Unanswered(SECOND, "ratelimited"),
    NotFindable("missing_scope"),
    Withdrawn("gone"),
    Missed("late"),
)
DONE = [s for s in State if s not in (State.PENDING, State.CLAIMED, State.LOOKUP)]


def test_the_diagram_shows_every_state_and_no_other() -> None:
    assert {name for one, other, _ in ARROWS for name in (one, other)} == {*State, "[*]"}


def test_the_arrows_from_claimed_are_what_outcomes_lead_to() -> None:
    becomes = {
        (settlement(delivery, outcome, NOON).state, type(outcome).__name__)
        for kind in Kind
        for lookups in range(4)
        for attempts in (1, 1000)
        for delivery in [a_delivery(kind, lookups=lookups, attempts=attempts)]
        for outcome in OUTCOMES
    }
    shown = {
        (State(to), name)
        for frm, to, why in ARROWS
        if frm == "claimed" and to != "claimed"
        for name in re.findall(r"\b[A-Z]\w+", why)
    }
    assert shown == becomes


def test_what_is_done_may_be_wanted_again() -> None:
    assert {frm for frm, to, why in ARROWS if why == "wanted again"} == set(DONE)
    assert {frm for frm, to, _ in ARROWS if to == "[*]"} == set(DONE)


def test_the_table_of_kinds_names_each_with_its_method() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\w.]+) \|", TEXT, re.MULTILINE)
    assert dict(rows) == {kind.value: kind.method for kind in Kind}


def test_every_outcome_is_in_its_table() -> None:
    rows = set(re.findall(r"^\| `([A-Z]\w+)` \|", TEXT, re.MULTILINE))
    assert rows == {type(outcome).__name__ for outcome in OUTCOMES}


def test_the_seconds_it_speaks_of_are_those_of_the_code() -> None:
    held = re.search(r"lasts (\d+) seconds for a post and (\d+) .* may take \((\d+)\)", TEXT)
    assert held is not None
    post, other, call = (int(number) for number in held.groups())
    assert post == a_delivery().claimed_until.timestamp() - NOON.timestamp()
    assert call == TIMEOUT
    assert other == SHORT_LEASE.total_seconds()
