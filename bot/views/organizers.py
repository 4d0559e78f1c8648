"""What organizers are told of organizers, and others of what only organizers may do."""

from slack_sdk.models.blocks import Block

from bot.domain.members import OrganizerSources
from bot.locales import Texts
from bot.views.message import Message, message, paragraphs, section, simple
from bot.views.pieces import mention


def organizers_only(t: Texts) -> Message:
    """A friendly no."""
    return simple(t("organizers.only"))


def unsure(t: Texts) -> Message:
    """That Slack could not be asked whether this person is an organizer."""
    return simple(t("organizers.unsure"))


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


def added(user: str, t: Texts) -> Message:
    """That somebody organizes now."""
    return simple(t("organizers.done.added", who=mention(user)))


def already(user: str, t: Texts) -> Message:
    """That somebody organized before."""
    return simple(t("organizers.done.already", who=mention(user)))


def may_not_organize(user: str, t: Texts) -> Message:
    """That guests, bots and people of other workspaces never organize."""
    return simple(t("organizers.never", who=mention(user)))


def person_unknown(user: str, t: Texts) -> Message:
    """That Slack said nothing of this person."""
    return simple(t("organizers.person.unknown", who=mention(user)))


def nobody_to_answer_for(user: str, t: Texts) -> Message:
    """That a bot, or somebody who left, can't come."""
    return simple(t("rsvp.for.nobody", who=mention(user)))


def removed(user: str, t: Texts) -> Message:
    """That somebody organizes no longer."""
    return simple(t("organizers.done.removed", who=mention(user)))


def in_settings(user: str, t: Texts) -> Message:
    """That the settings name this organizer, and who can change that."""
    return simple(t("organizers.in.settings", who=mention(user)))


def in_group(user: str, t: Texts) -> Message:
    """That the user group names this organizer, and who can change that."""
    return simple(t("organizers.in.group", who=mention(user)))


def not_added(user: str, t: Texts) -> Message:
    """That this person does not organize."""
    return simple(t("organizers.none", who=mention(user)))


def last_one(t: Texts) -> Message:
    """That somebody has to organize."""
    return simple(t("organizers.last"))
