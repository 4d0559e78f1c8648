"""How long the bot takes from its start until it is ready, and what memory it holds then.

The floor is plain Bolt, until it listens. In turns, because the machine's speed drifts; modules are
compiled before, as they are where the bot was installed.
"""

import compileall
import tempfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from storage.database import Database
from tests.bench.heap import Language, fill
from tests.bench.outside import serving
from tests.bench.outside.serving import Served

ITEMS = 10_000
_ROUNDS = 5
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Start:
    """Seconds until it was ready, those of the processor, and the MB that it held then."""

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Starts:
    """The medians of the bot and of plain Bolt."""

    bot: Start
    floor: Start


def measure() -> Starts:
    """Start both some times, the bot with 10,000 items."""
    for module in ("bot", "handlers", "storage"):
        compileall.compile_dir(_ROOT / module, quiet=2)
    with tempfile.TemporaryDirectory() as name, serving.app("kind_slack", {}) as slack:
        database = f"sqlite:///{name}/labcamp.db"
        serving.fill(database, Path(name))
        db = Database(database)
        fill(db, Language(), ITEMS)
        db.close()
        settings = {"SLACK_API_URL": f"{slack.url}/api/", "SLACK_SIGNING_SECRET": serving.SECRET}
        bots, floors = [], []
        for _ in range(_ROUNDS):
            bots.append(_start(serving.bot(settings, database)))
            floors.append(_start(serving.app("plain_bolt", settings)))
    return Starts(_middle(bots), _middle(floors))


def _start(process: AbstractContextManager[Served]) -> Start:
    with process as served:
        return Start(served.seconds, served.cpu(), served.process.memory_info().rss / 1e6)


def _middle(starts: list[Start]) -> Start:
    parts = ("seconds", "cpu", "megabytes")
    return Start(*(median(getattr(one, part) for one in starts) for part in parts))
