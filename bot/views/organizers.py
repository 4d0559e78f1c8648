"""What organizers are told of organizers, and others of what only organizers may do."""

from slack_sdk.models.blocks import Block

from bot.domain.members import OrganizerSources
from bot.locales import texts
from bot.views.message import Message, message, paragraphs, section, simple
from bot.views.pieces import mention


def organizers_only(language: str) -> Message:
    """A friendly no."""
    return simple(texts(language)("organizers.only"))


def unsure(language: str) -> Message:
    """That Slack could not be asked whether this person is an organizer."""
    return simple(texts(language)("organizers.unsure"))


def listed(named: OrganizerSources, language: str) -> Message:
    """Everybody who organizes, by where they are named."""
    t = texts(language)
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


def added(user: str, language: str) -> Message:
    """That somebody organizes now."""
    return simple(texts(language)("organizers.done.added", who=mention(user)))


def already(user: str, language: str) -> Message:
    """That somebody organized before."""
    return simple(texts(language)("organizers.done.already", who=mention(user)))


def may_not_organize(user: str, language: str) -> Message:
    """That guests, bots and people of other workspaces never organize."""
    return simple(texts(language)("organizers.never", who=mention(user)))


def person_unknown(user: str, language: str) -> Message:
    """That Slack said nothing of this person."""
    return simple(texts(language)("organizers.person.unknown", who=mention(user)))


def nobody_to_answer_for(user: str, language: str) -> Message:
    """That a bot, or somebody who left, can't come."""
    return simple(texts(language)("rsvp.for.nobody", who=mention(user)))


def removed(user: str, language: str) -> Message:
    """That somebody organizes no longer."""
    return simple(texts(language)("organizers.done.removed", who=mention(user)))


def in_settings(user: str, language: str) -> Message:
    """That the settings name this organizer, and who can change that."""
    return simple(texts(language)("organizers.in.settings", who=mention(user)))


def in_group(user: str, language: str) -> Message:
    """That the user group names this organizer, and who can change that."""
    return simple(texts(language)("organizers.in.group", who=mention(user)))


def not_added(user: str, language: str) -> Message:
    """That this person does not organize."""
    return simple(texts(language)("organizers.none", who=mention(user)))


def last_one(language: str) -> Message:
    """That somebody has to organize."""
    return simple(texts(language)("organizers.last"))
