"""What organizers are told of organizers, and others of what only organizers may do."""

from bot.domain.members import OrganizerSources
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.elements import mention
from bot.views.message import Message, message, paragraphs, section


def listed(named: OrganizerSources, t: Texts) -> Message:
    """Everybody who organizes, by where they are named."""
    blocks: list[Block] = []
    said: list[str] = []
    for where, users in (
        ("settings", named.settings),
        ("group", named.group or frozenset()),
        ("added", named.added),
    ):
        if users:
            heading = t(f"organizers.{where}")
            lines = [f"• {mention(user)}" for user in sorted(users)]
            blocks += paragraphs(f"*{heading}*", lines)
            said.append("\n".join([heading, *lines]))
    if named.group is None:
        said.append(t("organizers.group.silent"))
        blocks.append(section(said[-1]))
    said.append(t("organizers.how"))
    blocks.append(section(said[-1]))
    return message("\n".join(said), blocks)
