"""An empty database for each run: the tables are made once and copied."""

import tempfile
from functools import cache
from pathlib import Path

from storage.database import Database
from storage.tables import metadata
from tests.waiting import HANG


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory(prefix="labcamp-") as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        with database.transaction() as connection:
            metadata.create_all(connection)
        database.close()
        return (Path(folder) / "empty.db").read_bytes()


def database_in(folder: Path) -> Database:
    """A SQLite database with our tables and nothing in them."""
    file = folder / "labcamp.db"
    file.write_bytes(_empty())
    return Database(f"sqlite:///{file}", HANG)
