"""Acts of several people in the same instant."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from storage.database import Database
from tests.waiting import HANG


def at_once(db: Database, *acts: Callable[[sa.Connection], object]) -> list[object]:
    """What comes of acts that begin together, each in a transaction of its own."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[sa.Connection], object]) -> object:
        gate.wait(HANG)
        with db.transaction() as connection:
            return act(connection)

    with ThreadPoolExecutor(len(acts)) as threads:
        return [each.result(HANG) for each in [threads.submit(run, act) for act in acts]]
