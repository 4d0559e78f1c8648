"""Feedback on events: counted answers, and apart from them who was asked.

Nothing tells which answer is whose, not even the order of rows: they lie in the order of what they
say, and none has a time.
"""

import sqlalchemy as sa

from bot.domain.personal_data import Personal, Purpose, Relation
from storage.tables.columns import NOBODY, UtcDateTime, column, event_number, metadata

# Nobody knows whose it is; but a sentence can name anybody.
OTHERS = Personal(Relation.OTHERS, Purpose.FEEDBACK)
ASKED = Personal(Relation.OWNER, Purpose.ASKED)
ABOUT = Personal(Relation.ABOUT, Purpose.ASKED)

# The asking about an event. The key makes tickets (bot.domain.feedback), and goes at the closing.
feedback_rounds = sa.Table(
    "feedback_rounds",
    metadata,
    event_number(NOBODY, primary_key=True),
    column("key", sa.Text, NOBODY, nullable=False),
    column("closes_at", UtcDateTime, NOBODY, nullable=False),
    column("stage", sa.Text, NOBODY, nullable=False),
)

# How often each answer was given; an answer in somebody's own words is that text.
feedback = sa.Table(
    "feedback",
    metadata,
    event_number(NOBODY, primary_key=True),
    column("question", sa.Text, NOBODY, primary_key=True),
    column("answer", sa.Text, OTHERS, primary_key=True),
    column("times", sa.Integer, NOBODY, nullable=False),
    sqlite_with_rowid=False,
)

# That some ticket has answered some question: a keyed hash of what is random and stored nowhere.
feedback_marks = sa.Table(
    "feedback_marks",
    metadata,
    event_number(NOBODY, primary_key=True),
    column("digest", sa.Text, NOBODY, primary_key=True),
    sqlite_with_rowid=False,
)

# Who was asked, written before anybody has answered.
feedback_asked = sa.Table(
    "feedback_asked",
    metadata,
    event_number(ABOUT, primary_key=True),
    column("user", sa.Text, ASKED, primary_key=True),
    sa.Index(None, "user"),
    sqlite_with_rowid=False,
)
