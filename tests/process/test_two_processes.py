"""Two processes on one PostgreSQL share the work; one of them may be killed at any time."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import rules
from bot.services import deliveries
from bot.services.changes import event_changed
from playground import Playground
from playground.sample import ADA, ANNA, BEN, CEM, DORA, EMIL, FRANCES, LABCAMP
from storage import claims, events, rsvps, tables
from storage.database import Database, engine_url
from tests.builders import a_full_event, an_rsvp
from tests.process.bot_process import bot_in
from tests.process.imported import EVENTS, announced, posts, until_healthy
from tests.process.nursery import Nursery
from tests.waiting import HANG, until

PEOPLE = (ANNA, BEN, CEM, DORA, EMIL, FRANCES)
LETTERS = 3
REMINDERS = "direct:1h"
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
POSTS = (Kind.ANNOUNCEMENT, Kind.CLOSED, Kind.REMINDER)
TWELVE = EVENTS + EVENTS.partition("events:\n")[2].replace("11", "12").replace(
    "published", "cancelled"
)


@pytest.fixture
def url(postgres_url: str) -> Iterator[str]:
    """The address of an empty database on PostgreSQL."""
    address = engine_url(postgres_url)
    server = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    name = f"shared_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
        yield address.set(drivername="postgresql", database=name).render_as_string(
            hide_password=False
        )
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def letters(playground: Playground) -> Counter[str]:
    """How many direct messages everybody has."""
    return Counter({user: len(playground.as_user(user).direct_messages) for user in PEOPLE})


def put_letters(db: Database, playground: Playground) -> None:
    """All but the last of them, which is a reminder of an event at which everybody comes."""
    now = now_in(playground)
    starts_at = now + HOUR
    coming = a_full_event(13, starts_at=starts_at, ends_at=starts_at + HOUR)
    with db.transaction() as connection:
        events.save(connection, coming, now - HOUR)
        for user in PEOPLE:
            rsvps.save(connection, EventNumber(13), an_rsvp(user))
            for number in range(LETTERS - EventNumber(1)):
                key = f"{number} {user}"
                deliveries.add(connection, Kind.CLOSED, user, {"event": EventNumber(12)}, now, key)
        event_changed(connection, coming, rules(REMINDERS), now - HOUR)


def now_in(playground: Playground) -> datetime:
    """The time in Slack and for the bots."""
    return datetime.fromtimestamp(playground.workspace.clock.now(), UTC)


def nothing_is_due(db: Database, playground: Playground) -> bool:
    """Whether all that was due until now is done or put off."""
    with db.reading() as connection:
        due = claims.next_due(connection, now_in(playground))
    return due is None or due > now_in(playground)


@pytest.mark.fault(
    "two",
    "two processes send at once, and one is killed in the middle",
    expected="the other ends what it began; all is posted once",
)
@pytest.mark.parametrize("over_sockets", [True, False])
async def test_what_one_did_when_it_was_killed_the_other_ends_and_all_is_posted_once(
    playground: Playground,
    tmp_path: Path,
    url: str,
    nursery: Nursery,
    unused_tcp_port_factory: Callable[[], int],
    over_sockets: bool,
) -> None:
    ports = [unused_tcp_port_factory() for _ in range(2)]
    environment = {
        "DATABASE_URL": url,
        "HOST": "127.0.0.1",
        "LABCAMP_REMINDERS": REMINDERS,
        "LABCAMP_REMINDER_GRACE": "55m",
    }
    if not over_sockets:
        secret = playground.credentials.signing_secret
        environment |= {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": secret}
        playground.connect_http(f"http://127.0.0.1:{ports[0]}/slack/events")
    (tmp_path / "events.yaml").write_text(TWELVE, encoding="utf-8")
    async with (
        bot_in(playground, tmp_path, **environment, PORT=str(ports[0])) as one,
        bot_in(playground, tmp_path, **environment, PORT=str(ports[1])) as other,
    ):
        status, said = await one.run(nursery, "import", "events.yaml")
        assert status == 0, said
        for bot, port in ((one, ports[0]), (other, ports[1])):
            await bot.start(nursery)
            await until_healthy(port)
        message = await announced(playground)
        db = Database(url, HANG)
        playground.faults.add("chat.postMessage", "hang", times=2)
        put_letters(db, playground)
        # each of the two is in the middle of a post; one of them does not come out of it
        await until(lambda: sum(call.error == "hang" for call in playground.calls) == 2)
        await one.kill()
        if not over_sockets:
            playground.connect_http(f"http://127.0.0.1:{ports[1]}/slack/events")
        await playground.as_user(ANNA).react(LABCAMP, message.ts, "white_check_mark")
        await until(lambda: sum(letters(playground).values()) == LETTERS * len(PEOPLE) - 2)
        wanted = dict.fromkeys(PEOPLE, LETTERS)
        for _ in range(6):  # the lease runs out, it is looked up twice, it is sent once more
            if letters(playground) != wanted:
                playground.move_clock(61)
                await until(lambda: nothing_is_due(db, playground))
        assert letters(playground) == wanted
        assert_paced(db)
        db.close()
    assert len(posts(playground)) == 1
    assert "✅ 1" in posts(playground)[0].text
    assert playground.as_user(ADA).direct_messages == []


def assert_paced(db: Database) -> None:
    """Nobody got two posts within a second, whichever process sent them."""
    row = tables.deliveries.c
    posts = sa.select(row.target, row.claimed_at).where(row.kind.in_(POSTS))
    last: dict[str, datetime] = {}
    with db.reading() as connection:
        for target, claimed_at in connection.execute(posts.order_by(row.claimed_at)):
            assert target not in last or claimed_at - last[target] >= SECOND, target
            last[target] = claimed_at
