"""Events that came out of a calendar are known by its UIDs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no event has come out of a calendar before."""
    op.add_column("events", sa.Column("uid", sa.Text))
