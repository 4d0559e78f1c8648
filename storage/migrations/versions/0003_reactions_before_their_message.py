"""Reactions may be there before their message is known: people are quicker than Slack's answer."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take away the reference from a reaction to its message."""
    with op.batch_alter_table("reactions") as reactions:
        reactions.drop_constraint("fk_reactions_channel_ts_rsvp_messages", type_="foreignkey")
