"""A short part of `make chaos`, always the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.__main__ import play
from tests.process.nursery import Nursery


@pytest.mark.fault(
    "killed",
    "at random places, with announcements, reminders, answers and people who leave",
    expected="nothing is lost, posted twice, or found again of who was forgotten",
)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_after_kills_at_random_places_nothing_is_lost_or_posted_twice(
    nursery: Nursery,
    furnished_file: Path,
    database: str,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    furnished: Path | str = furnished_file
    if database == "postgresql":
        furnished = request.getfixturevalue("process_postgres")
    tally = await play(nursery, furnished, seed=7, kills=12)
    assert tally.kills >= 12
    assert tally.posts_expected > 0
    assert tally.reminders_expected > 0
    assert tally.rsvps_accepted > 0
    assert tally.is_good, tally
    counts = f"{tally.kills} kills, {tally.lost} lost, {tally.duplicated} twice"
    record_property("seen", f"{database}: {counts}")
