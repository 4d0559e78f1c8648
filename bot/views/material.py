"""The material of an event: in its card, by talk, and all of it in a list."""

from collections.abc import Iterator, Sequence

from bot.domain.events import Event
from bot.domain.knowledge import KeptItem
from bot.domain.markup import Markup, escape
from bot.domain.material import Group, MaterialPage, missing
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.elements import page_buttons
from bot.views.event_parts import heading
from bot.views.knowledge_forms import edit_button
from bot.views.knowledge_items import entry, line
from bot.views.message import actions, button, paragraphs, section
from bot.views.modals import Modal, modal

LIST = "kb_material"

# In a card: so many items, and of those with long addresses only as many as leave room for the
# rest of a message, in characters.
_ITEMS_SHOWN = 10
_ROOM = 4_000


def in_card(event: Event, groups: Sequence[Group], t: Texts) -> Iterator[Block]:
    """The first of the event's items by talk, and the way to all of them if there are more."""
    total = sum(len(group.items) for group in groups)
    if not total:
        return
    lines, shown = lines_of(groups, t)
    if shown < total:
        lines.append(t("event.more", count=total - shown))
    yield from paragraphs(t("event.material"), lines)
    if shown < total:
        yield actions([all_button(event.number, total, t)])


def tally(event: Event, groups: Sequence[Group], t: Texts) -> Markup:
    """How many of the talks have material, for organizers; empty for an event without talks."""
    total = len(event.sessions)
    have = total - len(missing(event.sessions, groups))
    return t("kb.material.tally", have=have, total=total) if total else Markup("")


def lines_of(groups: Sequence[Group], t: Texts) -> tuple[list[str], int]:
    """A line for each talk and for each of its items; how many items have found room."""
    lines: list[str] = []
    shown, room = 0, _ROOM
    for group in groups:
        talk = escape(group.talk) if group.talk is not None else t("kb.material.whole")
        # what belongs to no talk needs no heading where there is nothing else
        heading = [f"_{talk}_"] if group.talk is not None or len(groups) > 1 else []
        for kept in group.items:
            words = line(kept.item, t)
            room -= len(words) + sum(map(len, heading))
            if shown == _ITEMS_SHOWN or (room < 0 and shown):
                return lines, shown
            lines += [*heading, words]
            heading, shown = [], shown + 1
    return lines, shown


def tally_block(event: Event, groups: Sequence[Group], t: Texts) -> Iterator[Block]:
    """The same, with the way to the list; nothing for an event without talks."""
    if event.sessions:
        label = t.plain("kb.material.title")
        yield section(tally(event, groups, t), _way(event.number, label, t))


def all_button(number: int, total: int, t: Texts) -> Button:
    """The way to the list of all items of an event."""
    return _way(number, t.plain("kb.material.all", count=total), t)


def _way(number: int, label: str, t: Texts) -> Button:
    spoken = t.plain("kb.material.all.label", number=number)
    return button(label, "kb_material", value=joined(number, 1), spoken=spoken)


def listing(event: Event, page: MaterialPage, t: Texts, *, organizes: bool) -> Modal:
    """A page of all items of an event, by talk; organizers may edit each."""
    blocks: list[Block] = [heading(event, t)]
    for group in page.groups:
        if group.talk is not None:
            blocks.append(section(f"*{escape(group.talk)}*"))
        elif len(page.groups) > 1:
            blocks.append(section(f"*{t('kb.material.whole')}*"))
        blocks += [_entry(kept, t, organizes=organizes) for kept in group.items]
    if not page.groups:
        blocks.append(section(t("kb.material.none")))
    turning = page_buttons("kb_material", page.number, page.has_more, t, event.number)
    blocks += [DIVIDER, actions([*turning, add_button(event, t)])]
    return modal(
        LIST,
        t.plain("kb.material.title"),
        blocks,
        close=t.plain("modal.close"),
        metadata=joined(event.number, page.number),
        replaces=LIST,
    )


def add_button(event: Event, t: Texts) -> Button:
    """The way to the form of a new item of this event."""
    spoken = t.plain("kb.material.add.label", number=event.number)
    return button(t.plain("kb.material.add"), "kb_add_to", value=str(event.number), spoken=spoken)


def _entry(kept: KeptItem, t: Texts, *, organizes: bool) -> Block:
    return section(entry(kept.item, t), edit_button(kept, t) if organizes else None)
