"""Lists that are looked at whole, page by page, in a modal."""

from collections.abc import Iterator

from bot.domain.announcement_remarks import Listed
from bot.domain.cards import Card
from bot.domain.events import Event
from bot.domain.homes import Part, Stuck, Which
from bot.domain.talk_material import OwnTalk
from bot.domain.values import joined
from bot.locales import Texts
from bot.views import home_entries, talk_material
from bot.views.announcement_lists import entry
from bot.views.block_kit import Block
from bot.views.message import actions, button, section
from bot.views.modals import Modal, modal

LIST = "list"


def page(
    which: Which,
    number: int,
    part: Part[Card] | Part[OwnTalk] | Part[Stuck] | Part[Event] | Part[Listed],
    t: Texts,
) -> Modal:
    """One page of a list, and the ways to those before and after it."""
    blocks = [block for one in part.shown for block in _entry(one, t)]
    if not blocks:
        blocks = [section(t(f"list.none.{which}"))]
    blocks += _ways(which, number, part.more, t)
    title, close = t.plain(f"list.title.{which}"), t.plain("modal.close")
    return modal(LIST, title, blocks, close=close, replaces=LIST)


def _entry(one: Card | OwnTalk | Stuck | Event | Listed, t: Texts) -> Iterator[Block]:
    match one:
        case Card():
            yield from home_entries.own(one, t)
        case OwnTalk():
            yield talk_material.in_list(one, t)
        case Stuck():
            yield from home_entries.stuck(one, t)
        case Event():
            yield from home_entries.event(one, t)
        case Listed():
            yield from entry(one, t)


def _ways(which: Which, number: int, more: int, t: Texts) -> Iterator[Block]:
    buttons = []
    if number > 1:
        before = joined(which, number - 1)
        buttons.append(button(t.plain("list.previous"), "list_previous", value=before))
    if more:
        after = joined(which, number + 1)
        buttons.append(button(t.plain("list.next", count=more), "list_next", value=after))
    if buttons:
        yield actions(buttons)
