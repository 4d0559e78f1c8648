"""What an answer, a Home or a look at what is due asks for is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NEW = {
    "events": (("status", "ends_at", "starts_at"), ("ends_at",), ("starts_at",), ("revision",)),
    "rsvps": (("user",),),
    "announcements": (("event",), ("status", "planned_at")),
    "knowledge": (("event", "status"), ("status", "id")),
}


def upgrade() -> None:
    """Add the indexes; two of them begin with what another was."""
    for table, indexes in _NEW.items():
        for columns in indexes:
            name = op.f(f"ix_{table}_{'_'.join(columns)}")
            op.create_index(name, table, list(columns))
    op.drop_index("ix_events_status_ends_at", "events")
    op.drop_index("ix_knowledge_event", "knowledge")
    for kind in ("announcement", "fan_out"):
        _partial(f"ix_deliveries_{kind}", "deliveries", ["state", "due_at"], f"kind = '{kind}'")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    true, false = ("1", "0") if is_sqlite else ("true", "false")
    _partial("ix_members_organizer", "members", ["user"], f"organizer IS {true}")
    is_awake = f"open IS {true} AND over IS {false}"
    _partial("ix_rsvp_messages_awake", "rsvp_messages", ["event", "closed"], is_awake)
    proposals = ["proposed_by", "status", "id"]
    _partial("ix_knowledge_proposed_by", "knowledge", proposals, "proposed_by IS NOT NULL")


def _partial(name: str, table: str, columns: list[str], of: str) -> None:
    where = sa.text(of)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
