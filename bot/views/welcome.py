"""What somebody sees who has just joined the channel."""

from bot.domain.cards import Card
from bot.domain.markup import escape
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.dates import when_in_words
from bot.views.event_parts import facts, name
from bot.views.message import Message, actions, button, message, section, typed
from bot.views.rsvps import own_answer, rsvp_buttons


def welcome(card: Card | None, t: Texts) -> Message:
    """What LabCamp is, what comes next (`card`), and what to try."""
    what, tries = t("welcome.what"), t("welcome.try")
    following = t("next.none") if card is None else t("welcome.next", event=name(card.event, t))
    blocks: list[Block] = [section(what)]
    spoken = [what, following]
    if card is None:
        blocks.append(section(following))
    else:
        spoken.append(escape(when_in_words(card.event, t)))
        own = [own_answer(card, t)] if card.rsvp else []
        blocks.append(section("\n".join([following, facts(card.event, t), *own])))
        blocks.append(actions(rsvp_buttons(card.event, t)))
    ways = [
        button(t.plain("help.search"), "search_open"),
        button(t.plain("calendar.button"), "calendar_all"),
        typed(t.plain("help.all"), "help"),
    ]
    return message("\n".join([*spoken, tries]), [*blocks, section(tries), actions(ways)])
