"""The composition root: builds Deps, the Bolt app, the schedule and the web app, and runs them."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import structlog
import uvicorn

from bot import health, monitoring, web
from bot.bolt import bolt_app
from bot.clock import SystemClock
from bot.connections import Connection
from bot.deps import Deps
from bot.domain.delivery_outcomes import Later, Refused, Uncertain
from bot.errors import PortInUse
from bot.feeds import Feeds
from bot.jobs import forget
from bot.jobs.ping import LOOK_EVERY, Pings
from bot.jobs.schedule import Schedule
from bot.settings import BadSettings, Settings
from bot.slack import TOKEN_TROUBLE, Identity, Slack
from bot.socket_mode import SocketMode
from bot.version import VERSION
from storage import migrations, refusals
from storage.database import Database, Unavailable

T = TypeVar("T")

log = structlog.get_logger()

# Seconds that things under way are given when the process is asked to end.
_PATIENCE = 7.0
_SLACK_AGAIN = 5.0
_DATABASE_AGAIN = 2.0
# After which a thread that computes lets another one go on; 0.005 is usual. An answer that asks
# PostgreSQL ten things waits so long ten times while somebody else's long list is put together.
_TURN = 0.001


def take_turns() -> None:
    """Have the threads of this process hold one another up as little as pays."""
    sys.setswitchinterval(_TURN)


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT.

    Raises BadSettings when Slack refuses the token, PortInUse, or what storage.migrations.migrate
    does but for a server that is not there yet.
    """
    take_turns()
    listener = _listen(settings.host, settings.port)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopping.set)
    db = Database(settings.database_url)
    try:
        async with Slack(settings.slack_bot_token, settings.slack_api_url) as slack:
            await _run(settings, db, slack, listener, stopping)
    finally:
        db.close()


async def _run(
    settings: Settings, db: Database, slack: Slack, listener: socket.socket, stopping: asyncio.Event
) -> None:
    endpoint = web.SlackEndpoint(None if settings.socket_mode else settings.slack_signing_secret)
    checks, clock = health.Health(), SystemClock(settings.clock_file)
    server = _Server(
        uvicorn.Config(
            web.create(
                endpoint,
                monitoring.routes(checks),
                Feeds(db, clock, settings.language, settings.public_url),
            ),
            log_config=None,
            lifespan="off",
            access_log=False,
            proxy_headers=False,  # nobody is told by their address
            http=Connection,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await _until(stopping, _migrated(settings, db, checks))
        if stopping.is_set():
            return
        identity = await _until(stopping, _identity(slack))
        if identity is not None:
            deps = Deps(settings, db, slack, clock, identity)
            await _serve_slack(deps, endpoint, checks, stopping, listener)
    finally:
        server.should_exit = True
        await serving


async def _serve_slack(
    deps: Deps,
    endpoint: web.SlackEndpoint,
    checks: health.Health,
    stopping: asyncio.Event,
    listener: socket.socket,
) -> None:
    """Take Slack's payloads and do the jobs, until asked to stop."""
    schedule = Schedule(deps)
    deps.wake, deps.reconcile_soon = schedule.wake, schedule.reconcile_soon
    bolt = bolt_app(deps)
    connection = None
    if deps.settings.slack_app_token:
        token = deps.settings.slack_app_token
        connection = SocketMode(bolt, token, deps.afterwards, schedule.reconcile)
    # before anything is compared with Slack, or sent
    with contextlib.suppress(*Unavailable):  # then the job does it, as soon as it can be done
        await forget.honour(deps)
    schedule.start()
    checks.watch(deps, schedule, connection)
    if deps.settings.ping_url:
        pings = Pings(deps.settings.ping_url, deps.clock, checks.complaints)
        schedule.also(pings.ping, every=LOOK_EVERY)
    endpoint.open(bolt, deps.identity.team, deps.learned.signatures)
    try:
        if connection:
            await _until(stopping, connection.connect())
        log.info(
            "ready",
            version=VERSION,
            address=_address(listener),
            socket_mode=deps.settings.socket_mode,
        )
        await stopping.wait()
    finally:
        # both at once: acks still need the connection, and nothing new is delivered meanwhile
        ending = [schedule.stop(), deps.afterwards.finish(_PATIENCE)]
        await asyncio.wait([asyncio.create_task(end) for end in ending], timeout=_PATIENCE)
        if connection:
            await connection.close()
        log.info("stopped")


async def _migrated(settings: Settings, db: Database, checks: health.Health) -> None:
    """Bring the database up to date; a server that is not there yet is waited for."""
    while True:
        try:
            # aside: /healthz answers meanwhile
            await asyncio.to_thread(migrations.migrate, settings.database_url, settings.backup_dir)
        except Unavailable as error:
            if refusals.is_for_good(error):
                raise
            log.warning("database.unreachable", error=db.why(error), again_in=_DATABASE_AGAIN)
            checks.waits_for = "the database server does not answer yet"
            await asyncio.sleep(_DATABASE_AGAIN)
        else:
            checks.waits_for = health.SLACK
            return


async def _identity(slack: Slack) -> Identity:
    """Who the bot is; asks again while Slack is away, raises BadSettings when it says no."""
    while True:
        match await slack.identity():
            case Identity() as identity:
                return identity
            case Refused(error) | Later(_, error) if error in TOKEN_TROUBLE:
                raise BadSettings(
                    [
                        f"SLACK_BOT_TOKEN: Slack refuses it ({error}). Copy it anew from OAuth & "
                        "Permissions of your Slack app, and see that the app is installed."
                    ]
                )
            case Refused() | Later() | Uncertain() as outcome:
                log.warning("slack.unreachable", outcome=outcome, again_in=_SLACK_AGAIN)
                await asyncio.sleep(_SLACK_AGAIN)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes the event loop: uvloop where there is one."""
    try:
        import uvloop
    except ImportError:  # it does not exist for Windows
        return None
    return uvloop.new_event_loop


class _Server(uvicorn.Server):
    """uvicorn, but signals are ours: it would end the process before we have put things away."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise PortInUse(
            f"PORT: can't listen on {host}:{port} ({error.strerror}). Set PORT to a free one."
        ) from error
    # what it accepts does the same; without uvloop every answer would come 40 ms later
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _until(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of `work`, or None when we are asked to stop before it is there."""
    working = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if working.done():
        return working.result()
    working.cancel()
    return None
