"""The bot and plain Bolt in turns, each in a process of its own, asked by wrk.

The machine's speed drifts, so that a ratio is taken round by round, and the median is told. What a
request costs is the processor time of the whole process, with all that follows: a round is over
when the process is quiet again.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

from tests.bench.outside import payloads, serving
from tests.bench.outside.payloads import Payload
from tests.bench.outside.serving import Served

CONNECTIONS = (1, 16, 64)
ROUNDS, SECONDS = 5, 2
_MOST = 6_000  # requests a second that plain Bolt may answer
_MOMENT, _IDLE = 0.3, 0.1  # seconds, and the part of a core that a bot with nothing to do may use
_SCRIPT = Path(__file__).parent / "replay.lua"
GET_WRK = "wrk is not installed: `apt-get install wrk`, `brew install wrk`, or github.com/wg/wrk"


@dataclass(frozen=True)
class Asked:
    """What one round gave: requests a second, milliseconds, and milliseconds of processor each."""

    rate: float
    p50: float
    p99: float
    cpu: float


@dataclass(frozen=True)
class Row:
    """What is asked of whom; `floor` is what it is set beside."""

    name: str
    payload: Payload
    server: str
    floor: str | None = None


_NOTHING = "plain Bolt: a command that does nothing"
ROWS = (
    Row(_NOTHING, payloads.next_card, "floor"),
    Row("/labcamp next", payloads.next_card, "bot", _NOTHING),
    Row("the same as a usual Bolt app", payloads.next_card, "common", _NOTHING),
    Row("plain Bolt: a click that does nothing", payloads.click, "floor"),
    Row("an answer by button", payloads.click, "bot", "plain Bolt: a click that does nothing"),
    Row("plain Bolt: an event that does nothing", payloads.reaction, "floor"),
    Row("an answer by emoji", payloads.reaction, "bot", "plain Bolt: an event that does nothing"),
)


def tables(rounds: int = ROUNDS) -> Iterator[Table | str]:
    """One table for each number of connections; or why nothing can be measured."""
    if shutil.which("wrk") is None:
        yield GET_WRK
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = stack.enter_context(serving.app("kind_slack", {})).url + "/api/"
        database = f"sqlite:///{folder / 'labcamp.db'}"
        serving.fill(database, folder)
        settings = {"SLACK_API_URL": slack, "SLACK_SIGNING_SECRET": serving.SECRET}
        servers = {
            "floor": stack.enter_context(serving.app("plain_bolt", settings)),
            "bot": stack.enter_context(serving.bot(settings, database)),
            "common": stack.enter_context(
                serving.app("common_bolt", settings | {"DATABASE_URL": database})
            ),
        }
        for row in ROWS:
            ask(row, servers[row.server], 1, slack, folder)  # what is done once is done now
        for connections in CONNECTIONS:
            found: dict[str, list[Asked]] = {row.name: [] for row in ROWS}
            for _ in range(rounds):
                for row in ROWS:
                    asked = ask(row, servers[row.server], connections, slack, folder)
                    found[row.name].append(asked)
            yield _table(connections, found)


def _table(connections: int, found: dict[str, list[Asked]]) -> Table:
    table = Table(
        title=f"{connections} connections, the median of {len(found[ROWS[0].name])} rounds"
    )
    for column in (
        "",
        "requests/s",
        "p50 ms",
        "p99 ms",
        "CPU ms",
        "of the floor",
        "CPU, floor / it",
    ):
        table.add_column(column, justify="right" if column else "left")
    for row in ROWS:
        asked = found[row.name]
        cells = [
            median(getattr(one, name) for one in asked) for name in ("rate", "p50", "p99", "cpu")
        ]
        ratios = ["", ""]
        if row.floor:
            pairs = list(zip(asked, found[row.floor], strict=True))
            ratios = [
                f"{median(one.rate / floor.rate for one, floor in pairs):.2f}",
                f"{median(floor.cpu / one.cpu for one, floor in pairs):.2f}",
            ]
        table.add_row(row.name, *(f"{cell:,.2f}" for cell in cells), *ratios)
    return table


def ask(row: Row, server: Served, connections: int, slack: str, folder: Path) -> Asked:
    """One round: ask for some seconds, and wait until all that followed is done."""
    file = folder / "requests"
    payloads.write(file, row.payload, int(_MOST * SECONDS), slack, serving.SECRET)
    used, started = server.cpu(), time.monotonic()
    command = ("wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", str(_SCRIPT), server.url)
    ran = subprocess.run((*command, "--", str(file)), capture_output=True, text=True, check=True)
    said = json.loads(ran.stdout.splitlines()[-1])
    assert not said["failed"], f"{row.name}: {said['failed']} were not answered: {ran.stdout}"
    quiet_at = quiet(server)
    seconds = max(said["seconds"], quiet_at - started)
    cpu = (server.cpu() - used) * 1000 / said["requests"]
    return Asked(said["requests"] / seconds, said["p50"], said["p99"], cpu)


def quiet(server: Served) -> float:
    """The time when the process had done all that followed, and had little left to do."""
    while True:
        since, used = time.monotonic(), server.cpu()
        time.sleep(_MOMENT)
        if server.cpu() - used < _MOMENT * _IDLE:
            return since
