"""When an event was changed last, and when it was published first: calendars need to know."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both times. What there is already was changed now at the latest.

    The table is not made anew: to drop the old one would take all answers with it on SQLite.
    """
    now = datetime.now(UTC)
    moment = sa.DateTime(timezone=True)
    stamp = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    if op.get_bind().dialect.name != "sqlite":
        stamp += "+00"
    op.add_column("events", sa.Column("changed_at", moment, nullable=False, server_default=stamp))
    op.add_column("events", sa.Column("published_at", moment))
    events = sa.table("events", sa.column("status", sa.Text), sa.column("published_at", moment))
    # nobody knows any more whether a cancelled one had been published; most had
    op.execute(sa.update(events).where(events.c.status != "draft").values(published_at=now))
