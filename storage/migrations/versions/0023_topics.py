"""Topics for coming events, and the votes for them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Text()),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("title_key", name=op.f("uq_topics_title_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topics_status_votes_id"), "topics", ["status", "votes", "id"])
    where = sa.text("proposed_by IS NOT NULL")
    op.create_index(
        "ix_topics_proposed_by",
        "topics",
        ["proposed_by"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "topic_votes",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic"],
            ["topics.id"],
            name=op.f("fk_topic_votes_topic_topics"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("topic", "user", name=op.f("pk_topic_votes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_topic_votes_user_topic"), "topic_votes", ["user", "topic"])
