"""The contact of a talk decides who sees its items, and takes them back."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    decided = sa.Column("decided", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("knowledge", decided)
    op.add_column("knowledge", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
