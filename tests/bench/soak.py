"""The bot under a steady load: does anything grow?  `python -m tests.bench.soak [SECONDS]`

Fifty requests a second of all sorts, by HTTP, on SQLite. What grows in the first fifth of the time
is memory that fills up once; what grows after that, grows for ever. Ends with 1 if anything does.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import astuple, dataclass, fields
from itertools import cycle
from pathlib import Path
from statistics import mean

import aiohttp
from rich.console import Console
from rich.table import Table

from tests.bench.outside import payloads, serving
from tests.bench.outside.payloads import Payload
from tests.bench.outside.serving import Served

SECONDS = 300
RATE = 50  # requests a second
_AT_ONCE = 10  # connections: each is an open file of the bot
_EVERY = 5  # seconds between two looks
_SORTS: tuple[Payload, ...] = (payloads.next_card, payloads.click, payloads.reaction)
_OK = 200


@dataclass(frozen=True)
class Look:
    """What the process holds: MB of memory, open files, threads, MB of the database's log."""

    memory: float
    files: float
    threads: float
    log: float


# What the mean of the last fifth may have more than that of the second: what lies between them is
# noise of the allocator, of kept-alive connections, and of when SQLite empties its log.
_MAY_GROW = Look(memory=5, files=8, threads=2, log=4)


async def soak(seconds: int) -> tuple[Sequence[Look], int]:
    """What was seen every five seconds, and how many requests were not answered with 200."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = stack.enter_context(serving.app("kind_slack", {})).url + "/api/"
        database = f"sqlite:///{folder / 'labcamp.db'}"
        serving.fill(database, folder)
        settings = {"SLACK_API_URL": slack, "SLACK_SIGNING_SECRET": serving.SECRET}
        bot = stack.enter_context(serving.bot(settings, database))
        looks: list[Look] = []
        looking = asyncio.create_task(_look(bot, folder, looks))
        failed = await _ask(bot, slack, seconds)
        looking.cancel()
    return looks, failed


async def _look(bot: Served, folder: Path, looks: list[Look]) -> None:
    log = folder / "labcamp.db-wal"
    while True:
        await asyncio.sleep(_EVERY)
        memory, files = bot.process.memory_info().rss / 1e6, bot.process.num_fds()
        looks.append(Look(memory, files, bot.process.num_threads(), log.stat().st_size / 1e6))


async def _ask(bot: Served, slack: str, seconds: int) -> int:
    loop, tasks, failed = asyncio.get_running_loop(), set[asyncio.Task[None]](), 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE)) as session:

        async def one(kind: str, body: str) -> None:
            nonlocal failed
            headers = serving.signed(body) | {"Content-Type": kind}
            async with session.post(bot.url, data=body.encode(), headers=headers) as answer:
                failed += answer.status != _OK

        begun = loop.time()
        for number, sort in zip(payloads.numbers(seconds * RATE), cycle(_SORTS), strict=False):
            task = loop.create_task(one(*sort(number, slack)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            begun += 1 / RATE
            await asyncio.sleep(max(0.0, begun - loop.time()))
        await asyncio.gather(*tasks)
    return failed


def grown(looks: Sequence[Look]) -> Look:
    """How much more there was in the last fifth of the time than in the second."""
    fifth = len(looks) // 5
    early, late = looks[fifth : 2 * fifth], looks[-fifth:]
    before, after = (
        [mean(seen) for seen in zip(*map(astuple, some), strict=True)] for some in (early, late)
    )
    return Look(*(last - first for first, last in zip(before, after, strict=True)))


def main() -> int:
    """Measure, print, and say whether anything grew."""
    looks, failed = asyncio.run(soak(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
    growth = grown(looks)
    table = Table(title=f"{len(looks) * _EVERY} s of {RATE} requests a second, {failed} failed")
    for column in ("", "at the end", "at most", "grown", "may grow"):
        table.add_column(column, justify="right" if column else "left")
    for field in fields(Look):
        seen = [getattr(look, field.name) for look in looks]
        cells = seen[-1], max(seen), getattr(growth, field.name), getattr(_MAY_GROW, field.name)
        table.add_row(field.name, *(f"{cell:.1f}" for cell in cells))
    Console(width=110).print(table)
    well = all(map(float.__le__, map(float, astuple(growth)), map(float, astuple(_MAY_GROW))))
    return int(failed > 0 or not well)


if __name__ == "__main__":
    sys.exit(main())
