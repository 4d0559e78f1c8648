"""Each event says for which of its revisions what follows from it was planned, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what there is all is planned, and once more at the next start."""
    for name in ("planned", "planning"):
        op.add_column("events", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    events = sa.table("events", sa.column("planned"), sa.column("revision"))
    op.execute(sa.update(events).values(planned=events.c.revision))
    few = sa.text("planned <> revision")
    op.create_index(
        "ix_events_unplanned", "events", ["planned"], sqlite_where=few, postgresql_where=few
    )
    op.create_index(op.f("ix_events_planning"), "events", ["planning"])
    op.drop_index("ix_events_revision", "events")
