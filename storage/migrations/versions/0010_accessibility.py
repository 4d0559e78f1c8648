"""An event says what is there for people with disabilities."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what there is already nobody has said anything."""
    op.add_column("events", sa.Column("accessibility", sa.Text))
