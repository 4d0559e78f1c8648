"""Events as members see them: a card, a list, and what there is between two events."""

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.cards import Card, EventPage
from bot.domain.events import Closed, Event, Status
from bot.domain.excerpts import excerpt
from bot.domain.markup import Markup, escape
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.dates import when, when_in_words
from bot.views.elements import page_buttons
from bot.views.event_menus import event_menu
from bot.views.event_parts import (
    facts,
    heading,
    join_button,
    name,
    registration_button,
    talks,
    until_when,
)
from bot.views.material import in_card, tally_block
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    header,
    message,
    section,
    simple,
    whole,
)
from bot.views.modals import NOTICE, Modal, modal
from bot.views.rsvps import counts_in_signs, own_answer, places, rsvp_buttons


def card(card: Card, closed: Closed | None, t: Texts, *, organizes: bool = False) -> Message:
    """One event as one member sees it; `closed` says why it takes no answers, if so.

    Whoever `organizes` finds what can be done with it in a menu.
    """
    dead = tuple(kept.item.dead for group in card.groups for kept in group.items)
    return _card(card, closed, t, organizes, dead)


@lru_cache(maxsize=512)
def _card(
    card: Card, closed: Closed | None, t: Texts, organizes: bool, _dead: tuple[bool, ...]
) -> Message:
    """The card; `_dead` says which links are marked in it, which makes no other card of it."""
    event = card.event
    menu = event_menu(event, closed, t) if organizes else None
    takes_place = closed in (None, Closed.CLOSED)
    said = [facts(event, t), until_when(event, t) if closed is None else None]
    blocks: list[Block] = [heading(event, t), section("\n".join(filter(None, said)), menu)]
    if closed is not None:
        blocks.append(section(f"*{t(f'event.{closed}')}*"))
    if takes_place:
        blocks += _own(card, t, answers=closed is None)
    there = list(in_card(event, card.groups, t))
    if closed is Closed.PAST:  # whoever looks at it now comes for that
        blocks += there
        if organizes:
            blocks += tally_block(event, card.groups, t)
    if event.description:
        blocks.append(_description(event, event.description, t))
    if event.accessibility:
        blocks += whole(t.plain("event.accessibility", what=event.accessibility))
    blocks += talks(event, t)
    if closed is not Closed.PAST:
        blocks += there
    if not takes_place:
        blocks.append(context(counts_in_signs(card.counts)))
    return message(_card_in_words(card, closed, t), blocks)


def _calendar_button(event: Event, t: Texts) -> Button:
    spoken = t.plain("calendar.button.label", number=event.number)
    label = t.plain("calendar.button")
    return button(label, "calendar_event", value=str(event.number), spoken=spoken)


def _own(card: Card, t: Texts, *, answers: bool) -> Iterator[Block]:
    """The member's answer and, if it takes `answers`, the ways to another; with how many come."""
    event, taken = card.event, places(card.event, card.counts, t)
    yield section(own_answer(card, t))
    further = [*registration_button(event, t), _calendar_button(event, t)]
    way_in = join_button(event, t, may_join=card.may_join)
    yield actions([*(rsvp_buttons(event, t) if answers else []), *way_in, *further])
    yield context("  |  ".join(filter(None, [counts_in_signs(card.counts), taken])))


def _description(event: Event, text: str, t: Texts) -> Block:
    """What it is about; of a long text the beginning, and the way to all of it."""
    begins = excerpt(text)
    if begins == text:
        return section(escape(text))
    spoken = t.plain("event.whole.label", number=event.number)
    more = button(t.plain("event.whole"), "event_whole", value=str(event.number), spoken=spoken)
    return section(escape(begins), more)


def whole_text(event: Event, t: Texts) -> Modal:
    """All that an organizer has written about the event, however long, beside what is known."""
    blocks: list[Block] = [heading(event, t), section(facts(event, t))]
    blocks += whole(event.description or t.plain("event.whole.none"))
    title, close = t.plain("event.short", number=event.number), t.plain("modal.close")
    return modal(NOTICE, title, blocks, close=close, replaces=NOTICE)


def _card_in_words(card: Card, closed: Closed | None, t: Texts) -> str:
    event = card.event
    says = [name(event, t), when_in_words(event, t), event.location or ""]
    taken = None if closed else places(card.event, card.counts, t)
    says += [t.plain(f"event.{closed}") if closed else own_answer(card, t), taken or ""]
    return escape(" · ".join(part for part in says if part))


def between(
    last: Card | None, newsletter_url: str | None, homepage_url: str | None, t: Texts
) -> Message:
    """What there is while no event is planned: the last one's material, and where to look."""
    blocks: list[Block] = [section(f"*{t('next.none')}*")]
    buttons: list[Button] = []
    says = t("next.none")
    if last is None:
        blocks.append(section(t("next.none.first")))
    else:
        event = last.event
        span = when(event, t)
        blocks.append(section(t("next.none.last", event=name(event, t), when=span)))
        blocks += in_card(event, last.groups, t)
        buttons.append(button(t.plain("next.show"), "show_event", value=str(event.number)))
        in_words = t("next.none.last", event=name(event, t), when=when_in_words(event, t))
        says = Markup(f"{says} {in_words}")
    if newsletter_url:
        buttons.append(button(t.plain("next.newsletter"), "open_newsletter", url=newsletter_url))
    if homepage_url:
        buttons.append(button(t.plain("next.homepage"), "open_homepage", url=homepage_url))
    if buttons:
        blocks.append(actions(buttons))
    return message(says, blocks)


def no_such_event(number: int | None, t: Texts) -> Message:
    """That there is no event of this number, or none at all to come."""
    return simple(t("events.coming.none") if number is None else t("show.unknown", number=number))


def event_list(page: EventPage, t: Texts) -> Message:
    """A page of coming or past events, each with a button to its card.

    Each says how much material there is of it; a past card begins with it.
    """
    which = "past" if page.past else "coming"
    title = t.plain(f"events.{which}")
    blocks: list[Block] = [header(title)]
    blocks += [
        section(_line(event, page.items.get(event.number, 0), t), _show_button(event, t))
        for event in page.events
    ]
    if not page.events:
        key = f"events.{which}.none" if page.number == 1 else "events.nothing.here"
        blocks.append(section(t(key)))
    blocks += [DIVIDER, actions(_turning(page, t))]
    names = [f"{name(event, t)} ({when_in_words(event, t)})" for event in page.events]
    return message(escape(f"{title}: {'; '.join(names)}") if names else title, blocks)


def _line(event: Event, items: int, t: Texts) -> str:
    lines = [f"*{escape(name(event, t))}*", when(event, t)]
    if event.status is Status.CANCELLED:
        lines.append(t("event.cancelled"))
    if items:
        lines.append(t("events.items.one") if items == 1 else t("events.items", count=items))
    return "\n".join(lines)


def _show_button(event: Event, t: Texts) -> Button:
    spoken = t.plain("events.show.label", number=event.number)
    return button(t.plain("events.show"), "show_event", value=str(event.number), spoken=spoken)


def _turning(page: EventPage, t: Texts) -> list[Button]:
    here, there = ("past", "coming") if page.past else ("coming", "past")
    other = button(t.plain(f"events.see.{there}"), "events_other", value=joined(there, 1))
    return [*page_buttons("events", page.number, page.has_more, t, here), other]
