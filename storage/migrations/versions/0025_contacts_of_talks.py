"""Talks have a contact, who is asked for their material; events say what becomes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the index that finds the talks of a contact."""
    op.add_column("sessions", sa.Column("contact", sa.Text))
    none = sa.Column("no_material", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("sessions", none)
    arrival = sa.Column("material", sa.Text, nullable=False, server_default="proposed")
    op.add_column("events", arrival)
    named = sa.text("contact IS NOT NULL")
    op.create_index(
        "ix_sessions_contact", "sessions", ["contact"], sqlite_where=named, postgresql_where=named
    )
