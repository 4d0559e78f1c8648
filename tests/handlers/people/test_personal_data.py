"""The register of personal data is true: ids stand only in columns that say so."""

from pathlib import Path

import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.personal_data import Relation, names
from storage.database import Database
from storage.tables import deliveries, metadata, personal
from tests.everything import everything, forgets, what_comes_of_it
from tests.stage import on_stage

_MAY_NAME = (Relation.OWNER, Relation.NAMES, Relation.MENTIONS)
# that all of these came about: else nothing was looked for
_KINDS = {
    Kind.ANNOUNCEMENT,
    Kind.ANSWERED,
    Kind.ASKED,
    Kind.CHANGE,
    Kind.CHANGE_NOTICE,
    Kind.DECIDED,
    Kind.FILE,
    Kind.NUDGE,
    Kind.PROBLEMS,
    Kind.PROPOSED,
    Kind.QUESTION,
    Kind.REMINDER,
}


_SAID = {
    str(column): personal(column) for table in metadata.sorted_tables for column in table.columns
}


def found(connection: sa.Connection, people: set[str]) -> dict[str, set[str]]:
    """Whose ids stand in which column, whatever it says of itself."""
    found: dict[str, set[str]] = {}
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.text(f'SELECT * FROM "{table.name}"')).mappings():
            for name, value in row.items():
                named = {user for user in people if names(str(value), user)}
                if named:
                    found.setdefault(f"{table.name}.{name}", set()).update(named)
    return found


async def test_ids_stand_only_in_columns_that_say_so_and_in_none_once_forgotten(
    stage_db: Database, tmp_path: Path
) -> None:
    async with on_stage(
        stage_db, public_url="https://bot.example.org", backup_dir=tmp_path / "b"
    ) as stage:
        actor = stage.frances
        await everything(stage, actor)
        await what_comes_of_it(stage, actor)
        with stage.db.reading() as connection:
            kinds = set(connection.execute(sa.select(deliveries.c.kind)).scalars())
            where = found(connection, set(stage.playground.workspace.users))
        await forgets(stage, actor)
        with stage.db.reading() as connection:
            assert found(connection, {actor.id}) == {}
    assert kinds >= {kind.value for kind in _KINDS}
    parts = {name: said.relation for name, said in _SAID.items() if said}
    assert {name for name in where if parts.get(name) not in _MAY_NAME} == set()
    assert {"audit.subject", "announcements.text", "deliveries.payload"} <= set(where)
