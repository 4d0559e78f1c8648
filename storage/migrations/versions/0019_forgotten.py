"""Who wants to be forgotten is; members without a reason to be kept go by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of wishes, and what says why and since when a member is kept."""
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten")),
    )
    op.create_index(op.f("ix_forgotten_at"), "forgotten", ["at"])
    for name in ("told", "chose"):
        op.add_column(
            "members", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column("members", sa.Column("since", sa.DateTime(timezone=True)))
    if op.get_bind().dialect.name == "sqlite":  # where else the id of the last row is given again
        with op.batch_alter_table(
            "knowledge", recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
    members = sa.table("members", sa.column("reminders"), sa.column("chose"))
    op.execute(sa.update(members).where(members.c.reminders.is_(sa.false())).values(chose=True))
