"""Of the secret in a calendar's address only a digest is kept; the addresses go on."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the digest of each whole token where its secret was."""
    op.alter_column("feeds", "secret", new_column_name="digest")
    feeds = sa.table("feeds", sa.column("handle"), sa.column("digest"))
    connection = op.get_bind()
    for handle, secret in connection.execute(sa.select(feeds.c.handle, feeds.c.digest)).all():
        digest = hashlib.sha256(f"{handle}{secret}".encode()).hexdigest()
        connection.execute(sa.update(feeds).where(feeds.c.handle == handle).values(digest=digest))
