"""Two processes that deliver at the same instant keep Slack's pace together."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.domain.deliveries import WORKSPACE_BURST, Delivery, Kind
from bot.services import claims, deliveries
from storage.database import Database
from tests.builders import ELEVEN, NOON
from tests.databases import again
from tests.waiting import HANG

SECOND = timedelta(seconds=1)


@pytest.fixture
def other_db(db: Database) -> Database:
    """The same database as another process has it."""
    return again(db)


def put(db: Database, target: str, key: str) -> None:
    with db.transaction() as connection:
        deliveries.add(connection, Kind.PLACE, target, {"event": ELEVEN}, NOON, key)


def all_at(db: Database, seconds: int) -> list[Delivery]:
    """All that one process can claim at this instant."""
    got: list[Delivery] = []
    while True:
        with db.transaction() as connection:
            delivery = claims.claim(connection, NOON + seconds * SECOND)
        if delivery is None:
            return got
        got.append(delivery)


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_two_who_claim_for_one_channel_at_once_get_one_post(
    db: Database, other_db: Database
) -> None:
    """The second has found its own row, and waits for the turn until the first has committed."""
    for key in ("a", "b"):
        put(db, "C1", key)
    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as one:
            assert claims.claim(one, NOON) is not None
            second = pool.submit(all_at, other_db, 0)
            with pytest.raises(TimeoutError):
                second.result(0.2)
        assert second.result(HANG) == []
    assert len(all_at(other_db, 1)) == 1
    other_db.close()


def test_however_many_claim_no_channel_gets_two_posts_a_second(
    db: Database, other_db: Database
) -> None:
    for number in range(12):
        put(db, f"C{number % 3}", f"key {number}")
    for second in range(4):
        with ThreadPoolExecutor(4) as pool:
            found = pool.map(all_at, [db, other_db] * 2, [second] * 4)
            got = Counter(delivery.target for mine in found for delivery in mine)
        assert got == {"C0": 1, "C1": 1, "C2": 1}
    other_db.close()


def test_however_many_claim_the_workspace_gets_its_burst_and_then_five_a_second(
    db: Database, other_db: Database
) -> None:
    with db.transaction() as connection:
        for number in range(WORKSPACE_BURST + 30):
            user = f"U{number}"
            deliveries.add(connection, Kind.PLACE, user, {"event": ELEVEN}, NOON, user)
    for second, turns in enumerate((WORKSPACE_BURST, 5, 5)):
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(all_at, (db, other_db), (second, second)))
        assert sum(map(len, found)) == turns
    other_db.close()
