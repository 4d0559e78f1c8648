"""Letters that a bot sends off without asking Slack: what they are about is gone."""

import sqlalchemy as sa

from bot.deps import Deps
from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import EventNumber
from bot.services import deliveries
from bot.settings import Settings
from bot.slack import Identity, Slack
from storage.database import Database
from storage.tables import deliveries as table
from tests.fakes import FakeClock
from tests.waiting import until_found

GONE: Payload = {"event": EventNumber(99)}  # about an event that is not there


def deps_with(db: Database, clock: FakeClock) -> Deps:
    """A bot whose Slack is never opened: whoever calls it fails."""
    settings = Settings("xoxb-none", "xapp-none", backups=None)
    return Deps(
        settings, db, Slack("xoxb-none", "http://127.0.0.1:9/"), clock, Identity("U0", "T0")
    )


async def put(deps: Deps, user: str, payload: Payload) -> None:
    """A letter to somebody about an event, due now."""
    args = (Kind.PLACE, user, payload, deps.clock.now(), f"place {user}")
    await deps.db.write(deliveries.add, *args)


async def states(deps: Deps) -> dict[str, str]:
    """How far the letter to each is."""

    def found(connection: sa.Connection) -> dict[str, str]:
        rows = connection.execute(sa.select(table.c.target, table.c.state))
        return {row.target: row.state for row in rows}

    return await deps.db.read(found)


async def until_delivered(deps: Deps) -> dict[str, str]:
    """Where the letters have got to as soon as none of them waits any more."""

    async def delivered() -> dict[str, str] | None:
        found = await states(deps)
        return None if {"pending", "claimed"} & set(found.values()) else found

    return await until_found(delivered)
