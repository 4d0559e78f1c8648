"""The form behind /labcamp kb add and "edit": a knowledge item is proposed, published, changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import roles
from bot.deps import Deps
from bot.domain import guesses, values
from bot.domain.commands import AddItem
from bot.domain.fields import FormEntry
from bot.domain.form_states import ItemForm
from bot.domain.ids import ItemId
from bot.domain.knowledge import KeptItem, KnowledgeItem
from bot.domain.knowledge_entries import (
    FIELDS,
    NONE,
    Customs,
    entry_of,
    item_of,
    seen,
    sign,
    talks,
)
from bot.domain.replies import AddressTaken, Overtaken, Repeated, Reply, TooMany
from bot.domain.visibility import Audience, is_seen, programme
from bot.locales import Texts
from bot.services import knowledge_additions, knowledge_editing, material
from bot.views import knowledge_forms
from bot.views import material as material_views
from bot.views import proposals as proposal_views
from bot.views.knowledge_forms import Choices, FormPurpose
from bot.views.modals import Modal, notice
from handlers import responses
from handlers.acts import Act
from handlers.answers import Answer, Errors, Push
from handlers.forms import Form
from handlers.knowledge import proposals as listing

_OfOneLink = knowledge_additions.Added | knowledge_additions.Known | Repeated[KeptItem]


async def add(deps: Deps, act: Act[AddItem]) -> Answer:
    """The form for a new item; its address may stand in it already."""
    return await new_form(deps, act, FormEntry(url=act.what.url))


async def new_form(
    deps: Deps,
    act: Act[Any],
    entry: FormEntry,
    state: ItemForm | None = None,
    top: str | None = None,
) -> Modal:
    """The form for a new item; what is known of it already stands in `entry`."""
    organizes = await roles.organizes(deps, act.user)
    return await _form(deps, entry, replace(state or ItemForm(), publishes=organizes), act.t, top)


async def edit(deps: Deps, act: Act[ItemId]) -> Answer:
    """The form of an item that organizers change."""
    found = await deps.db.read(knowledge_editing.get, act.what)
    if found is None:
        return Reply.ITEM_GONE
    if found.item.withdrawn:
        return Reply.ITEM_WITHDRAWN
    below = act.form
    state = replace(
        _state_of(found),
        page=listing.page_of(below),
        over_known=below.callback_id == knowledge_forms.KNOWN,
        material=below.metadata if below.callback_id == material_views.LIST else "",
    )
    return await _form(deps, entry_of(found.item, deps.settings.timezone), state, act.t)


async def event_chosen(deps: Deps, act: Act[str]) -> Answer:
    """The same form with the talks of the event that was just chosen in it."""
    if act.form.callback_id != knowledge_forms.ITEM:
        return Reply.UNKNOWN_FORM
    try:
        state = values.unpacked(ItemForm)(act.form.metadata)
    except values.NotOurs:
        return Reply.UNKNOWN_FORM
    entry = entry_in(act.form) | {"session": ""}
    return await _form(deps, entry, replace(state, picks=state.picks + 1), act.t)


async def save(deps: Deps, act: Act[ItemForm]) -> Answer:
    """Keep the item that the form describes."""
    if act.what.item is not None:
        return await roles.refusal(deps, act.user) or await _change(deps, act, act.what.item)
    entry = entry_in(act.form)
    item = await _item(deps, entry, None)
    if not isinstance(item, KnowledgeItem):
        return Errors(knowledge_forms.errors(item, act.t))
    organizes = await roles.organizes(deps, act.user)
    outcome = await deps.db.write(
        knowledge_additions.add, act.user, item, act.key, act.now, organizes=organizes
    )
    deps.wake()
    if act.what.rest and not isinstance(outcome, TooMany):
        return await _next(deps, act, entry, outcome)
    match outcome:
        case knowledge_additions.Added(kept) | Repeated(KeptItem() as kept):
            return notice(knowledge_forms.added(kept.item, act.t), act.t)
        case knowledge_additions.Known(kept):
            seen_now = is_seen(kept.item, Audience.MEMBERS, act.now)
            return Push(knowledge_forms.known(kept, act.t, organizes=organizes, is_seen=seen_now))
        case TooMany(limit):
            return knowledge_forms.too_many(limit, act.t)
        case _:
            return outcome


async def _next(deps: Deps, act: Act[ItemForm], entry: FormEntry, outcome: _OfOneLink) -> Modal:
    """The form for the next of several links; above it what became of the one before."""
    state = act.what
    (url, title), *rest = state.rest
    turn = replace(state, rest=tuple(rest), filled_in=state.filled_in + state.picks + 1, picks=0)
    kept = outcome.made if isinstance(outcome, Repeated) else outcome.kept
    before = kept.item if kept else None
    if before is not None and not is_seen(before, Audience.MEMBERS, act.now):
        before = replace(before, title=entry["title"])  # what somebody else called it is not shown
    said = knowledge_forms.step(before, len(rest), state.total, act.t)
    return await _form(deps, guessed(url, title, entry["event"]), turn, act.t, said)


def guessed(url: str, title: str, event: str) -> FormEntry:
    """What stands in the form of a link of which this is known."""
    kind = guesses.guessed_kind(url, title)
    return FormEntry(url=url, title=title, kind=kind.value, event=event)


async def _change(deps: Deps, act: Act[ItemForm], kept: ItemId) -> Answer:
    """Keep what an organizer made of an item that there is."""
    state = act.what
    before = await deps.db.read(knowledge_editing.get, kept)
    if before is None:
        return Reply.ITEM_GONE
    entry = entry_in(act.form)
    item = await _item(deps, entry, before.item)
    if not isinstance(item, KnowledgeItem):
        return Errors(knowledge_forms.errors(item, act.t))
    outcome = await deps.db.write(
        knowledge_editing.change, act.user, kept, item, state.seen, act.key, act.now
    )
    deps.wake()
    match outcome:
        case knowledge_editing.ItemSaved(saved) | Repeated(KeptItem() as saved):
            return _saved(deps, act, saved)
        case AddressTaken(title):
            return Errors(knowledge_forms.taken(title, act.t))
        case Overtaken(stored, by):
            above = knowledge_forms.overtaken(stored, by, act.t)
            again = replace(
                _state_of(stored),
                filled_in=state.filled_in + 1 + state.picks,
                page=state.page,
                over_known=state.over_known,
                material=state.material,
            )
            return await _form(deps, entry, again, act.t, above)
        case _:
            return outcome


def _saved(deps: Deps, act: Act[ItemForm], saved: KeptItem) -> Answer:
    """Back to the list of proposals, if the form lies over it; else a word about it."""
    state, under = act.what, act.form.under
    if state.material:
        responses.renew(deps, under, lambda: _material(deps, state.material, act.t))
    if state.page is None or not under:
        said = knowledge_forms.saved(saved.item, act.t)
        return notice(said, act.t, clears=state.over_known)
    page, top = state.page, proposal_views.decided(saved, act.t)
    responses.renew(deps, under, lambda: listing.page(deps, page, act.t, top))
    return None


async def _material(deps: Deps, value: str, t: Texts) -> Modal | None:
    """The list of an event's material that lies under a form of an organizer."""
    of = values.pair(values.number, values.page)(value)
    found = await deps.db.read(material.page, *of, deps.clock.now(), organizes=True)
    return material_views.listing(*found, t, organizes=True) if found else None


async def _form(
    deps: Deps, entry: FormEntry, state: ItemForm, t: Texts, top: str | None = None
) -> Modal:
    """The form, with the menus that fit what stands in it."""
    kept = await deps.db.read(knowledge_editing.get, state.item) if state.item is not None else None
    if not entry.get("visibility"):
        entry = entry | {"visibility": deps.settings.visibility.value}
    number = values.number_or_none(entry.get("event", ""))
    event = await deps.db.read(knowledge_additions.event, number)
    menu = await deps.db.read(knowledge_additions.menu, deps.clock.now(), number)
    item = kept.item if kept is not None and kept.item.event == number else None
    # the form is an organizer's where it publishes
    offered = (event.sessions if state.publishes else programme(event)) if event else ()
    choices = Choices(menu, number, talks(offered, item))
    if entry.get("session") not in ("", None, *map(sign, choices.talks)):
        entry = entry | {"session": NONE}
    decided = kept is not None and kept.item.decided
    purpose = FormPurpose(state.publishes, state.status, decided)
    return knowledge_forms.item(
        entry,
        choices,
        purpose,
        t,
        metadata=values.packed(state),
        filled_in=state.filled_in,
        picks=state.picks,
        top=top,
    )


async def _item(
    deps: Deps, entry: FormEntry, before: KnowledgeItem | None
) -> KnowledgeItem | Mapping[str, Any]:
    """The item that the form describes, or what is wrong with it."""
    number = values.number_or_none(entry.get("event", ""))
    event = await deps.db.read(knowledge_additions.event, number)
    events = {event.number} if event else set()
    same = before is not None and before.event == number
    if before is not None and before.event is not None and same:
        events.add(before.event)
    chosen = talks(event.sessions if event else (), before if same else None)
    customs = Customs(deps.settings.visibility, deps.settings.timezone)
    return item_of(entry, events, chosen, customs, before)


def entry_in(form: Form) -> FormEntry:
    """What the form says; a choice or a text, whichever the field is."""
    return {name: form.choice(name) or form.text(name) for name in FIELDS}


def _state_of(kept: KeptItem) -> ItemForm:
    return ItemForm(kept.id, seen(kept.item), kept.item.status, publishes=True)
