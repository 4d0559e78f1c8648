"""Who wants to be forgotten while others write: nothing that they add names them afterwards."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.reminder_rules import rules
from bot.domain.reminders import Reminder
from bot.domain.rsvps import Answer, Via
from bot.domain.wishes import Wish
from bot.services import forgetting, reminders
from bot.services.rsvps import answer
from storage import events, rsvps
from storage.database import Database
from tests.builders import ELEVEN, NOON, an_event, an_rsvp
from tests.databases import again
from tests.records import whole
from tests.waiting import HANG

U = "U0FORGET"
HOUR = timedelta(hours=1)
_WAITS_ALONE = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


def says_yes(connection: sa.Connection) -> None:
    answer(connection, U, Answer.YES, ELEVEN, Via.BUTTON, "key", NOON, NOON)


def reminds(connection: sa.Connection) -> None:
    (rule,) = rules("direct:1h")
    due = Reminder(ELEVEN, rule, an_event().starts_at, an_event().starts_at - HOUR)
    reminders.fan_out(connection, due, HOUR, None, due.due_at)


async def wanted(db: Database) -> None:
    await db.write_alone(forgetting.forget, U, Wish.of(U, NOON), NOON, "D1")


@pytest.mark.parametrize("writes", [says_yes, reminds])
def test_what_others_were_just_adding_goes_too(
    postgres_db: Database, writes: Callable[[sa.Connection], None]
) -> None:
    with postgres_db.transaction() as connection:
        events.save(connection, an_event(), NOON - HOUR)
        rsvps.save(connection, ELEVEN, an_rsvp(U))
    other = again(postgres_db)
    with ThreadPoolExecutor(1) as thread:
        with postgres_db.transaction() as connection:
            writes(connection)
            forgets = thread.submit(lambda: asyncio.run(wanted(other)))
            while not connection.execute(_WAITS_ALONE).scalar_one():
                assert not forgets.done(), "it did not wait"
        forgets.result(HANG)
    other.close()
    with postgres_db.transaction() as connection:
        assert U not in whole(connection)


def test_who_says_so_twice_at_once_is_forgotten_once_and_for_all(db: Database) -> None:
    with db.transaction() as connection:
        events.save(connection, an_event(capacity=1), NOON - HOUR)
        for user in (U, "U2"):
            answer(connection, user, Answer.YES, ELEVEN, Via.BUTTON, user, NOON, NOON)
    other = again(db)

    async def both() -> None:
        await asyncio.gather(wanted(db), wanted(other), wanted(db))

    asyncio.run(both())
    other.close()
    with db.transaction() as connection:
        assert U not in whole(connection)
        (rsvp,) = rsvps.of_event(connection, ELEVEN)
        assert rsvp.takes_a_place
