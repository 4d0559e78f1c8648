"""The secret addresses of members' own calendars."""

import sqlalchemy as sa

from bot.domain.calendar import FeedToken
from storage.tables import feeds
from storage.upsert import insert

_OF_USER = sa.select(feeds.c.handle, feeds.c.secret).where(feeds.c.user == sa.bindparam("user"))
_BY_HANDLE = sa.select(feeds.c.user, feeds.c.handle, feeds.c.secret).where(
    feeds.c.handle == sa.bindparam("handle")
)
_SET = insert(feeds).values(
    user=sa.bindparam("user"), handle=sa.bindparam("handle"), secret=sa.bindparam("secret")
)
_REPLACE = _SET.on_conflict_do_update(
    index_elements=["user"], set_={"handle": _SET.excluded.handle, "secret": _SET.excluded.secret}
)
_ADD = _SET.on_conflict_do_nothing(index_elements=["user"])


def of_user(connection: sa.Connection, user: str) -> FeedToken | None:
    """The token of this member's calendar, or None."""
    row = connection.execute(_OF_USER, {"user": user}).one_or_none()
    return FeedToken(row.handle, row.secret) if row else None


def by_handle(connection: sa.Connection, handle: str) -> tuple[str, FeedToken] | None:
    """Whose token begins with this handle, and the whole of it; None when it is nobody's."""
    row = connection.execute(_BY_HANDLE, {"handle": handle}).one_or_none()
    return (row.user, FeedToken(row.handle, row.secret)) if row else None


def add(connection: sa.Connection, user: str, token: FeedToken) -> None:
    """Keep a token for a member who has none; one that is there stays."""
    connection.execute(_ADD, {"user": user, "handle": token.handle, "secret": token.secret})


def replace(connection: sa.Connection, user: str, token: FeedToken) -> None:
    """Keep this token for the member; the one before finds nobody any more."""
    connection.execute(_REPLACE, {"user": user, "handle": token.handle, "secret": token.secret})
