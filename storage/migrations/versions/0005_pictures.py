"""An announcement may show a picture, and says what is to be seen in it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add its address and its words; what there is already has none."""
    for name in ("picture_url", "picture_alt"):
        op.add_column("announcements", sa.Column(name, sa.Text))
