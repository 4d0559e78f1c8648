"""The Wissensspeicher, and the index of its words."""

import sqlalchemy as sa

from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, metadata

PROPOSER = Personal(Relation.OWNER, Purpose.PROPOSALS)
DECIDER = Personal(Relation.OWNER, Purpose.MATERIAL)
OTHERS = Personal(Relation.OTHERS, Purpose.PROGRAMME)

knowledge = sa.Table(
    "knowledge",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    column("url_key", sa.Text, OTHERS, nullable=False, unique=True),
    column("url", sa.Text, OTHERS, nullable=False),
    column("title", sa.Text, OTHERS, nullable=False),
    column("kind", sa.Text, NOBODY, nullable=False),
    # not a foreign key: an item may name an event that is not in the database
    column("event", sa.Integer, NOBODY),
    column("session", sa.Text, OTHERS),
    column("tags", sa.JSON, OTHERS, nullable=False),
    column("description", sa.Text, OTHERS),
    column("status", sa.Text, NOBODY, nullable=False),
    # who may see it, and from when on (bot.domain.visibility)
    column("visibility", sa.Text, NOBODY, nullable=False, server_default="public"),
    column("visible_from", UtcDateTime, NOBODY),
    # who sees its talk as of now: nobody else sees the item
    column("talk_shown", sa.Text, NOBODY, nullable=False, server_default="public"),
    # whether the contact of its talk has decided that: then nobody else does
    column("decided", sa.Boolean, NOBODY, nullable=False, server_default=sa.false()),
    # when it was taken back: it comes out nowhere until whoever did that says otherwise
    column("withdrawn_at", UtcDateTime, NOBODY),
    # a feed of the newest needs to say since when
    column("added_at", UtcDateTime, NOBODY, nullable=False),
    column("proposed_by", sa.Text, PROPOSER),
    # who decided, and who took it back: nobody else shows more of it, another contact neither
    column("decided_by", sa.Text, DECIDER),
    column("withdrawn_by", sa.Text, DECIDER),
    # of the link: when it was last asked, and when it is asked again (by one process alone, that
    # puts this time off first); failures since the last success; what it answered, if not alive
    column("checked_at", UtcDateTime, NOBODY),
    column("check_at", UtcDateTime, NOBODY),
    column("failures", sa.Integer, NOBODY, nullable=False, server_default="0"),
    column("answer", sa.Text, NOBODY),
    column("dead_since", UtcDateTime, NOBODY),
    # the rules that its postings follow (bot.domain.search.documents.RULES); none: not indexed yet;
    # 0: it has none until its day has come
    column("indexed", sa.Integer, NOBODY, index=True),
    sa.Index(None, "event", "status"),
    sa.Index(None, "status", "id"),
    sa.Index(None, "status", "visibility", "id"),
    sa.Index(
        "ix_knowledge_proposed_by",
        "proposed_by",
        "status",
        "id",
        sqlite_where=sa.text("proposed_by IS NOT NULL"),
        postgresql_where=sa.text("proposed_by IS NOT NULL"),
    ),
    *(
        sa.Index(
            f"ix_knowledge_{name}",
            name,
            sqlite_where=sa.text(f"{name} IS NOT NULL"),
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
        for name in ("decided_by", "withdrawn_by")
    ),
    sa.Index("ix_knowledge_check_at", "status", "check_at"),
    sa.Index(
        "ix_knowledge_dead_since",
        "status",
        "dead_since",
        sqlite_where=sa.text("dead_since IS NOT NULL"),
        postgresql_where=sa.text("dead_since IS NOT NULL"),
    ),
    # a proposal may be deleted, and a button that means it must never mean another item
    sqlite_autoincrement=True,
)

# Every folded word that stands in an item, and marks such as `#4`. New ones are added with greater
# ids, and no id ever stands for another word: a process need ask only for those after the last
# that it knows. Words that no item has any more are deleted (storage.search.forget_words).
words = sa.Table(
    "words",
    metadata,
    column("id", sa.Integer, NOBODY, primary_key=True),
    column("word", sa.Text, OTHERS, nullable=False, unique=True),
)

# A row for each word of an item, with the best field in which it stands. The key is the order of
# an answer, read backwards. No references: they would be looked up for millions of rows, and
# only words that have none are deleted, and whoever deletes an item deletes its own first.
postings = sa.Table(
    "postings",
    metadata,
    column("word", sa.Integer, NOBODY, primary_key=True, autoincrement=False),
    column("field", sa.SmallInteger, NOBODY, primary_key=True, autoincrement=False),
    # 0 for an item of no event
    column("event", sa.Integer, NOBODY, primary_key=True, autoincrement=False),
    column("item", sa.Integer, NOBODY, primary_key=True, autoincrement=False),
    sa.Index(None, "item", "word"),
    sqlite_with_rowid=False,
)
