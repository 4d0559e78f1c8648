"""Who decided about an item, and who took it back: nobody else shows more of it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# Of what was there nothing else is known: whoever gave it, else whoever is the contact now.
_DECIDED = (
    "UPDATE knowledge SET decided_by = coalesce(proposed_by,"
    " (SELECT max(contact) FROM sessions WHERE sessions.event = knowledge.event"
    " AND knowledge.session IN (sessions.talk, sessions.speaker))) WHERE decided"
)
_WITHDRAWN = "UPDATE knowledge SET withdrawn_by = decided_by WHERE withdrawn_at IS NOT NULL"


def upgrade() -> None:
    """Add the columns, and the indexes that find what somebody decided."""
    for name in ("decided_by", "withdrawn_by"):
        op.add_column("knowledge", sa.Column(name, sa.Text))
        known = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_knowledge_{name}", "knowledge", [name], sqlite_where=known, postgresql_where=known
        )
    for statement in (_DECIDED, _WITHDRAWN):
        op.execute(sa.text(statement))
