"""The links of a message: which of them are to go into the Wissensspeicher."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from bot.domain.form_states import LinksForm
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KnowledgeItem
from bot.domain.markup import Markup
from bot.domain.message_links import FoundLink
from bot.domain.values import packed
from bot.domain.visibility import Audience, is_seen
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.elements import link
from bot.views.knowledge_items import title_line
from bot.views.message import Message, message, paragraphs
from bot.views.modals import METADATA_LIMIT, Modal, checkboxes, field, modal

CHOOSE = "kb_links"

# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
_BOXES = 10
_ROOM = METADATA_LIMIT - 400  # the rest is for what the form says of itself
_KNOWN = 10


def choose(
    new: Sequence[FoundLink],
    known: Sequence[KnowledgeItem],
    event: EventNumber | None,
    now: datetime,
    t: Texts,
) -> Modal:
    """Which of these links are to be added; all are ticked. What is there already is named.

    As many as can wait in the form for their turn are offered.
    """
    offered = fitting(new)
    options = [(str(number), _label(found)) for number, found in enumerate(offered)]
    blocks: list[Block] = []
    boxes = checkboxes(options, [value for value, _ in options])
    left = len(new) - len(offered)
    hint = t.plain("kb.links.left", count=left) if left else None
    blocks.append(field("links", t.plain("kb.links.which"), boxes, hint=hint))
    blocks += _already(known, now, t)
    kept = tuple((found.url, found.title) for found in offered)
    return modal(
        CHOOSE,
        t.plain("kb.form.new"),
        blocks,
        submit=t.plain("event.form.next"),
        close=t.plain("modal.cancel"),
        metadata=packed(LinksForm(kept, event)),
    )


def fitting(links: Sequence[FoundLink]) -> Sequence[FoundLink]:
    """The first of these, as many as have boxes and can be remembered while the form is open."""
    sizes = accumulate(
        len(json.dumps([found.url, found.title], ensure_ascii=False)) + 2 for found in links
    )
    return links[: min(_BOXES, sum(size <= _ROOM for size in sizes) or 1)]


def nothing_chosen(t: Texts) -> dict[str, str]:
    """That no box is ticked, at the boxes."""
    return {"links": t.plain("kb.links.none.chosen")}


def all_known(known: Sequence[KnowledgeItem], now: datetime, t: Texts) -> Message:
    """That all links of a message are there already."""
    return message(t("kb.links.all"), _already(known, now, t))


def _already(known: Sequence[KnowledgeItem], now: datetime, t: Texts) -> list[Block]:
    """What is there at `now` (aware, UTC); of what members do not see only the address."""
    if not known:
        return []
    lines = [
        f"• {title_line(item) if is_seen(item, Audience.MEMBERS, now) else link(item.url)}"
        for item in known[:_KNOWN]
    ]
    lines = [Markup(line) for line in lines]
    if len(known) > _KNOWN:
        lines.append(t("event.more", count=len(known) - _KNOWN))
    return [*paragraphs(t("kb.links.known"), lines)]


def _label(found: FoundLink) -> str:
    """The title, and where it leads; an option's text is plain and short."""
    address = found.url.partition("://")[2]
    return f"{found.title[:45]} · {address}" if found.title else address
