"""The tables."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

Row = sa.Row[*tuple[Any, ...]]


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time; naive values are refused. SQLite returns naive ones by itself."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The value as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The stored value, aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _event_number(**options: Any) -> sa.Column[int]:
    return sa.Column("event", sa.ForeignKey("events.number", ondelete="CASCADE"), **options)


events = sa.Table(
    "events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("starts_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("timezone", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("accessibility", sa.Text),
    sa.Column("closes_at", UtcDateTime),
    sa.Column("location", sa.Text),
    sa.Column("join_url", sa.Text),
    sa.Column("registration_url", sa.Text),
    sa.Column("host", sa.Text),
    sa.Column("capacity", sa.Integer),
    sa.Column("final_counts", sa.JSON),
    # by which the calendar that it was imported from knows it
    sa.Column("uid", sa.Text),
    sa.Column("revision", sa.Integer, nullable=False),
    # when the revision was made: the stamp that calendars go by
    sa.Column("changed_at", UtcDateTime, nullable=False),
    # when it was published first: a calendar that never had it is not told of a cancellation
    sa.Column("published_at", UtcDateTime),
    sa.Index(None, "status", "ends_at"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _event_number(primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("talk", sa.Text, nullable=False),
    sa.Column("speaker", sa.Text),
    sa.Column("role", sa.Text),
    sa.Column("organisation", sa.Text),
)

rsvps = sa.Table(
    "rsvps",
    metadata,
    _event_number(primary_key=True),
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("via", sa.Text, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("waitlisted_at", UtcDateTime),
)

announcements = sa.Table(
    "announcements",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _event_number(),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("planned_at", UtcDateTime, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("picture_url", sa.Text),
    sa.Column("picture_alt", sa.Text),
)

rsvp_messages = sa.Table(
    "rsvp_messages",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    _event_number(nullable=False, index=True),
    sa.Column("announcement", sa.ForeignKey("announcements.id", ondelete="SET NULL")),
    # False once Slack says that the message is gone: nobody can react to it any more.
    sa.Column("open", sa.Boolean, nullable=False),
    # whether it was asked to show that its event is over
    sa.Column("over", sa.Boolean, nullable=False, server_default=sa.false()),
    # whether it was asked to show that its event takes no answers any more
    sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()),
    # when the event was to take place as it was posted: it says so when that has changed
    sa.Column("starts_at", UtcDateTime),
    sa.Column("ends_at", UtcDateTime),
    sa.Column("timezone", sa.Text),
)

# No reference to rsvp_messages: people react before Slack has told us the ts of our message.
reactions = sa.Table(
    "reactions",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("emoji", sa.Text, primary_key=True),
    sa.Column("event_ts", UtcDateTime, nullable=False),
    sa.Column("added_at", UtcDateTime),
    sa.Column("removed", sa.Boolean, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dedupe_key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("claimed_at", UtcDateTime),
    sa.Column("claimed_until", UtcDateTime),
    sa.Column("send_id", sa.Text, nullable=False),
    sa.Column("channel", sa.Text),
    sa.Column("ts", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("done_at", UtcDateTime),
    # how often an uncertain one was looked up in Slack's history and not found
    sa.Column("lookups", sa.Integer, nullable=False),
    # in the order in which they are claimed: many are due at the same time
    sa.Index(None, "state", "due_at", "id"),
)

# Until when a method of the Web API, or a method for one channel, is not called by any process.
pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("until", UtcDateTime, nullable=False),
)

# What is wrong with what the bot needs (bot.domain.checks), since when: gone when it is well again,
# nothing in it is about a person.
troubles = sa.Table(
    "troubles",
    metadata,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

knowledge = sa.Table(
    "knowledge",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url_key", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    # not a foreign key: an item may name an event that is not in the database
    sa.Column("event", sa.Integer, index=True),
    sa.Column("session", sa.Text),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    # a feed of the newest needs to say since when
    sa.Column("added_at", UtcDateTime, nullable=False),
    sa.Column("proposed_by", sa.Text),
    # of the link: when it was last asked, and when it is asked again (by one process alone, that
    # puts this time off first); failures since the last success; what it answered, if not alive
    sa.Column("checked_at", UtcDateTime),
    sa.Column("check_at", UtcDateTime),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("answer", sa.Text),
    sa.Column("dead_since", UtcDateTime),
    # the rules that its postings follow (bot.domain.search.documents.RULES); none: not indexed yet
    sa.Column("indexed", sa.Integer, index=True),
    sa.Index("ix_knowledge_check_at", "status", "check_at"),
    sa.Index(
        "ix_knowledge_dead_since",
        "status",
        "dead_since",
        sqlite_where=sa.text("dead_since IS NOT NULL"),
        postgresql_where=sa.text("dead_since IS NOT NULL"),
    ),
)

# Every folded word that stands in an item, and marks such as `#4`. Words are only ever added.
words = sa.Table(
    "words",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("word", sa.Text, nullable=False, unique=True),
)

# A row for each word of an item, with the best field in which it stands. The key is the order of
# an answer, read backwards. No references: they would be looked up for millions of rows, and
# neither words nor items are ever deleted.
postings = sa.Table(
    "postings",
    metadata,
    sa.Column("word", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("field", sa.SmallInteger, primary_key=True, autoincrement=False),
    # 0 for an item of no event
    sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("item", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index(None, "item", "word"),
    sqlite_with_rowid=False,
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("language", sa.Text),
    sa.Column("reminders", sa.Boolean, nullable=False),
    # whether they were asked if reminders are welcome, or have said so: nobody is asked twice
    sa.Column("asked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("organizer", sa.Boolean, nullable=False),
    # personal: that they joined the channel and were shown what it is, so that it comes once
    sa.Column("welcomed", sa.Boolean, nullable=False, server_default=sa.false()),
)

# The token in the address of a member's own calendar: the handle finds the member, the secret is
# compared. Both are random.
feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("handle", sa.Text, nullable=False, unique=True),
    sa.Column("digest", sa.Text, nullable=False),
)

handled_events = sa.Table(
    "handled_events",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("seen_at", UtcDateTime, nullable=False, index=True),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
)
