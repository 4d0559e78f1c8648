"""Wall clocks and instants agree, on ordinary days and in both nights of the clock change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.times import (
    NoSuchLocalTime,
    NotShownTwice,
    is_zone,
    to_local,
    to_utc,
)

BERLIN = "Europe/Berlin"
# Ordinary, southern, half-hour steps, a day that was skipped, negative summer time, none at all.
ZONES = (BERLIN, "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia", "Europe/Dublin", "UTC")


def wall(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(fold=fold)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2026-12-07 15:00", "2026-12-07 14:00"),
        ("2026-07-07 15:00", "2026-07-07 13:00"),
        ("2026-03-29 01:59:59", "2026-03-29 00:59:59"),
        ("2026-03-29 03:00", "2026-03-29 01:00"),
        ("2026-10-25 01:59:59", "2026-10-24 23:59:59"),
        ("2026-10-25 03:00", "2026-10-25 02:00"),
    ],
)
def test_a_berlin_wall_time_means_one_instant(local: str, instant: str) -> None:
    assert to_utc(wall(local), BERLIN) == utc(instant)
    assert to_utc(wall(local), BERLIN).tzinfo is UTC


@pytest.mark.parametrize("local", ["2026-03-29 02:00", "2026-03-29 02:30", "2026-03-29 02:59:59"])
@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_spring_leaves_out_is_refused(local: str, fold: int) -> None:
    with pytest.raises(NoSuchLocalTime, match="does not exist in Europe/Berlin"):
        to_utc(wall(local, fold=fold), BERLIN)


def test_the_hour_that_autumn_brings_twice_means_its_first_pass() -> None:
    assert to_utc(wall("2026-10-25 02:30"), BERLIN) == utc("2026-10-25 00:30")


def test_the_second_pass_of_the_repeated_hour_can_be_asked_for() -> None:
    assert to_utc(wall("2026-10-25 02:30", fold=1), BERLIN) == utc("2026-10-25 01:30")


def test_a_second_pass_is_refused_where_there_is_none() -> None:
    with pytest.raises(NotShownTwice, match="only once"):
        to_utc(wall("2026-10-25 03:30", fold=1), BERLIN)


def test_a_day_that_a_zone_skipped_does_not_exist_there() -> None:
    with pytest.raises(NoSuchLocalTime):
        to_utc(wall("2011-12-30 12:00"), "Pacific/Apia")


def test_an_aware_wall_time_and_a_naive_instant_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        to_utc(utc("2026-12-07 14:00"), BERLIN)
    with pytest.raises(ValueError, match="with its zone"):
        to_local(wall("2026-12-07 14:00"), BERLIN)


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia"])
def test_known_zones_are_known(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Berlin", "europe/berlin", "Europe", "../etc/passwd", "CEST", "+01:00", "\0"]
)
def test_other_names_are_no_zones(name: str) -> None:
    assert not is_zone(name)


@given(
    st.integers(0, 100 * 366 * 86_400).map(lambda s: utc("2000-01-02") + timedelta(seconds=s)),
    st.sampled_from(ZONES),
)
def test_every_instant_survives_the_way_to_the_wall_clock_and_back(
    instant: datetime, zone: str
) -> None:
    assert to_utc(to_local(instant, zone).replace(tzinfo=None), zone) == instant


@given(
    st.integers(0, 3 * 86_400).map(lambda s: utc("2026-10-24") + timedelta(seconds=s)),
)
def test_the_way_back_holds_second_by_second_around_the_autumn_night(instant: datetime) -> None:
    assert to_utc(to_local(instant, BERLIN).replace(tzinfo=None), BERLIN) == instant
