"""What is to be sent, how fast, and what stands in its way."""

import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, metadata

RECIPIENT = Personal(Relation.OWNER, Purpose.MESSAGES)
SENT = Personal(Relation.ABOUT, Purpose.MESSAGES)
NAMED = Personal(Relation.NAMES, Purpose.MESSAGES)
PACED = Personal(Relation.NAMES, Purpose.PACE)

deliveries = sa.Table(
    "deliveries",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    column("dedupe_key", sa.Text, NAMED, nullable=False, unique=True),
    column("kind", sa.Text, SENT, nullable=False),
    column("method", sa.Text, NOBODY, nullable=False),
    column("target", sa.Text, RECIPIENT, nullable=False),
    column("payload", sa.JSON, NAMED, nullable=False),
    column("due_at", UtcDateTime, SENT, nullable=False),
    column("state", sa.Text, SENT, nullable=False),
    column("attempts", sa.Integer, NOBODY, nullable=False),
    column("claimed_at", UtcDateTime, NOBODY),
    column("claimed_until", UtcDateTime, NOBODY),
    column("send_id", sa.Text, NOBODY, nullable=False),
    column("channel", sa.Text, SENT),
    column("ts", sa.Text, SENT),
    column("error", sa.Text, NAMED),
    column("done_at", UtcDateTime, SENT),
    # how often an uncertain one was looked up in Slack's history and not found
    column("lookups", sa.Integer, NOBODY, nullable=False),
    # in the order in which they are claimed: many are due at the same time
    sa.Index(None, "state", "due_at", "id"),
    # few among many, and asked for whenever somebody reacts, or an event or its material changes
    *(
        sa.Index(
            f"ix_deliveries_{kind}",
            "state",
            "due_at",
            sqlite_where=sa.text(f"kind = '{kind}'"),
            postgresql_where=sa.text(f"kind = '{kind}'"),
        )
        for kind in (Kind.ANNOUNCEMENT, Kind.FAN_OUT, Kind.FOLLOW_UP, Kind.PROPOSALS)
    ),
)

# Until when a method of the Web API, or a method for one channel, is not called by any process.
pauses = sa.Table(
    "pauses",
    metadata,
    column("scope", sa.Text, PACED, primary_key=True),
    column("until", UtcDateTime, NOBODY, nullable=False),
)

# What is wrong with what the bot needs (bot.domain.checks), since when: gone when it is well again.
troubles = sa.Table(
    "troubles",
    metadata,
    column("what", sa.Text, NOBODY, primary_key=True),
    column("about", sa.Text, NOBODY, nullable=False),
    column("at", UtcDateTime, NOBODY, nullable=False),
)
