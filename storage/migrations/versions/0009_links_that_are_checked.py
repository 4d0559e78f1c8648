"""What is known of whether a link still leads somewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_DEAD = sa.text("dead_since IS NOT NULL")


def upgrade() -> None:
    """Add the columns: no link was asked yet."""
    op.add_column("knowledge", sa.Column("check_at", sa.DateTime(timezone=True)))
    op.add_column("knowledge", sa.Column("answer", sa.Text))
    op.add_column(
        "knowledge", sa.Column("failures", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index("ix_knowledge_check_at", "knowledge", ["status", "check_at"])
    op.create_index(
        "ix_knowledge_dead_since",
        "knowledge",
        ["status", "dead_since"],
        sqlite_where=_DEAD,
        postgresql_where=_DEAD,
    )
