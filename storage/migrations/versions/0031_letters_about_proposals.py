"""Letters about proposals are found among all deliveries, to be taken away with what they name."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index these alone."""
    only = sa.text("kind = 'proposals'")
    op.create_index(
        "ix_deliveries_proposals",
        "deliveries",
        ["state", "due_at"],
        sqlite_where=only,
        postgresql_where=only,
    )
