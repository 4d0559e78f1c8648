"""The first direct message to somebody says why it comes, and how to stop them."""

from bot.domain.deliveries import Kind
from bot.locales import Texts
from bot.views.message import MESSAGE_BLOCKS, Message, context

# What only those get who organize.
_FOR_ORGANIZERS = {
    Kind.PROBLEMS,
    Kind.DEAD_LINKS,
    Kind.PROPOSALS,
    Kind.MATERIAL,
    Kind.QUESTION,
}
# It says so itself.
_SAYS_SO = {Kind.NUDGE, Kind.FEEDBACK}


def explained(letter: Message, kind: Kind, t: Texts) -> Message:
    """The same message, and below it a line that says why and how, if Slack takes one more."""
    if kind in _SAYS_SO or len(letter.blocks) >= MESSAGE_BLOCKS:
        return letter
    if kind in _FOR_ORGANIZERS:
        why = t("first.organizer")
    else:
        why = t("first.contact" if kind is Kind.TALK_MATERIAL else "first.member")
    return Message(f"{letter.text}\n{why}", (*letter.blocks, context(why)))
