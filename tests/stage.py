"""A stage: the playground and the whole bot beside it, over the real protocol, in one process.

Only what ticks is left out: a test says itself when deliveries are looked at.
"""

import socket
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from bot import monitoring, web
from bot.bolt import bolt_app
from bot.connections import Connection
from bot.deps import Deps
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KnowledgeItem
from bot.domain.rsvps import Counts, Rsvp
from bot.domain.topics import Topic
from bot.feeds import Feeds
from bot.health import Health
from bot.jobs.deliver import deliver_due
from bot.jobs.reconcile import reconcile_all
from bot.settings import Settings
from bot.slack import Identity, Slack
from bot.socket_mode import SocketMode
from playground import Actor, Playground, SlackMessage, Workspace
from playground.sample import ADA, ANNA, BEN, FRANCES, LABCAMP
from storage import events, knowledge, rsvps, topics
from storage.database import Database
from tests.builders import a_full_event
from tests.databases import locked_for
from tests.fakes import StandingClock
from tests.manifest import manifest_commands, manifest_events, manifest_scopes
from tests.waiting import HANG, until


class WorkspaceClock:
    """The playground's clock, for the bot: what Slack calls now is now here too."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def now(self) -> datetime:
        """The present instant, aware and UTC."""
        return datetime.fromtimestamp(self._workspace.clock.now(), UTC)


@dataclass
class Stage:
    """What a test plays with."""

    playground: Playground
    deps: Deps
    web_url: str = ""  # of the bot's own web server, where the stage has one

    @property
    def ada(self) -> Actor:
        """An organizer, German."""
        return self.playground.as_user(ADA)

    @property
    def anna(self) -> Actor:
        """A member, German."""
        return self.playground.as_user(ANNA)

    @property
    def ben(self) -> Actor:
        """Another organizer."""
        return self.playground.as_user(BEN)

    @property
    def frances(self) -> Actor:
        """A member whose Slack is set to English."""
        return self.playground.as_user(FRANCES)

    @property
    def db(self) -> Database:
        """The bot's database."""
        return self.deps.db

    def store(self, *to_store: Event) -> None:
        """Put events into the database, as an import would."""
        with self.db.transaction() as connection:
            for event in to_store:
                events.save(connection, event, self.deps.clock.now())

    def store_items(self, *items: KnowledgeItem) -> None:
        """Put knowledge items into the database, as an import would."""
        with self.db.transaction() as connection:
            for item in items:
                knowledge.save(connection, item, self.deps.clock.now())

    def store_topics(self, *titles: str) -> None:
        """Put topics into the database, as an import would."""
        with self.db.transaction() as connection:
            for title in titles:
                topics.add(connection, Topic(title), None, self.deps.clock.now())

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        """Somebody else writes, and does not come to an end."""
        with locked_for(self.deps):
            yield

    async def announced(
        self, event: Event | None = None, text: str = "Kommt vorbei!"
    ) -> SlackMessage:
        """The message of an event that Ada announced: posted, seeded and refreshed."""
        event = event or a_full_event()
        self.store(event)
        reply = await self.ada.command(f"/labcamp announce {event.number} {text}")
        assert reply.ok, reply
        await self.deliver()
        return self.posts()[-1]

    async def deliver(self) -> None:
        """Let events arrive, and send what is due now."""
        await self.playground.settled()
        await deliver_due(self.deps)
        await self.playground.settled()
        await self.deps.afterwards.finish(HANG)

    async def refreshed(self) -> None:
        """Let events arrive and messages follow, however soon after the last refresh."""
        await self.deliver()
        self.playground.move_clock(3)
        await self.deliver()

    async def reconcile(self) -> None:
        """Compare with Slack, as at every start."""
        assert await reconcile_all(self.deps)

    def posts(self, channel: str = LABCAMP) -> list[SlackMessage]:
        """What the bot has posted in a channel, oldest first."""
        workspace = self.playground.workspace
        messages = workspace.messages[channel].values()
        return [message for message in messages if message.bot_id == workspace.bot_id]

    def rsvp(self, actor: Actor, number: int = 11) -> Rsvp | None:
        """What is stored of somebody's answer."""
        with self.db.reading() as connection:
            return rsvps.get(connection, EventNumber(number), actor.id)

    def answer(self, actor: Actor, number: int = 11) -> str | None:
        """Somebody's stored answer, as a word."""
        rsvp = self.rsvp(actor, number)
        return rsvp.answer.value if rsvp else None

    def counts(self, number: int = 11) -> Counts:
        """The stored counts."""
        with self.db.reading() as connection:
            return rsvps.counts(connection, EventNumber(number))


def settings_for(playground: Playground, **fields: object) -> Settings:
    """Settings of a bot in this playground; `fields` of Settings differ."""
    values = {
        "slack_bot_token": playground.credentials.bot_token,
        "slack_signing_secret": playground.credentials.signing_secret,
        "slack_api_url": playground.api_url,
        "channel": LABCAMP,
        "organizers": frozenset({ADA, BEN}),
        "homepage_url": "https://example.org/labcamp",
        "newsletter_url": "https://example.org/newsletter",
        "backups": None,
    }
    return Settings(**{**values, **fields})  # type: ignore[arg-type]


@asynccontextmanager
async def on_stage(
    db: Database,
    *,
    over_sockets: bool = False,
    haste: Mapping[str, float] | None = None,
    **fields: object,
) -> AsyncIterator[Stage]:
    """A playground and the bot in it, by signed HTTP requests or over Socket Mode.

    `haste` are shorter times for bot.socket_mode.SocketMode.
    """
    workspace = Workspace.sample()
    workspace.clock = StandingClock()
    playground = Playground(
        workspace,
        manifest_scopes=manifest_scopes(),
        bot_events=manifest_events(),
        commands=manifest_commands(),
        retry_delays=(0.0, 0.01, 0.02),
        ack_seconds=HANG,
        strict_rates=False,
    )
    async with AsyncExitStack() as stack:
        await playground.start()
        stack.push_async_callback(playground.stop)
        if over_sockets:
            fields["slack_app_token"] = playground.credentials.app_token
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="labcamp-"))
        settings = settings_for(playground, **{"backup_dir": Path(folder) / "backups", **fields})
        slack = await stack.enter_async_context(
            Slack(settings.slack_bot_token, settings.slack_api_url)
        )
        identity = await slack.identity()
        assert isinstance(identity, Identity)
        clock = WorkspaceClock(playground.workspace)
        deps = Deps(settings, db, slack, clock, identity)
        web_url = ""
        if over_sockets:
            await _connect(stack, deps, haste or {})
        else:
            web_url = await _serve(stack, deps, playground)
        await playground.connected()
        yield Stage(playground, deps, web_url)
        await deps.afterwards.finish(HANG)


async def _connect(stack: AsyncExitStack, deps: Deps, haste: Mapping[str, float]) -> None:
    assert deps.settings.slack_app_token is not None
    connection = SocketMode(
        bolt_app(deps), deps.settings.slack_app_token, deps.afterwards, lambda: None, **haste
    )
    await connection.connect()
    stack.push_async_callback(connection.close)


async def _serve(stack: AsyncExitStack, deps: Deps, playground: Playground) -> str:
    endpoint = web.SlackEndpoint(deps.settings.slack_signing_secret)
    endpoint.open(bolt_app(deps), deps.identity.team, deps.learned.signatures)
    feeds = Feeds(deps.db, deps.clock, deps.settings.language, deps.settings.public_url)
    port = await stack.enter_async_context(served(endpoint, feeds))
    playground.connect_http(f"http://127.0.0.1:{port}/slack/events")
    return f"http://127.0.0.1:{port}"


@asynccontextmanager
async def served(
    endpoint: web.SlackEndpoint, feeds: Feeds, health: Health | None = None
) -> AsyncIterator[int]:
    """The web app, listening; gives its port. Without `health` it is starting for ever."""
    app = web.create(endpoint, monitoring.routes(health or Health()), feeds)
    config = uvicorn.Config(app, log_config=None, lifespan="off", access_log=False, http=Connection)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as bot.app does
    # its own serve() ends with two pauses of a tenth of a second
    await server.startup(sockets=[listener])
    await server.on_tick(0)  # makes the headers of all answers
    try:
        yield listener.getsockname()[1]
    finally:
        for one in server.servers:
            one.close()
        for connection in list(server.server_state.connections):
            connection.shutdown()
        await until(lambda: not (server.server_state.connections or server.server_state.tasks))


@pytest.fixture
async def stage(stage_db: Database) -> AsyncIterator[Stage]:
    """A stage by signed HTTP requests."""
    async with on_stage(stage_db) as stage:
        yield stage


@pytest.fixture
async def sqlite_stage(own_sqlite_db: Database) -> AsyncIterator[Stage]:
    """A stage on a SQLite file, which a test may ruin."""
    async with on_stage(own_sqlite_db) as stage:
        yield stage


@pytest.fixture
async def socket_stage(postgres_db: Database) -> AsyncIterator[Stage]:
    """A stage over Socket Mode, on PostgreSQL."""
    async with on_stage(postgres_db, over_sockets=True) as stage:
        yield stage


@pytest.fixture(params=["stage", "socket_stage"], ids=["http", "socket"])
def either_stage(request: pytest.FixtureRequest) -> Stage:
    """A stage by each of the two ways in which Slack reaches a bot, and on either database."""
    found: Stage = request.getfixturevalue(request.param)
    return found
