"""The secret addresses of members' own calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "feeds",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_feeds")),
        sa.UniqueConstraint("handle", name=op.f("uq_feeds_handle")),
    )
