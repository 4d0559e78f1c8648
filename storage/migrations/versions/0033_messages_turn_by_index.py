"""Each message says until when what it shows of its event holds, and an index finds the first."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with what `over` and `closed` say, which the last release goes on writing.

    What that one adds meanwhile is looked at soon, for it does not say until when it holds.
    """
    long_ago = sa.text("'1970-01-01 00:00:00.000000'")
    op.add_column("rsvp_messages", sa.Column("holds_from", sa.DateTime(timezone=True)))
    holds_until = sa.Column("holds_until", sa.DateTime(timezone=True), server_default=long_ago)
    op.add_column("rsvp_messages", holds_until)
    names = "event", "over", "closed", "holds_from", "holds_until"
    messages = sa.table("rsvp_messages", *(sa.column(name) for name in names))
    events = sa.table("events", *(sa.column(name) for name in ("number", "ends_at", "closes_at")))
    closes, ends = sa.func.coalesce(events.c.closes_at, events.c.ends_at), events.c.ends_at
    is_over, is_closed = messages.c.over.is_(sa.true()), messages.c.closed.is_(sa.true())
    holds = {
        "holds_from": sa.case((is_over, ends), (is_closed, closes)),
        "holds_until": sa.case((is_over, None), (is_closed, ends), else_=closes),
    }
    of_event = events.c.number == messages.c.event
    op.execute(
        sa.update(messages).values(
            {name: sa.select(at).where(of_event).scalar_subquery() for name, at in holds.items()}
        )
    )
    is_open = sa.text(f"open IS {'1' if op.get_bind().dialect.name == 'sqlite' else 'true'}")
    for name in holds:
        op.create_index(
            f"ix_rsvp_messages_{name}",
            "rsvp_messages",
            [name],
            sqlite_where=is_open,
            postgresql_where=is_open,
        )
    op.drop_index("ix_rsvp_messages_awake", "rsvp_messages")
