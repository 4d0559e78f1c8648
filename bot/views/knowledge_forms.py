"""The form of a knowledge item, and what is said when it was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.events import Event
from bot.domain.fields import FieldRow, FormEntry, Wrong
from bot.domain.knowledge import ItemKind, KeptItem, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import NEXT, NONE, sign
from bot.domain.knowledge_fields import ITEM_FIELDS
from bot.domain.markup import Markup
from bot.locales import Texts
from bot.views.block_kit import Block, Button, Element
from bot.views.elements import somebody
from bot.views.event_parts import name
from bot.views.knowledge_items import entry as entry_text
from bot.views.knowledge_items import title_line
from bot.views.message import Message, actions, button, message, section, shortened, simple
from bot.views.modals import Modal, day_input, field, modal, select, text_input

ITEM = "kb_item"
KNOWN = "kb_known"

EVENT_ACTION = "kb_event"
_TITLE = 100  # characters of another item's title in a complaint


@dataclass(frozen=True, slots=True)
class Choices:
    """What the menus of the form offer: `number` is the chosen event, `talks` are its own."""

    events: Sequence[Event]
    number: int | None
    talks: Sequence[str]


@dataclass(frozen=True, slots=True)
class FormPurpose:
    """What the form is for: `status` is that of an item that is changed, None for a new one."""

    publishes: bool
    status: Publication | None = None
    decided: bool = False  # who sees it is left to the contact of its talk


def item(
    entry: FormEntry,
    choices: Choices,
    purpose: FormPurpose,
    t: Texts,
    *,
    metadata: str,
    filled_in: int = 0,
    picks: int = 0,
    top: str | None = None,
) -> Modal:
    """The form with `entry` in it.

    `filled_in` counts how often it was filled in anew, `picks` how often another event was chosen:
    then the menu of its talks is another one. `top` stands over all.
    """
    blocks: list[Block] = [section(top)] if top else []
    if top is None and purpose.status is None and not purpose.publishes:
        blocks.append(section(t("kb.form.members")))
    # the address first: it is what one has at hand
    for row in sorted(ITEM_FIELDS, key=lambda row: row.name != "url"):
        element = _element(row, entry, choices, purpose, t)
        if element is None:
            continue
        hint = f"kb.form.{row.name}.hint"
        made = field(
            row.name,
            t.plain(f"kb.form.{row.name}"),
            element,
            hint=t.plain(hint) if hint in t else None,
            optional=not row.required and row.name != "event",
            heard=row.name == "event",
            filled_in=filled_in + (picks if row.name == "session" else 0),
        )
        blocks.append(made)
    new = "publish" if purpose.publishes else "propose"
    return replace(
        modal(
            ITEM,
            t.plain("kb.form.new" if purpose.status is None else "kb.form.change"),
            blocks,
            submit=t.plain(f"kb.form.submit.{new}" if purpose.status is None else "kb.form.save"),
            close=t.plain("modal.cancel"),
            metadata=metadata,
        ),
        replaces=ITEM,
    )


def _element(
    row: FieldRow, entry: FormEntry, choices: Choices, purpose: FormPurpose, t: Texts
) -> Element | None:
    """What is typed or chosen for this row, with what stands there; None where there is no choice.

    The menus of events and talks have an entry for none.
    """
    stands = entry.get(row.name, "")
    match row.name:
        case "kind":
            return select([(kind, t.plain(f"kb.kind.{kind}")) for kind in ItemKind], stands)
        case "event":
            events = [(NONE, t.plain("kb.form.event.none"))]
            events += [(str(event.number), name(event, t)) for event in choices.events]
            if stands not in ("", NONE, *(value for value, _ in events)):
                events.insert(1, (stands, t.plain("event.short", number=stands)))
            return select(events, stands or NONE, EVENT_ACTION)
        case "session":
            talks = [(NONE, t.plain("kb.form.session.none"))]
            talks += [(sign(talk), talk) for talk in choices.talks]
            return select(talks, stands or NONE) if choices.talks else None
        case "status":
            next_ = NEXT[purpose.status] if purpose.status is not None else ()
            statuses = [(one.value, t.plain(f"kb.form.status.{one}")) for one in next_]
            return select(statuses, stands) if statuses else None
        case "visibility" | "visible_from" if not purpose.publishes or purpose.decided:
            return None  # organizers see to it as they let it in, or the contact of its talk has
        case "visibility":
            shown_to = [(one.value, t.plain(f"kb.form.visibility.{one}")) for one in Visibility]
            return select(shown_to, stands)
        case "visible_from":
            return day_input(stands)
    example = "https://" if row.kind.is_address else None
    multiline, limit = row.kind.bulk > 0, row.kind.limit
    return text_input(stands, multiline=multiline, max_length=limit, placeholder=example)


def errors(wrong: Mapping[str, Wrong], t: Texts) -> dict[str, str]:
    """What is wrong at each field, in words."""
    return {part: t.plain(f"kb.wrong.{one.flaw}", detail=one.detail) for part, one in wrong.items()}


def taken(title: str, t: Texts) -> dict[str, str]:
    """That the address, at its field, is that of another item."""
    return {"url": t.plain("kb.wrong.taken", title=shortened(title, _TITLE))}


def known(kept: KeptItem, t: Texts, *, organizes: bool, is_seen: bool) -> Modal:
    """That there is an item of this address; organizers may change it.

    Others are shown more of it only if it `is_seen` by members.
    """
    status = kept.item.status
    says = "unseen" if status is Publication.PUBLISHED and not is_seen else status
    says = "withdrawn" if kept.item.withdrawn else says
    blocks: list[Block] = [section(t(f"kb.known.{says}"))]
    organizes = organizes and not kept.item.withdrawn
    if organizes or is_seen:
        blocks.append(section(entry_text(kept.item, t)))
    if organizes:
        blocks.append(actions([edit_button(kept, t)]))
    return modal(KNOWN, t.plain("kb.known.title"), blocks, close=t.plain("kb.known.back"))


def edit_button(kept: KeptItem, t: Texts) -> Button:
    """The way to the form of an item, for organizers."""
    spoken = t.plain("kb.edit.label", title=kept.item.title[:50])
    return button(t.plain("kb.edit"), "kb_edit", value=str(kept.id), spoken=spoken)


def added(item: KnowledgeItem, t: Texts) -> Message:
    """That an item is published, or waits for organizers."""
    says = t(f"kb.added.{item.status}", item=Markup(title_line(item)))
    return message(says, [section(says)])


def step(before: KnowledgeItem | None, left: int, total: int, t: Texts) -> str:
    """Which of several links has its turn; what became of the one before stands above it."""
    lines = [t("kb.links.step", number=total - left, total=total)]
    if before is not None:
        lines.insert(0, t(f"kb.links.done.{before.status}", item=Markup(title_line(before))))
    return "\n".join(lines)


def saved(item: KnowledgeItem, t: Texts) -> Message:
    """That an item was changed, and where it stands now."""
    says = t(f"kb.saved.{item.status}", item=Markup(title_line(item)))
    return message(says, [section(says), section(entry_text(item, t))])


def too_many(limit: int, t: Texts) -> Message:
    """That a member's proposals have to be looked at first."""
    return simple(t("kb.too.many", limit=limit))


def overtaken(kept: KeptItem, by: str | None, t: Texts) -> str:
    """What somebody else has saved since the form was opened, to stand over it."""
    return f"{t('kb.overtaken', who=somebody(by, t))}\n{entry_text(kept.item, t)}"
