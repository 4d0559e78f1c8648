"""The time is the system's, moved by what stands in a file."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.builders import NOON
from tests.fakes import FakeClock

NO_TIME = timedelta()


def is_ahead(clock: SystemClock, by: timedelta = NO_TIME) -> bool:
    """Whether it is so far ahead of the real one."""
    before, now, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    return before <= now - by <= after


def test_without_a_file_it_is_now_and_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert is_ahead(clock)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("3600", 3600), ("-86400\n", -86_400), (" 1.5e3 ", 1500), ("0", 0), ("31536000", 31_536_000)],
)
def test_the_file_moves_the_clock(tmp_path: Path, written: str, seconds: int) -> None:
    file = tmp_path / "clock"
    file.write_text(written)
    assert is_ahead(SystemClock(file), timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "written",
    [b"", b"soon", b"nan", b"inf", b"-inf", b"1e300", b"1e12", b"-1e12", b"\xff\xfe", b"1 2"],
)
def test_a_file_without_a_usable_number_moves_nothing(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "clock"
    file.write_bytes(written)
    assert is_ahead(SystemClock(file))


def test_a_file_that_is_not_there_moves_nothing(tmp_path: Path) -> None:
    assert is_ahead(SystemClock(tmp_path / "clock"))
    assert is_ahead(SystemClock(tmp_path))


def test_the_file_is_read_again_within_a_second(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = SystemClock(file)
    clock.now()
    file.write_text("3600")
    time.sleep(1.05)
    assert is_ahead(clock, timedelta(hours=1))


def test_the_fake_clock_stands_until_it_is_moved() -> None:
    clock = FakeClock()
    assert clock.now() == clock.now() == NOON
    assert clock.advance(minutes=5) == clock.now() == NOON + timedelta(minutes=5)
