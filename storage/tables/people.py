"""Members and what they chose, what was done, and what was done before."""

import sqlalchemy as sa

from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, metadata

MEMBER = Personal(Relation.OWNER, Purpose.SETTINGS)
SETTING = Personal(Relation.ABOUT, Purpose.SETTINGS)
ROLE = Personal(Relation.ABOUT, Purpose.ROLE)
SUBSCRIBER = Personal(Relation.OWNER, Purpose.CALENDAR)
SUBSCRIBED = Personal(Relation.ABOUT, Purpose.CALENDAR)
HANDLED = Personal(Relation.NAMES, Purpose.ONCE)
ACTOR = Personal(Relation.OWNER, Purpose.AUDIT)
ACTED = Personal(Relation.ABOUT, Purpose.AUDIT)
ACTED_ON = Personal(Relation.NAMES, Purpose.AUDIT)
FORGOTTEN = Personal(Relation.PSEUDONYM, Purpose.FORGETTING)

members = sa.Table(
    "members",
    metadata,
    column("user", sa.Text, MEMBER, primary_key=True),
    column("language", sa.Text, SETTING),
    column("reminders", sa.Boolean, SETTING, nullable=False),
    # whether they were asked if reminders are welcome, or have said so: nobody is asked twice
    column("asked", sa.Boolean, SETTING, nullable=False, server_default=sa.false()),
    column("organizer", sa.Boolean, ROLE, nullable=False),
    # whether they joined the channel and were shown what it is, so that it comes once
    column("welcomed", sa.Boolean, SETTING, nullable=False, server_default=sa.false()),
    # whether the first direct message has told them why it came, and how to stop them
    column("told", sa.Boolean, SETTING, nullable=False, server_default=sa.false()),
    # whether the language or the reminders are their own choice: that is a reason to keep them
    column("chose", sa.Boolean, SETTING, nullable=False, server_default=sa.false()),
    # when this row was made; of old ones that is not known
    column("since", UtcDateTime, SETTING),
    sa.Index(
        "ix_members_organizer",
        "user",
        sqlite_where=sa.text("organizer IS 1"),
        postgresql_where=sa.text("organizer IS true"),
    ),
)

# The token in the address of a member's own calendar: the handle finds the member, the secret is
# compared. Both are random.
feeds = sa.Table(
    "feeds",
    metadata,
    column("user", sa.Text, SUBSCRIBER, primary_key=True),
    column("handle", sa.Text, SUBSCRIBED, nullable=False, unique=True),
    column("digest", sa.Text, SUBSCRIBED, nullable=False),
)

handled_events = sa.Table(
    "handled_events",
    metadata,
    column("key", sa.Text, HANDLED, primary_key=True),
    column("seen_at", UtcDateTime, NOBODY, nullable=False, index=True),
)

audit = sa.Table(
    "audit",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    column("at", UtcDateTime, ACTED, nullable=False, index=True),
    column("actor", sa.Text, ACTOR, nullable=False),
    column("action", sa.Text, ACTED, nullable=False),
    column("subject", sa.Text, ACTED_ON, nullable=False),
)

# Who wanted to be forgotten: a keyed hash of the id (bot.domain.wishes), with a key of its own, so
# that what still stands in Slack or in a backup does not come back.
forgotten = sa.Table(
    "forgotten",
    metadata,
    column("digest", sa.Text, FORGOTTEN, primary_key=True),
    column("key", sa.Text, FORGOTTEN, nullable=False),
    column("at", UtcDateTime, FORGOTTEN, nullable=False, index=True),
)
