"""What was posted after an event is found among all deliveries, to be brought up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index these alone."""
    only = sa.text("kind = 'channel_material'")
    op.create_index(
        "ix_deliveries_channel_material",
        "deliveries",
        ["state", "due_at"],
        sqlite_where=only,
        postgresql_where=only,
    )
