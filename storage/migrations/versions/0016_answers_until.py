"""An event may close to answers before it begins; its messages show that, once."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what there is already takes answers until its end."""
    op.add_column("events", sa.Column("closes_at", sa.DateTime(timezone=True)))
    op.add_column(
        "rsvp_messages",
        sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    # what shows that it is over shows that it is closed, too
    messages = sa.table("rsvp_messages", sa.column("over"), sa.column("closed"))
    op.execute(sa.update(messages).values(closed=messages.c.over))
