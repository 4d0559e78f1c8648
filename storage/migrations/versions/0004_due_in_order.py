"""Deliveries are found in the order in which they are claimed, however many are due at once."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the id into the index as well."""
    op.create_index("ix_deliveries_state_due_at_id", "deliveries", ["state", "due_at", "id"])
    op.drop_index("ix_deliveries_state_due_at", "deliveries")
