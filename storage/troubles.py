"""What is wrong with what the bot needs, since it was noticed."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.checks import Trouble, What
from storage.tables import EVER, troubles
from storage.upsert import insert

_ADD = (
    insert(troubles)
    .values(what=sa.bindparam("what"), about=sa.bindparam("about"), at=sa.bindparam("at"))
    .on_conflict_do_nothing(index_elements=["what"])
    .returning(troubles.c.what)
)
_FORGET = sa.delete(troubles).where(troubles.c.what.in_(sa.bindparam("over", expanding=True)))
_SINCE = (
    sa.select(troubles.c.what, troubles.c.about)
    .where(troubles.c.at > sa.bindparam("after"), troubles.c.at <= sa.bindparam("until"))
    .order_by(troubles.c.at, troubles.c.what)
)


def add(connection: sa.Connection, trouble: Trouble, now: datetime) -> bool:
    """Keep that this is wrong; whether that is new."""
    values = {"what": trouble.what.value, "about": trouble.about, "at": now}
    return connection.execute(_ADD, values).one_or_none() is not None


def forget(connection: sa.Connection, over: Collection[What]) -> None:
    """These are well again."""
    connection.execute(_FORGET, {"over": [what.value for what in over]})


def since(connection: sa.Connection, after: datetime, until: datetime = EVER) -> list[Trouble]:
    """What was noticed between these times and is still wrong, oldest first."""
    rows = connection.execute(_SINCE, {"after": after, "until": until})
    return [Trouble(What(row.what), row.about) for row in rows]
