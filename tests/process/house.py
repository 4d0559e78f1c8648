"""A house to break things in: the real bot as a process, its Slack, and its database."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.cards import Post
from bot.domain.deliveries import LEASE, Kind, State
from bot.domain.delivery_outcomes import Sent
from bot.domain.rsvps import Counts
from bot.locales import texts
from bot.slack import Slack
from bot.views import rsvps as rsvp_views
from playground import Playground, SlackMessage, Workspace
from playground.sample import ADA, LABCAMP
from storage import events, migrations, rsvp_messages, rsvps, tables
from storage.database import Database, engine_url
from tests.builders import ELEVEN, a_full_event
from tests.manifest import manifest_commands, manifest_events, manifest_scopes
from tests.process.bot_process import BotProcess, bot_in
from tests.process.nursery import Nursery
from tests.process.stopping import Step
from tests.waiting import HANG, until

# More than a lease, and more than what lies between two looks into Slack's history.
_LATER = 61
_ROUNDS = 20
_SOON = timedelta(seconds=5)
# in one statement: between two the bot may have gone on
_ROW = tables.deliveries.c
_IS_BUSY = sa.select(
    sa.exists().where(
        sa.or_(
            # a longer lease is a dead one's, from before the clock was moved back
            sa.and_(
                _ROW.state == State.CLAIMED.value,
                _ROW.claimed_until <= sa.bindparam("leased"),
            ),
            sa.and_(
                _ROW.state.in_([State.PENDING.value, State.LOOKUP.value]),
                _ROW.due_at <= sa.bindparam("soon"),
            ),
        )
    )
)
# what follows an event is planned for weeks ahead: not before then does it matter
_LATER_ON = [
    kind.value for kind in (Kind.MATERIAL_ASKING, Kind.FEEDBACK_ASKING, Kind.FEEDBACK_CLOSING)
]
_WAITS_FOR = sa.select(
    sa.func.min(sa.case((_ROW.state == State.CLAIMED.value, _ROW.claimed_until), else_=_ROW.due_at))
).where(
    _ROW.state.in_([State.PENDING.value, State.LOOKUP.value, State.CLAIMED.value]),
    sa.or_(_ROW.kind.not_in(_LATER_ON), _ROW.due_at <= sa.bindparam("soon")),
)
_GIVEN_UP = sa.select(tables.announcements.c.text).join(
    tables.deliveries,
    (_ROW.state == State.UNCERTAIN.value)
    & (_ROW.dedupe_key == "announcement:" + sa.cast(tables.announcements.c.id, sa.Text)),
)


class House:
    """The bot, which may be killed, and those who look on."""

    def __init__(self, playground: Playground, bot: BotProcess, nursery: Nursery) -> None:
        self.playground = playground
        self.bot = bot
        self.nursery = nursery
        self.db = Database(bot.database_url, HANG)

    async def start(self, stop: Step | None = None) -> None:
        """Start the bot, which stops itself at `stop`."""
        await self.bot.start(self.nursery, stop)

    async def heal(self) -> None:
        """Start the bot as often as it takes, a minute later at least, until nothing waits."""
        for number in range(1, _ROUNDS + 1):
            if self.bot.is_running:
                await self.bot.kill()
            self.playground.move_clock(self._until_more_is_due())
            await self.start()
            with suppress(TimeoutError):  # a dead one's claim is not over: so much later it will be
                await until(self.rests, 6 * number)
            await self.playground.settled()
            if self.waits_for() is None:
                return
        raise AssertionError(f"something still waits: {self.waits_for()}; {self.bot.output()}")

    def _until_more_is_due(self) -> float:
        due = self.waits_for()
        return max(_LATER, (due - self.now()).total_seconds() + 1 if due else 0)

    def rests(self) -> bool:
        """Whether nothing is being delivered, or will be soon."""
        with self.db.reading() as connection:
            times = {"soon": self.now() + _SOON, "leased": self.now() + LEASE + _SOON}
            return not connection.execute(_IS_BUSY, times).scalar_one()

    def now(self) -> datetime:
        """The time in Slack and for the bot."""
        return datetime.fromtimestamp(self.playground.workspace.clock.now(), UTC)

    def waits_for(self) -> datetime | None:
        """When the bot has to do something next; None when nothing waits."""
        with self.db.reading() as connection:
            due: datetime | None = connection.execute(
                _WAITS_FOR, {"soon": self.now() + _SOON}
            ).scalar_one()
            return due

    def posts(self) -> list[SlackMessage]:
        """What the bot has posted in the channel, oldest first."""
        workspace = self.playground.workspace
        messages = workspace.messages[LABCAMP].values()
        return [message for message in messages if message.bot_id == workspace.bot_id]

    def seeded(self) -> bool:
        """Whether the bot's three emoji are under each post that takes answers."""
        bot = self.playground.workspace.bot_user
        with self.db.reading() as connection:
            known = {message.ts for message in rsvp_messages.of_event(connection, ELEVEN)}
        shown = {post.ts: post.reactions for post in self.posts()}
        return bool(known) and all(
            sum(bot in reaction.users for reaction in shown[ts]) == 3 for ts in known
        )

    def counts(self) -> Counts:
        """The stored counts."""
        with self.db.reading() as connection:
            return rsvps.counts(connection, ELEVEN)

    def given_up(self) -> set[str]:
        """The texts of announcements of which the organizers were told that they are uncertain."""
        if not any("unklar" in text for text in self.told()):
            return set()
        with self.db.reading() as connection:
            return set(connection.execute(_GIVEN_UP).scalars())

    def told(self) -> list[str]:
        """What the organizer was told directly."""
        return [message.text for message in self.playground.as_user(ADA).direct_messages]

    async def announced(self) -> SlackMessage:
        """An RSVP message in the channel, from before the bot was started."""
        with self.db.transaction() as connection:
            event = events.get(connection, ELEVEN)
            assert event is not None
            url, token = self.playground.api_url, self.playground.credentials.bot_token
            async with Slack(token, url) as slack:
                shown = rsvp_views.post(Post(event, Counts(), None), texts("de"))
                sent = await slack.post(LABCAMP, shown, "from before")
                assert isinstance(sent, Sent)
            rsvp_messages.add(connection, RsvpMessage(LABCAMP, sent.ts, ELEVEN))
        return self.posts()[0]


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with an event in it, to be copied."""
    return furnished_in(tmp_path_factory.mktemp("furnished"))


def furnished_in(folder: Path) -> Path:
    """A new SQLite database in this folder, with an event in it."""
    file = folder / "labcamp.db"
    furnish(f"sqlite:///{file}", folder)
    return file


@pytest.fixture(scope="session")
def process_postgres(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a PostgreSQL database for a process, with an event in it."""
    return furnished_on(postgres_url, tmp_path_factory.mktemp("postgres"))


def furnished_on(server: str, folder: Path) -> str:
    """The address of a new PostgreSQL database on this server, with an event in it."""
    engine = sa.create_engine(engine_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE process"))
    engine.dispose()
    url = engine_url(server).set(drivername="postgresql", database="process")
    address = url.render_as_string(hide_password=False)
    furnish(address, folder)
    return address


def furnish(url: str, folder: Path) -> None:
    """Make the tables at `url`, and an event in them; nothing else."""
    migrations.migrate(url, folder)
    database = Database(url, HANG)
    with database.transaction() as connection:
        if not database.is_sqlite:
            names = ", ".join(f'"{table.name}"' for table in tables.metadata.sorted_tables)
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        now = datetime.now(UTC)
        start = now + timedelta(days=60)
        ends = start + timedelta(hours=3)
        events.save(connection, a_full_event(starts_at=start, ends_at=ends), now)
    database.close()


@asynccontextmanager
async def house_in(
    folder: Path,
    nursery: Nursery,
    *,
    port: int | None = None,
    retry_delays: tuple[float, ...] = (0.1, 0.5, 1.0, 2.0),
    **environment: str,
) -> AsyncIterator[House]:
    """A house by signed HTTP requests to `port`, or in Socket Mode without one; nobody is home.

    An event that is not taken comes again after each of the `retry_delays` (seconds). Without
    reminders, unless the environment says otherwise: they would wait for weeks.
    """
    environment = {"LABCAMP_REMINDERS": "none", **environment}
    playground = Playground(
        Workspace.sample(),
        manifest_scopes=manifest_scopes(),
        bot_events=manifest_events(),
        commands=manifest_commands(),
        clock_file=folder / "clock",
        retry_delays=retry_delays,
        ack_seconds=HANG,
        strict_rates=False,
    )
    await playground.start()
    if port is not None:
        environment |= {
            "SLACK_APP_TOKEN": "",
            "SLACK_SIGNING_SECRET": playground.credentials.signing_secret,
            "PORT": str(port),
            "HOST": "127.0.0.1",
        }
        playground.connect_http(f"http://127.0.0.1:{port}/slack/events")
    async with bot_in(playground, folder, **environment) as bot:
        house = House(playground, bot, nursery)
        yield house
        house.db.close()
    await playground.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def furnished_url(request: pytest.FixtureRequest, tmp_path: Path, furnished_file: Path) -> str:
    """The address of a furnished database of each sort."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(furnished_file, tmp_path)}"
    url: str = request.getfixturevalue("process_postgres")
    furnish(url, tmp_path)
    return url


@pytest.fixture
async def house(tmp_path: Path, nursery: Nursery, furnished_url: str) -> AsyncIterator[House]:
    """A house on both sorts of database, in Socket Mode."""
    async with house_in(tmp_path, nursery, DATABASE_URL=furnished_url) as house:
        yield house


@pytest.fixture
async def http_house(
    tmp_path: Path, nursery: Nursery, furnished_file: Path, unused_tcp_port: int
) -> AsyncIterator[House]:
    """A house with a SQLite file, by signed HTTP requests."""
    shutil.copy(furnished_file, tmp_path)
    async with house_in(tmp_path, nursery, port=unused_tcp_port) as house:
        yield house


@pytest.fixture(params=["http", "socket"])
async def either_house(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    nursery: Nursery,
    furnished_file: Path,
    unused_tcp_port: int,
) -> AsyncIterator[House]:
    """A house with a SQLite file, by each of the two ways in which Slack reaches a bot."""
    shutil.copy(furnished_file, tmp_path)
    port = unused_tcp_port if request.param == "http" else None
    async with house_in(tmp_path, nursery, port=port) as house:
        yield house
