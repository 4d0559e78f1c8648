"""What the bot says about itself and about commands that it did not understand."""

from functools import lru_cache

from slack_sdk.models.blocks import Block

from bot.domain.commands import Incomplete, Unknown
from bot.domain.markup import safe
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.message import Message, actions, button, context, header, message, section, simple


@lru_cache(maxsize=8)
def overview(t: Texts, example: str | None, *, organizer: bool) -> Message:
    """What can be done here, with buttons; `example` is a word that the search finds."""
    members = t("help.members", example=example or t.plain("help.example"))
    blocks: list[Block] = [header(t.plain("help.title")), section(members)]
    says = [t("help.title"), members]
    if organizer:
        blocks.append(section(t("help.organizers")))
        says.append(t("help.organizers"))
    blocks.append(context(t("help.words")))
    blocks.append(
        actions(
            [
                button(t.plain("help.next"), "show_next", style="primary"),
                button(t.plain("help.events"), "events_all", value=joined("coming", 1)),
            ]
        )
    )
    return message("\n".join(says), blocks)


def unknown(command: Unknown, t: Texts) -> Message:
    """That a word is none of ours, and which one may have been meant."""
    words = safe(command.words)
    if command.suggestion is None:
        return simple(t("command.unknown", words=words))
    return simple(t("command.suggestion", words=words, suggestion=command.suggestion))


def incomplete(command: Incomplete, t: Texts) -> Message:
    """How a command is written that lacked something, in the reader's words."""
    usage = t(f"command.usage.{command.meant.names[0]}")
    return simple(t("command.incomplete", usage=usage))
