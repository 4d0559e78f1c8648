"""A short part of `make chaos`, always the same."""

from pathlib import Path

from tests.chaos.__main__ import play
from tests.process.nursery import Nursery


async def test_after_kills_at_random_places_nothing_is_lost_or_posted_twice(
    nursery: Nursery, furnished_file: Path
) -> None:
    tally = await play(nursery, furnished_file, seed=7, kills=15)
    assert tally.kills == 15
    assert tally.posts_expected > 0
    assert tally.rsvps_accepted > 0
    assert tally.is_good, tally
