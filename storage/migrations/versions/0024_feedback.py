"""Feedback on events: answers without ids, and apart from them who was asked."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KEYS = {
    "feedback_rounds": ("event",),
    "feedback": ("event", "question", "answer"),
    "feedback_marks": ("event", "digest"),
    "feedback_asked": ("event", "user"),
}
_COLUMNS: dict[str, tuple[tuple[str, Any], ...]] = {
    "feedback_rounds": (
        ("key", sa.Text()),
        ("closes_at", sa.DateTime(timezone=True)),
        ("stage", sa.Text()),
    ),
    "feedback": (
        ("question", sa.Text()),
        ("answer", sa.Text()),
        ("times", sa.Integer()),
    ),
    "feedback_marks": (("digest", sa.Text()),),
    "feedback_asked": (("user", sa.Text()),),
}


def upgrade() -> None:
    """Add the tables; those of answers lie in the order of what they say."""
    for table, columns in _COLUMNS.items():
        op.create_table(
            table,
            sa.Column("event", sa.Integer(), nullable=False),
            *(sa.Column(name, type_, nullable=False) for name, type_ in columns),
            sa.ForeignKeyConstraint(
                ["event"],
                ["events.number"],
                name=op.f(f"fk_{table}_event_events"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(*_KEYS[table], name=op.f(f"pk_{table}")),
            sqlite_with_rowid=table == "feedback_rounds",
        )
    op.create_index(op.f("ix_feedback_asked_user"), "feedback_asked", ["user"])
