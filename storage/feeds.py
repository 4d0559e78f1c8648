"""The secret addresses of members' own calendars, as digests."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.domain.calendar import KeptToken
from storage.tables import feeds
from storage.upsert import insert

_OF_USER = sa.select(feeds.c.handle, feeds.c.digest).where(feeds.c.user == sa.bindparam("user"))
_BY_HANDLE = sa.select(feeds.c.user, feeds.c.handle, feeds.c.digest).where(
    feeds.c.handle == sa.bindparam("handle")
)
_SET = insert(feeds).values(
    user=sa.bindparam("user"), handle=sa.bindparam("handle"), digest=sa.bindparam("digest")
)
_REPLACE = _SET.on_conflict_do_update(
    index_elements=["user"], set_={"handle": _SET.excluded.handle, "digest": _SET.excluded.digest}
)
_ADD = _SET.on_conflict_do_nothing(index_elements=["user"])

_ANY = sa.select(feeds.c.user).limit(1)
_END = sa.delete(feeds).where(feeds.c.user.in_(sa.bindparam("users", expanding=True)))


def of_user(connection: sa.Connection, user: str) -> KeptToken | None:
    """The token of this member's calendar, or None."""
    row = connection.execute(_OF_USER, {"user": user}).one_or_none()
    return KeptToken(row.handle, row.digest) if row else None


def by_handle(connection: sa.Connection, handle: str) -> tuple[str, KeptToken] | None:
    """Whose token begins with this handle, and the whole of it; None when it is nobody's."""
    row = connection.execute(_BY_HANDLE, {"handle": handle}).one_or_none()
    return (row.user, KeptToken(row.handle, row.digest)) if row else None


def add(connection: sa.Connection, user: str, token: KeptToken) -> None:
    """Keep a token for a member who has none; one that is there stays."""
    connection.execute(_ADD, {"user": user, "handle": token.handle, "digest": token.digest})


def replace(connection: sa.Connection, user: str, token: KeptToken) -> None:
    """Keep this token for the member; the one before finds nobody any more."""
    connection.execute(_REPLACE, {"user": user, "handle": token.handle, "digest": token.digest})


def end(connection: sa.Connection, users: Collection[str]) -> int:
    """Let the calendars of these members be there no more; how many there were."""
    return connection.execute(_END, {"users": list(users)}).rowcount


def are_there(connection: sa.Connection) -> bool:
    """Whether anybody has a calendar."""
    return connection.execute(_ANY).first() is not None
