"""A message knows the hours that it was posted with."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of what is posted already nobody knows."""
    op.add_column("rsvp_messages", sa.Column("starts_at", sa.DateTime(timezone=True)))
    op.add_column("rsvp_messages", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.add_column("rsvp_messages", sa.Column("timezone", sa.Text))
