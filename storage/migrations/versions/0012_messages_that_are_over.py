"""A message shows that its event is over, once."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what is over already the messages are shown anew at the next start."""
    op.add_column(
        "rsvp_messages",
        sa.Column("over", sa.Boolean, nullable=False, server_default=sa.false()),
    )
