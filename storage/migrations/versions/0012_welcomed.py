"""Whoever joins the channel is welcomed once."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has been welcomed before."""
    welcomed = sa.Column("welcomed", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("members", welcomed)
