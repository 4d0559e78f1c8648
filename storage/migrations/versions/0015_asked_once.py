"""A member is asked once whether reminders are welcome."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: whoever turned them off has said so, of the others nobody knows."""
    op.add_column(
        "members", sa.Column("asked", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.execute(sa.text("UPDATE members SET asked = true WHERE reminders = false"))
