"""Whoever joins the channel is welcomed once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has been welcomed before."""
    welcomed = sa.Column("welcomed", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("members", welcomed)
