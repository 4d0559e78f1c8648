"""The contact of a talk: asked for its material, gives it, and decides who sees it."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.events import Event, Session
from bot.domain.fields import FormEntry
from bot.domain.knowledge import ItemKind, KeptItem, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.knowledge_fields import ITEM_FIELDS
from bot.domain.markup import Markup, escape
from bot.domain.talk_material import MOST_TURNS, OwnTalk, open_to
from bot.domain.values import joined
from bot.domain.visibility import day_of
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.dates import day_in_words, moment
from bot.views.event_parts import name
from bot.views.knowledge_items import title_line
from bot.views.message import Message, actions, asking, button, context, message, section, simple
from bot.views.modals import Modal, day_input, field, modal, select, text_input

GIVE = "talk_give"
OWN = "talk_own"

# What the contact fills in; all else is known.
ASKED = ("url", "kind", "visibility", "visible_from")
_TALK = 100  # characters of a talk in a line
_SHOWN = 45  # items of a talk: each has two of the hundred blocks of a modal


def question(event: Event, session: Session, turn: int, t: Texts) -> Message:
    """The direct message to the contact of a talk; `turn` counts how often they were asked."""
    asks = t("talk.asks", talk=session.name, event=name(event, t))
    value = joined(event.number, sign(session.name))
    give = button(t.plain("talk.give"), GIVE, value=value, style="primary")
    none = button(t.plain("talk.none"), "talk_none", value=value)
    later = []
    if turn < MOST_TURNS:
        value = joined(event.number, turn, sign(session.name))
        later = [button(t.plain("talk.later"), "talk_later", value=value)]
    return message(asks, [section(asks), actions([give, *later, none])])


def asked_again(event: Event, at: datetime, t: Texts) -> Message:
    """When the contact is asked again."""
    return simple(t("talk.later.done", when=moment(at, t, event.timezone)))


def form(own: OwnTalk, entry: FormEntry, t: Texts) -> Modal:
    """Where the contact gives a link: what it is, and who may see it."""
    event, session = own.event, own.session
    kinds = [(kind.value, t.plain(f"kb.kind.{kind}")) for kind in ItemKind]
    shown_to = [(one.value, t.plain(f"talk.visibility.{one}")) for one in Visibility]
    elements = {
        "url": text_input(entry.get("url"), placeholder="https://"),
        "kind": select(kinds, entry["kind"]),
        "visibility": select(shown_to, entry["visibility"]),
        "visible_from": day_input(entry.get("visible_from")),
    }
    by_name = {row.name: row for row in ITEM_FIELDS}
    blocks: list[Block] = [section(t("talk.form.of", talk=session.name, event=name(event, t)))]
    for asked in ASKED:
        hint = f"kb.form.{asked}.hint"
        blocks.append(
            field(
                asked,
                t.plain(f"kb.form.{asked}"),
                elements[asked],
                hint=t.plain(hint) if hint in t else None,
                optional=not by_name[asked].required,
            )
        )
    blocks.append(section(t(f"talk.form.{event.material}")))
    return modal(
        GIVE,
        t.plain("talk.form.title"),
        blocks,
        submit=t.plain("talk.form.submit"),
        close=t.plain("modal.cancel"),
        metadata=joined(event.number, sign(session.name)),
    )


def given(own: OwnTalk, item: KnowledgeItem, t: Texts) -> Message:
    """That an item of the talk is there, or waits for organizers; and the way to all of it."""
    says = t(f"talk.given.{item.status}", item=Markup(title_line(item)))
    return message(says, [section(says), actions([own_button(own, t)])])


def own_button(own: OwnTalk, t: Texts) -> Button:
    """The way to all that there is of a talk, for its contact."""
    spoken = t.plain("talk.own.label", talk=own.session.name[:50])
    value = joined(own.event.number, sign(own.session.name))
    return button(t.plain("talk.own"), OWN, value=value, spoken=spoken)


def own(own: OwnTalk, zone: str, t: Texts) -> Modal:
    """All that there is of a talk, each with who sees it; its contact decides about that.

    Days are those of `zone` (IANA name).
    """
    event, session = own.event, own.session
    blocks: list[Block] = [section(t("talk.own.of", talk=session.name, event=name(event, t)))]
    if session.shown is not Visibility.PUBLIC:
        blocks.append(context(t(f"talk.own.bound.{session.shown}")))
    for kept in own.items[:_SHOWN]:
        blocks += _item(kept, session.contact, zone, t)
    if not own.items:
        blocks.append(section(t("talk.own.nothing")))
    give = button(
        t.plain("talk.give"), GIVE, value=joined(event.number, sign(session.name)), style="primary"
    )
    blocks += [DIVIDER, actions([give])]
    return modal(OWN, t.plain("talk.own.title"), blocks, close=t.plain("modal.close"), replaces=OWN)


def _item(kept: KeptItem, contact: str | None, zone: str, t: Texts) -> Iterator[Block]:
    """An item, who sees it now, and what the contact of its talk can make of that."""
    item = kept.item
    choices = open_to(item, contact)
    state = t("talk.state.withdrawn" if item.withdrawn else f"talk.state.{item.visibility}")
    if item.visible_from is not None and not item.withdrawn:
        day = day_in_words(day_of(item.visible_from, zone), t)
        state = Markup(f"{state}, {t('talk.state.from', day=day)}")
    if item.status is Publication.PROPOSED and not item.withdrawn:
        state = Markup(f"{t('talk.state.proposed')}\n{state}")
    if not choices:
        says = "talk.state.withdrawn.another" if item.withdrawn else "talk.state.another"
        state = Markup(f"{state}\n{t(says)}")
    kind = escape(t.plain(f"kb.kind.{item.kind}"))
    yield section(f"{title_line(item)} · {kind}\n{state}")
    # with a day to come it is not seen yet: then the same can be had at once
    chosen = None if item.withdrawn or item.visible_from else item.visibility
    buttons = [
        button(
            t.plain(f"talk.show.{one}"),
            f"talk_show_{one}",
            value=str(kept.id),
            spoken=t.plain(f"talk.show.{one}.label", title=item.title[:50]),
        )
        for one in choices
        if one is not chosen
    ]
    if not item.withdrawn:
        buttons.append(_take_back(kept, t))
    if buttons:
        yield actions(buttons)


def _take_back(kept: KeptItem, t: Texts) -> Button:
    return button(
        t.plain("talk.take_back"),
        "talk_take_back",
        value=str(kept.id),
        style="danger",
        spoken=t.plain("talk.take_back.label", title=kept.item.title[:50]),
        confirm=asking(
            t.plain("talk.take_back"),
            t.plain("talk.take_back.sure"),
            t.plain("talk.take_back"),
            t.plain("modal.cancel"),
        ),
    )


def in_list(own: OwnTalk, t: Texts) -> Block:
    """A talk of which somebody is the contact, with the way to its material."""
    count = sum(not kept.item.withdrawn for kept in own.items)
    talk, number = own.session.name[:_TALK], own.event.number
    if count == 0:
        says = t("talk.home.nothing", talk=talk, number=number)
    elif count == 1:
        says = t("talk.home.one", talk=talk, number=number)
    else:
        says = t("talk.home", talk=talk, number=number, count=count)
    return section(says, own_button(own, t))
