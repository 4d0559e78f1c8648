"""What the bot says about itself and about commands that it did not understand."""

from functools import lru_cache

from slack_sdk.models.blocks import Block

from bot.domain.commands import Incomplete, Unknown
from bot.domain.markup import safe
from bot.locales import texts
from bot.views.message import Message, actions, button, context, header, message, section, simple


@lru_cache(maxsize=8)
def overview(language: str, *, organizer: bool) -> Message:
    """What can be done here, with buttons."""
    t = texts(language)
    blocks: list[Block] = [header(t.plain("help.title")), section(t("help.members"))]
    says = [t("help.title"), t("help.members")]
    if organizer:
        blocks.append(section(t("help.organizers")))
        says.append(t("help.organizers"))
    blocks.append(context(t("help.words")))
    blocks.append(
        actions(
            [
                button(t.plain("help.next"), "show_next", style="primary"),
                button(t.plain("help.events"), "events_all", value="coming:1"),
            ]
        )
    )
    return message("\n".join(says), blocks)


def unknown(command: Unknown, language: str) -> Message:
    """That a word is none of ours, and which one may have been meant."""
    t = texts(language)
    words = safe(command.words)
    if command.suggestion is None:
        return simple(t("command.unknown", words=words))
    return simple(t("command.suggestion", words=words, suggestion=command.suggestion))


def incomplete(command: Incomplete, language: str) -> Message:
    """How a command is written that lacked something."""
    return simple(texts(language)("command.incomplete", usage=command.usage))


def event_unknown(number: int | None, language: str) -> Message:
    """That there is no event of this number, or none at all to come."""
    t = texts(language)
    return simple(t("events.coming.none") if number is None else t("show.unknown", number=number))


def language_saved(language: str) -> Message:
    """That the bot speaks this language with the member now."""
    return simple(texts(language)("language.saved"))


def try_again(language: str) -> Message:
    """That something failed on our side."""
    return simple(texts(language)("error.try.again"))


def not_opened(language: str) -> Message:
    """That a form could not be opened: the click was too long ago, or Slack was silent."""
    return simple(texts(language)("error.not.opened"))


def form_unknown(language: str) -> Message:
    """That a form is from another time; what was typed is still there to be copied."""
    return simple(texts(language)("error.unknown.form"))


def file_not_sent(language: str) -> Message:
    """That a file that was asked for could not be sent."""
    return simple(texts(language)("file.not.sent"))


def button_unknown(language: str) -> Message:
    """That a button is from another time."""
    return simple(texts(language)("error.unknown.action"))
