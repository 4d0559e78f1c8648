"""When the organizers are asked after an event."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import Status
from bot.domain.follow_ups import GRACE, due, is_too_late, why_unwanted
from tests.builders import an_event


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "ends", "asked"),
    [
        ("Europe/Berlin", "2026-12-07 17:00", "2026-12-08 09:00"),
        ("Europe/Berlin", "2026-12-07 23:30", "2026-12-09 09:00"),  # past midnight in Berlin
        ("America/New_York", "2026-12-08 02:00", "2026-12-08 15:00"),
        ("Europe/Berlin", "2027-03-27 17:00", "2027-03-28 08:00"),  # the night of the clock change
        ("Europe/Berlin", "2026-10-24 16:00", "2026-10-25 09:00"),
    ],
)
def test_it_is_ten_o_clock_where_the_event_was(zone: str, ends: str, asked: str) -> None:
    event = an_event(timezone=zone, starts_at=at(ends) - timedelta(hours=3), ends_at=at(ends))
    assert due(event) == at(asked)


def test_nobody_is_asked_too_early_or_of_what_did_not_take_place() -> None:
    event = an_event()
    assert why_unwanted(event, due(event)) is None
    assert why_unwanted(event, due(event) - timedelta(seconds=1)) is not None
    assert why_unwanted(None, due(event)) is not None
    for status in (Status.DRAFT, Status.CANCELLED):
        assert why_unwanted(an_event(status=status), due(event)) is not None


def test_a_bot_that_was_away_asks_for_three_days() -> None:
    event = an_event()
    assert not is_too_late(event, due(event) + GRACE)
    assert is_too_late(event, due(event) + GRACE + timedelta(seconds=1))
