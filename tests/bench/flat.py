"""What people and the bot itself do, in a small and in a large database, in turns.

The ratio is taken pair by pair of rounds, because the machine's speed drifts.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from starlette.requests import Request

from bot import logs
from bot.app import take_turns
from bot.deps import Deps
from bot.domain.deliveries import State
from bot.domain.rsvps import Answer, Via
from bot.feeds import PUBLIC_PATH, Feeds
from bot.jobs.deliver import deliver_due
from bot.locales import texts
from bot.services import changes, events, homes, participants, reconciliation, rsvps
from bot.settings import Settings
from bot.slack import Identity, Slack
from bot.views import events as event_views
from bot.views import home as home_views
from storage.database import Connection, Database, engine_url
from storage.tables import deliveries
from tests.bench import large
from tests.bench.large import LARGE, MEMBER, ORGANIZER, SMALL, Sizes
from tests.builders import NOON
from tests.databases import postgres_server
from tests.fakes import FakeClock

ROUNDS = 150
_WARM = 20  # rounds before it counts: statements are compiled, pages are read
_SCRATCH = Path("/dev/shm")
_T = texts("de")
_SENT = sa.update(deliveries).where(deliveries.c.state == State.PENDING.value)


@dataclass
class Bot:
    """The bot on one of the two databases."""

    sizes: Sizes
    deps: Deps
    feeds: Feeds
    rounds: int = 0
    took: dict[str, list[float]] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        """Its database."""
        return self.deps.db


# The address of an empty database of this name, in a folder where it may stand.
Address = Callable[[Path, str], str]


@dataclass(frozen=True, slots=True)
class Flat:
    """Milliseconds of one thing in the small and in the large database; the median ratio."""

    what: str
    small: float
    large: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Aside:
    """Milliseconds of a look at all answers; of `next`, 99 of 100, and the longest, beside it."""

    took: float
    p99: float
    longest: float
    p99_else: float


def sqlite(folder: Path, name: str) -> str:
    """A file."""
    return f"sqlite:///{folder / name}.db"


@contextmanager
def postgres() -> Iterator[Address]:
    """Databases of a server that is there as long as they are needed."""
    with postgres_server() as url:

        def address(_folder: Path, name: str) -> str:
            engine = sa.create_engine(engine_url(url), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engine.dispose()
            return engine_url(url).set(database=name).render_as_string(hide_password=False)

        yield address


async def measure(address: Address = sqlite) -> tuple[list[Flat], Aside]:
    """Both databases in turns, as the bot runs."""
    take_turns()
    with tempfile.TemporaryDirectory(dir=_SCRATCH) as made:
        bots = [
            _bot(address(Path(made), name), Path(made), sizes)
            for name, sizes in (("small", SMALL), ("large", LARGE))
        ]
        for _ in range(_WARM + ROUNDS):
            bots.reverse()  # each begins as often: the first one finds colder caches
            for what, do in _THINGS.items():
                for bot in bots:
                    began = time.perf_counter()
                    await do(bot)
                    took = (time.perf_counter() - began) * 1000
                    bot.took.setdefault(what, []).append(took)
            for bot in bots:
                bot.rounds += 1
        bots.sort(key=lambda bot: bot.sizes.answers)
        aside = await _aside(bots[1])
        for bot in bots:
            bot.db.close()
    return [_flat(what, *bots) for what in _THINGS if what], aside


def _bot(url: str, folder: Path, sizes: Sizes) -> Bot:
    db, clock = large.made(url, folder, sizes), FakeClock()
    slack = Slack("xoxb-none", "http://127.0.0.1:9/")
    settings = Settings("xoxb-none", "xapp-none")
    deps = Deps(settings, db, slack, clock, Identity("U0BOT", "T0BENCH"))
    return Bot(sizes, deps, Feeds(db, clock, "de", "https://bot.example.org"))


def _flat(what: str, small: Bot, big: Bot) -> Flat:
    ours, theirs = _by_pairs(small.took[what]), _by_pairs(big.took[what])
    ratio = median(one / other for one, other in zip(theirs, ours, strict=True))
    return Flat(what, median(ours), median(theirs), ratio)


def _by_pairs(took: list[float]) -> list[float]:
    """Of two rounds each, as another database came first in the second; the first do not count."""
    counts = took[_WARM:]
    return [(one + other) / 2 for one, other in zip(counts[::2], counts[1::2], strict=True)]


async def _rsvp(bot: Bot) -> None:
    given = (Answer.NO, Answer.YES)[bot.rounds // 2 % 2]
    key = f"key {bot.rounds}"
    await bot.db.write(rsvps.answer, MEMBER, given, bot.sizes.next, Via.BUTTON, key, NOON, NOON)


async def _settle(bot: Bot) -> None:
    """Not measured: what an answer has put on the table is done."""

    def settle(connection: Connection) -> None:
        connection.execute(_SENT.values(state=State.SENT.value, done_at=NOON))

    await bot.db.write(settle)


async def _next(bot: Bot) -> None:
    card = await bot.db.read(events.next_card, MEMBER, NOON)
    assert card is not None
    event_views.card(card, None, _T)


async def _card(bot: Bot) -> None:
    card = await bot.db.read(events.card, bot.sizes.next, MEMBER, bot.deps.clock.now())
    assert card is not None
    event_views.card(card, None, _T)


async def _home(bot: Bot, user: str, *, organizes: bool) -> None:
    shown = await bot.db.read(homes.home, user, NOON, organizes=organizes)
    assert shown.own
    home_views.home(shown, _T, None)


async def _past(bot: Bot) -> None:
    page = await bot.db.read(events.page, NOON, past=True, number=1)
    event_views.event_list(page, _T)


async def _tick(bot: Bot) -> None:
    await bot.db.probe()
    await bot.db.read(changes.last_planning)
    await deliver_due(bot.deps)


async def _reconcile(bot: Bot) -> None:
    """One message, of which Slack shows what is known."""
    ts = large.ts(bot.sizes.last)
    before = await bot.db.read(reconciliation.mirror, large.CHANNEL, ts)
    shown = {Answer.YES: frozenset(line.user for line in before)}
    assert shown[Answer.YES]
    args: tuple[Any, ...] = (large.CHANNEL, ts, before, shown, NOON, NOON)
    assert await bot.db.write(reconciliation.reconcile, *args)


async def _feed(bot: Bot) -> None:
    (made,) = (route.endpoint for route in bot.feeds.routes if route.path == PUBLIC_PATH)
    answer = await made(Request({"type": "http", "method": "GET", "headers": []}))
    assert answer.status_code == 200


# In this order: after an answer nothing that was read before is known any more.
_THINGS: dict[str, Callable[[Bot], Awaitable[None]]] = {
    "an answer": _rsvp,
    "next, after an answer": _next,
    "a card, after an answer": _card,
    "": _settle,
    "a member's Home": lambda bot: _home(bot, MEMBER, organizes=False),
    "an organizer's Home": lambda bot: _home(bot, ORGANIZER, organizes=True),
    "next, once more": _next,
    "events past": _past,
    "a tick after something was written": _tick,
    "an idle tick": _tick,
    "a message compared": _reconcile,
    "everybody's calendar, unchanged": _feed,
}


async def _aside(bot: Bot) -> Aside:
    """How long `next` takes while all answers to the largest event are looked at, ten times."""
    alone = [await _timed(_next(bot)) for _ in range(500)]
    looks, beside = [], []
    for _ in range(10):
        look = asyncio.create_task(
            _timed(bot.db.read_aside(participants.attendance, bot.sizes.next, NOON))
        )
        while not look.done():
            beside.append(await _timed(_next(bot)))
            await asyncio.sleep(0)
        looks.append(await look)
    return Aside(median(looks), _p99(beside), max(beside), _p99(alone))


def _p99(milliseconds: list[float]) -> float:
    return quantiles(milliseconds, n=100, method="inclusive")[-1]


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


async def parts() -> AsyncIterator[Table | str]:
    """Measure on both sorts of database: a table and a sentence of each."""
    with postgres() as on_postgres:
        for sort, address in (("SQLite", sqlite), ("PostgreSQL", on_postgres)):
            found, aside = await measure(address)
            title = f"{sort}: milliseconds, median of {ROUNDS} rounds"
            table = Table(title=title)
            sizes = (f"{one.answers:,} answers" for one in (SMALL, LARGE))
            for column in ("", *sizes, "ratio"):
                table.add_column(column, justify="right")
            for one in found:
                row = (f"{one.small:.2f}", f"{one.large:.2f}", f"{one.ratio:.2f}")
                table.add_row(one.what, *row)
            yield table
            yield (
                f"{LARGE.largest:,} names looked up in {aside.took:.0f} ms; 99 of 100 next "
                f"meanwhile within {aside.p99:.1f} ms, the longest {aside.longest:.1f} ms "
                f"(99 of 100 else: {aside.p99_else:.1f} ms)"
            )


async def _show() -> None:
    async for part in parts():
        Console().print(part)


if __name__ == "__main__":
    logs.configure("WARNING", "console")
    asyncio.run(_show())
