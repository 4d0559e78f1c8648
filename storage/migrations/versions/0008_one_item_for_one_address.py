"""More spellings of an address lead to the same item; and since when an item is there."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.addresses import normalised_url

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_knowledge = sa.table(
    "knowledge",
    sa.column("id", sa.Integer),
    sa.column("url_key", sa.Text),
    sa.column("url", sa.Text),
    sa.column("title", sa.Text),
    sa.column("event", sa.Integer),
    sa.column("session", sa.Text),
    sa.column("tags", sa.JSON),
    sa.column("description", sa.Text),
    sa.column("status", sa.Text),
    sa.column("proposed_by", sa.Text),
)
_BEST_FIRST = ("published", "proposed", "rejected")


def upgrade() -> None:
    """Add the time, then give every item its new key; those that share one become one."""
    # a SQLite column that is added needs a constant for what is there: it was there by now
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if op.get_bind().dialect.name != "sqlite":
        stamp += "+00"
    moment = sa.DateTime(timezone=True)
    op.add_column("knowledge", sa.Column("added_at", moment, nullable=False, server_default=stamp))
    same = defaultdict(list)
    for row in op.get_bind().execute(sa.select(_knowledge).order_by(_knowledge.c.id)).mappings():
        same[normalised_url(row["url"])].append(row)
    for key, rows in same.items():
        _become_one(key, [dict(row) for row in rows])


def _become_one(key: str, rows: list[dict[str, Any]]) -> None:
    """The oldest stays; what only the others say is added to it, so that nothing is lost."""
    first, *others = rows
    if others:
        op.execute(sa.delete(_knowledge).where(_knowledge.c.id.in_([row["id"] for row in others])))
    elif first["url_key"] == key:
        return
    values = _merged(rows) if others else {}
    op.execute(
        sa.update(_knowledge).where(_knowledge.c.id == first["id"]).values(**values, url_key=key)
    )


def _merged(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What has room for one value has the oldest's; other titles and texts join the description."""
    first = rows[0]
    said = [first["description"]]
    for row in rows[1:]:
        said += [row["title"] if row["title"] != first["title"] else None, row["description"]]
    values: dict[str, Any] = {
        name: next((row[name] for row in rows if row[name] is not None), None)
        for name in ("event", "session", "proposed_by")
    }
    values["tags"] = list(dict.fromkeys(tag for row in rows for tag in row["tags"]))
    values["description"] = "\n\n".join(dict.fromkeys(text for text in said if text)) or None
    values["status"] = min((row["status"] for row in rows), key=_BEST_FIRST.index)
    return values
