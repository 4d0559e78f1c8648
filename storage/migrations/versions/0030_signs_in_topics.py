"""Signs that make another word of it count in the keys of topics: `C++` is not `C#`."""

import sqlalchemy as sa
from alembic import op

from bot.domain.topics import key

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_topics = sa.table(
    "topics", sa.column("id", sa.Integer), sa.column("title", sa.Text), sa.column("title_key")
)


def upgrade() -> None:
    """Give topics their new keys: what has the same now had the same before, so none is there."""
    for row in op.get_bind().execute(sa.select(_topics)).all():
        if key(row.title) != row.title_key:
            this = _topics.c.id == row.id
            op.execute(sa.update(_topics).where(this).values(title_key=key(row.title)))
