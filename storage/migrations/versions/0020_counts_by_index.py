"""Answers are counted, and the waiting list is read, in one pass through an index."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        op.f("ix_rsvps_event_answer_waitlisted_at"), "rsvps", ["event", "answer", "waitlisted_at"]
    )
