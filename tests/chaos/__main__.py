"""`make chaos`: 500 kills at random places, and what came of them.

Every other round is played on PostgreSQL, the others on SQLite.
`python -m tests.chaos --kills 500 --seed 7` plays what it played before. Of a round that went wrong
the seed is printed, so that it can be played alone.
"""

import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from tests.chaos.reminding import GRACE, REMINDERS
from tests.chaos.round import Round
from tests.chaos.tally import Tally
from tests.databases import postgres_server
from tests.process.house import furnish, furnished_in, furnished_on, house_in
from tests.process.nursery import Nursery, open_nursery

KILLS_IN_A_ROUND = 25


@click.command()
@click.option("--kills", default=500, show_default=True, help="How often the bot is killed.")
@click.option("--seed", default=None, type=int, help="Decides what happens; random without it.")
def main(kills: int, seed: int | None) -> None:
    """Kill the bot at random places, and count what stands afterwards."""
    console = Console()
    first = seed if seed is not None else random.SystemRandom().randrange(1_000_000)
    rounds = range(-(-kills // KILLS_IN_A_ROUND))
    console.print(f"{kills} kills, seed {first}")
    total = Tally()
    with (
        open_nursery() as nursery,
        tempfile.TemporaryDirectory(prefix="labcamp-chaos-") as folder,
        postgres_server() as server,
    ):
        file, url = furnished_in(Path(folder)), furnished_on(server, Path(folder))
        for number in track(rounds, "Killing …", console=console):
            left = min(KILLS_IN_A_ROUND, kills - number * KILLS_IN_A_ROUND)
            seed = first + number
            tally = asyncio.run(play(nursery, url if seed % 2 else file, seed, left))
            if not tally.is_good:
                console.print(tally.table(f"went wrong: --seed {seed} --kills {left}"))
            total += tally
    console.print(total.table(f"seed {first}"))
    sys.exit(not total.is_good)


async def play(nursery: Nursery, furnished: Path | str, seed: int, kills: int) -> Tally:
    """One round in a house of its own, with this SQLite file, or at this PostgreSQL address."""
    with tempfile.TemporaryDirectory(prefix="labcamp-chaos-") as name:
        folder = Path(name)
        if isinstance(furnished, Path):
            shutil.copy(furnished, folder)
            url = f"sqlite:///{folder / furnished.name}"
        else:
            url = furnished
            furnish(url, folder)
        async with house_in(
            folder,
            nursery,
            DATABASE_URL=url,
            LABCAMP_REMINDERS=REMINDERS,
            LABCAMP_RETENTION_DAYS="3650",  # what was told of is still there to be counted
            LABCAMP_REMINDER_GRACE=GRACE,
        ) as house:
            return await Round(house, random.Random(seed)).play(kills)


if __name__ == "__main__":
    main()
