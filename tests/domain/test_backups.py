"""Which backups are made and kept, whatever dates there are."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backups import BadRotation, Rotation, is_due, rotation, superfluous
from tests.builders import NOON
from tests.every_case import every

DAY = timedelta(days=1)
times = st.integers(-3000, 3000).map(lambda hours: NOON + timedelta(hours=hours))
rotations = st.builds(Rotation, st.integers(0, 10), st.integers(0, 6)).filter(
    lambda kept: kept.days + kept.weeks > 0
)


@given(st.sets(times, min_size=1), rotations, times)
def test_the_newest_stays_and_never_more_than_were_asked_for(
    made: set[datetime], kept: Rotation, now: datetime
) -> None:
    stay = made - superfluous(made, kept, now)
    assert max(made) in stay
    assert len(stay) <= kept.days + kept.weeks
    assert all(now - at < kept.longest for at in stay - {max(made)})
    assert superfluous(stay, kept, now) == set()


@pytest.mark.parametrize("kept", [Rotation(7, 4), Rotation(3, 0), Rotation(0, 2), Rotation(1, 1)])
def test_after_a_while_there_are_as_many_as_were_asked_for_and_of_each_of_those_days_one(
    kept: Rotation,
) -> None:
    made: set[datetime] = set()
    for hour in range(0, 24 * 40, 6):
        now = NOON + timedelta(hours=hour)
        if is_due(made, kept, now):
            made.add(now)
        made -= superfluous(made, kept, now)
    assert {(now - day * DAY).date() for day in range(kept.days)} <= {at.date() for at in made}
    weeks = {(now - week * 7 * DAY).isocalendar()[:2] for week in range(kept.weeks)}
    assert weeks <= {at.isocalendar()[:2] for at in made}


def test_one_is_due_once_a_day_or_without_daily_ones_once_a_week() -> None:
    assert is_due([], Rotation(7, 4), NOON)
    assert not is_due([NOON - timedelta(hours=10)], Rotation(7, 4), NOON)
    assert is_due([NOON - timedelta(hours=11)], Rotation(7, 4), NOON)  # yesterday at eleven
    monday = NOON  # 2026-11-23
    assert not is_due([monday], Rotation(0, 4), monday + 6 * DAY)
    assert is_due([monday], Rotation(0, 4), monday + 7 * DAY)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("7d,4w", Rotation(7, 4)),
        (" 4W , 7D", Rotation(7, 4)),
        ("365d", Rotation(365, 0)),
        ("52w", Rotation(0, 52)),
        ("None", None),
    ],
)
def test_what_can_be_written(text: str, read: Rotation | None) -> None:
    assert rotation(text) == read


@every(
    "text", ["7", "0d", "7d,7d", "366d", "53w", "7d;4w", "7d,", "d", "-1d", "7d,none", "٧d", "1y"]
)
def test_what_can_not_be_written(text: str) -> None:
    with pytest.raises(BadRotation):
        rotation(text)
