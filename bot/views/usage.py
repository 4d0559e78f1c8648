"""What the bot says about itself and about commands that it did not understand."""

from functools import lru_cache

from bot.domain.commands import Incomplete, Unknown
from bot.domain.markup import as_words, safe, unescape
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.message import (
    LABEL_LIMIT,
    VALUE_LIMIT,
    Message,
    actions,
    button,
    context,
    header,
    message,
    section,
    shortened,
    simple,
    typed,
)

_SHOWN = 80  # characters of a suggestion; the button has all of it


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
    blocks.append(actions(first_steps(t)[:-1]))
    return message("\n".join(says), blocks)


def nothing_found(shown: Message, t: Texts) -> Message:
    """That nothing is found of what was said; below it help (`shown`)."""
    said = t("talk.nothing")
    return Message(f"{said}\n{shown.text}", (section(said), *shown.blocks))


def form_behind_a_button(line: str, t: Texts) -> Message:
    """What answers `line` where no form can be opened: a button that opens it."""
    said = t("talk.form")
    typable = line if len(line) <= VALUE_LIMIT else " ".join(line.split()[:2])[:VALUE_LIMIT]
    opening = typed(t.plain("talk.form.open"), typable)
    return message(said, [section(said), actions([opening])])


def greeting(t: Texts) -> Message:
    """A greeting in answer to one, and the first things that can be done."""
    said = t("talk.greeting")
    return message(said, [section(said), actions(first_steps(t))])


def first_steps(t: Texts) -> list[Button]:
    """What somebody may want to see first."""
    return [
        button(t.plain("help.next"), "show_next", style="primary"),
        button(t.plain("help.events"), "events_all", value=joined("coming", 1)),
        button(t.plain("help.search"), "search_open"),
        typed(t.plain("help.all"), "help"),
    ]


def unknown(command: Unknown, t: Texts) -> Message:
    """That a word is none of ours, and which one may have been meant, to be done at once."""
    words, meant = safe(command.words), command.suggestion
    if meant is None:
        return simple(t("command.unknown", words=words))
    line = shortened(" ".join(meant.split()), _SHOWN)
    said = t("command.suggestion", words=words, suggestion=safe(line))
    if len(meant) > VALUE_LIMIT:
        return simple(said)
    label = t.plain("command.suggestion.do", suggestion=unescape(as_words(line)))
    return message(said, [section(said), actions([typed(shortened(label, LABEL_LIMIT), meant)])])


def incomplete(command: Incomplete, t: Texts) -> Message:
    """How a command is written that lacked something, in the reader's words."""
    usage = t(f"command.usage.{command.meant.names[0]}")
    return simple(t("command.incomplete", usage=usage))
