"""Topics for coming events, and who wants them."""

import sqlalchemy as sa

from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, metadata

# Anybody can be named in a title, as in the programme.
OTHERS = Personal(Relation.OTHERS, Purpose.PROGRAMME)
PROPOSER = Personal(Relation.OWNER, Purpose.TOPICS)
VOTER = Personal(Relation.OWNER, Purpose.VOTES)
VOTED = Personal(Relation.ABOUT, Purpose.VOTES)

topics = sa.Table(
    "topics",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    # the title as it is compared (bot.domain.topics.key)
    column("title_key", sa.Text, OTHERS, nullable=False, unique=True),
    column("title", sa.Text, OTHERS, nullable=False),
    column("status", sa.Text, NOBODY, nullable=False),
    column("answer", sa.Text, OTHERS),
    # how many rows of topic_votes it has: a list is in this order, and reads none of them
    column("votes", sa.Integer, NOBODY, nullable=False),
    # nobody's any more as soon as it is closed
    column("proposed_by", sa.Text, PROPOSER),
    column("added_at", UtcDateTime, NOBODY, nullable=False),
    sa.Index(None, "status", "votes", "id"),
    sa.Index(
        "ix_topics_proposed_by",
        "proposed_by",
        sqlite_where=sa.text("proposed_by IS NOT NULL"),
        postgresql_where=sa.text("proposed_by IS NOT NULL"),
    ),
    # a topic may be deleted, and a button that means it must never mean another one
    sqlite_autoincrement=True,
)

topic_votes = sa.Table(
    "topic_votes",
    metadata,
    column(
        "topic", sa.Integer, VOTED, sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True
    ),
    column("user", sa.Text, VOTER, primary_key=True),
    sa.Index(None, "user", "topic"),
    sqlite_with_rowid=False,
)
