"""`make chaos`: 500 kills at random places, and what came of them.

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

from tests.chaos.round import Round
from tests.chaos.tally import Tally
from tests.process.house import furnished_in, house_in
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
    with open_nursery() as nursery, tempfile.TemporaryDirectory(prefix="labcamp-chaos-") as folder:
        file = furnished_in(Path(folder))
        for number in track(rounds, "Killing …", console=console):
            left = min(KILLS_IN_A_ROUND, kills - number * KILLS_IN_A_ROUND)
            tally = asyncio.run(play(nursery, file, first + number, left))
            if not tally.is_good:
                console.print(tally.table(f"went wrong: --seed {first + number} --kills {left}"))
            total += tally
    console.print(total.table(f"seed {first}"))
    sys.exit(not total.is_good)


async def play(nursery: Nursery, furnished_file: Path, seed: int, kills: int) -> Tally:
    """One round in a house of its own."""
    with tempfile.TemporaryDirectory(prefix="labcamp-chaos-") as folder:
        shutil.copy(furnished_file, folder)
        async with house_in(Path(folder), nursery) as house:
            return await Round(house, random.Random(seed)).play(kills)


if __name__ == "__main__":
    main()
