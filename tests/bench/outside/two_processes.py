"""Two processes on PostgreSQL beside one: how much more they do together.

    python -m tests.bench.outside.two_processes

They, PostgreSQL and who asks them need a core each: with fewer the figures tell of the machine.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from rich.console import Console

from tests.bench.outside import measuring, payloads, serving
from tests.bench.outside.measuring import Row
from tests.bench.outside.serving import Served
from tests.databases import postgres_server

CORES = 4
CONNECTIONS = 32  # in all
ROUNDS = 3
_ROWS = (
    Row("/labcamp next", payloads.next_card, "bot"),
    Row("an answer by button", payloads.click, "bot"),
)


def in_words() -> Iterator[str]:
    """A sentence for each of what is asked; or why nothing is measured."""
    if (os.cpu_count() or 1) < CORES:
        yield f"Two processes on PostgreSQL were not measured: that needs {CORES} cores"
        return
    yield from measured()


def measured() -> Iterator[str]:
    """The same, on whatever machine."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(postgres_server(in_a_hurry=False))
        serving.fill(database, folder)
        slack = stack.enter_context(serving.app("kind_slack", {})).url + "/api/"
        settings = {"SLACK_API_URL": slack, "SLACK_SIGNING_SECRET": serving.SECRET}
        bots = [stack.enter_context(serving.bot(settings, database)) for _ in range(2)]
        threads = stack.enter_context(ThreadPoolExecutor(len(bots)))
        for row in _ROWS:
            _together(row, bots, slack, threads)  # what is done once is done now
            pairs = [
                (_together(row, bots[:1], slack, threads), _together(row, bots, slack, threads))
                for _ in range(ROUNDS)
            ]
            one, two = (median(rates) for rates in zip(*pairs, strict=True))
            ratio = median(both / alone for alone, both in pairs)
            yield (
                f"{row.name} on PostgreSQL, {CONNECTIONS} connections: {one:,.0f} a second by one "
                f"process, {two:,.0f} by two, {ratio:.2f} times as many"
            )


def _together(row: Row, bots: Sequence[Served], slack: str, threads: ThreadPoolExecutor) -> float:
    """Requests a second of all of these, asked at once."""
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in bots]

        def ask(bot: Served, folder: Path) -> float:
            return measuring.ask(row, bot, CONNECTIONS // len(bots), slack, folder).rate

        return sum(threads.map(ask, bots, folders))


if __name__ == "__main__":
    Console(width=110).print(*measured(), sep="\n")
