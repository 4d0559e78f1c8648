"""Who may see a talk, and from which day on; its items are seen no further."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: what there is is for everybody, as before."""
    op.add_column("sessions", sa.Column("visibility", sa.Text))
    op.add_column("sessions", sa.Column("visible_from", sa.Date))
    shown = sa.Column("shown", sa.Text, nullable=False, server_default="public")
    op.add_column("sessions", shown)
    few = sa.text("shown <> 'public'")
    op.create_index(
        "ix_sessions_shown", "sessions", ["event"], sqlite_where=few, postgresql_where=few
    )
    talk_shown = sa.Column("talk_shown", sa.Text, nullable=False, server_default="public")
    op.add_column("knowledge", talk_shown)
