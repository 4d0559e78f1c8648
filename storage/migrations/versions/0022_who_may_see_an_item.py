"""Items say who may see them, and from when on. What there is stays public."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the index that finds what is public."""
    shown = sa.Column("visibility", sa.Text, nullable=False, server_default="public")
    op.add_column("knowledge", shown)
    op.add_column("knowledge", sa.Column("visible_from", sa.DateTime(timezone=True)))
    op.create_index(
        op.f("ix_knowledge_status_visibility_id"), "knowledge", ["status", "visibility", "id"]
    )
