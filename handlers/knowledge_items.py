"""The form behind /labcamp kb add and "edit": a knowledge item is proposed, published, changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import roles
from bot.deps import Deps
from bot.domain import guesses
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication
from bot.domain.knowledge_entries import FIELDS, ItemEntry, entry_of, item_of, seen, talks
from bot.locales import Texts
from bot.services import adding, proposals
from bot.views import help as help_views
from bot.views import knowledge_forms as forms
from bot.views import material as material_views
from bot.views import proposals as proposal_views
from bot.views.knowledge_forms import Choices, Purpose
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers import item_states, material, people
from handlers import proposals as listing
from handlers.forms import Form
from handlers.item_states import ItemState
from handlers.submits import Close, Errors, Push, Result, Show, Stay, Submit

_EMPTY = ItemEntry()
_OfOneLink = adding.Added | adding.Known | adding.Repeated


async def add(
    deps: Deps,
    user: str,
    t: Texts,
    entry: ItemEntry = _EMPTY,
    state: ItemState | None = None,
    top: str | None = None,
) -> Modal:
    """The form for a new item; what is known of it already stands in `entry`."""
    organizes = await roles.role(deps, user) is roles.Role.ORGANIZER
    state = replace(state or ItemState(), publishes=organizes)
    return await form(deps, entry, state, t, top)


async def edit(
    deps: Deps, user: str, t: Texts, kept: int, view: Mapping[str, Any]
) -> Message | Modal:
    """The form of an item that organizers change; `view` is the one in which that was clicked."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    found = await deps.db.read(proposals.get, kept)
    if found is None:
        return forms.gone(t)
    state = replace(
        _state_of(found),
        page=listing.page_of(view),
        over_known=view.get("callback_id") == forms.KNOWN,
        material=view["private_metadata"] if view.get("callback_id") == material_views.LIST else "",
    )
    return await form(deps, entry_of(found.item), state, t)


async def event_chosen(deps: Deps, t: Texts, view: Mapping[str, Any]) -> Message | Modal:
    """The same form with the talks of the event that was just chosen in it."""
    state = item_states.read(view.get("private_metadata") or "")
    if view.get("callback_id") != forms.ITEM or state is None:
        return help_views.form_unknown(t)
    entry = replace(entry_in(Form(view)), session="")
    return await form(deps, entry, replace(state, picks=state.picks + 1), t)


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Keep the item that the form describes."""
    state = item_states.read(submit.metadata)
    if state is None:
        return Stay(help_views.form_unknown(submit.t))
    if state.item is not None:
        return await _changed(deps, submit, state, state.item)
    entry = entry_in(submit.form)
    item = await _item(deps, entry, None)
    if not isinstance(item, KnowledgeItem):
        return Errors(forms.errors(item, submit.t))
    organizes = await roles.role(deps, submit.user) is roles.Role.ORGANIZER
    now = deps.clock.now()
    outcome = await deps.db.write(
        adding.add, submit.user, item, submit.key, now, organizes=organizes
    )
    deps.wake()
    if state.rest and not isinstance(outcome, adding.TooMany):
        return Show(await _next(deps, submit.t, state, entry, outcome))
    return _added(outcome, submit.t, organizes=organizes)


async def _next(
    deps: Deps, t: Texts, state: ItemState, entry: ItemEntry, outcome: _OfOneLink
) -> Modal:
    """The form for the next of several links; above it what became of the one before."""
    (url, title), *rest = state.rest
    turn = replace(state, rest=tuple(rest), filled_in=state.filled_in + state.picks + 1, picks=0)
    before = outcome.kept.item if outcome.kept else None
    if before is not None and before.status is not Publication.PUBLISHED:
        before = replace(before, title=entry.title)  # what somebody else called it is not shown
    said = forms.step(before, len(rest), state.total, t)
    return await form(deps, guessed(url, title, entry.event), turn, t, said)


def guessed(url: str, title: str, event: str) -> ItemEntry:
    """What stands in the form of a link of which this is known."""
    kind = guesses.guessed_kind(url, title)
    return ItemEntry(url=url, title=title, kind=kind.value, event=event)


def _added(outcome: adding.Outcome, t: Texts, *, organizes: bool) -> Result:
    match outcome:
        case adding.Added(kept) | adding.Repeated(KeptItem() as kept):
            return Show(notice(forms.added(kept.item, t), t))
        case adding.Known(kept):
            return Push(forms.known(kept, t, organizes=organizes))
        case adding.TooMany(limit):
            return Stay(forms.too_many(limit, t))
        case _:
            return Close()


async def _changed(deps: Deps, submit: Submit, state: ItemState, kept: int) -> Result:
    """Keep what an organizer made of an item that there is."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    before = await deps.db.read(proposals.get, kept)
    if before is None:
        return Stay(forms.gone(submit.t))
    entry = entry_in(submit.form)
    item = await _item(deps, entry, before.item)
    if not isinstance(item, KnowledgeItem):
        return Errors(forms.errors(item, submit.t))
    outcome = await deps.db.write(
        proposals.change, submit.user, kept, item, state.seen, submit.key, deps.clock.now()
    )
    deps.wake()
    match outcome:
        case proposals.Saved(saved) | proposals.Repeated(saved):
            return _saved(deps, submit, state, saved)
        case proposals.Taken(other):
            return Errors(forms.taken(other.item, submit.t))
        case proposals.Overtaken(stored, by):
            above = forms.overtaken(stored, by, submit.t)
            again = replace(_state_of(stored), filled_in=state.filled_in + 1 + state.picks)
            again = replace(
                again, page=state.page, over_known=state.over_known, material=state.material
            )
            return Show(await form(deps, entry, again, submit.t, above))
        case proposals.Gone():
            return Stay(forms.gone(submit.t))


def _saved(deps: Deps, submit: Submit, state: ItemState, saved: KeptItem) -> Result:
    """Back to the list of proposals, if the form lies over it; else a word about it."""
    if state.material and submit.under:
        again = (submit.under, state.material, submit.user, submit.t)
        deps.afterwards.start(material.refresh(deps, *again))
    if state.page is None or not submit.under:
        said = forms.saved(saved.item, submit.t)
        return Show(notice(said, submit.t, clears=state.over_known))
    top = proposal_views.decided(saved, submit.t)
    deps.afterwards.start(listing.refresh(deps, submit.under, state.page, submit.t, top))
    return Close()


async def form(
    deps: Deps, entry: ItemEntry, state: ItemState, t: Texts, top: str | None = None
) -> Modal:
    """The form, with the menus that fit what stands in it."""
    kept = await deps.db.read(proposals.get, state.item) if state.item is not None else None
    number = _number(entry.event)
    event = await deps.db.read(adding.event, number)
    menu = await deps.db.read(adding.menu, deps.clock.now(), number)
    item = kept.item if kept is not None and kept.item.event == number else None
    choices = Choices(menu, number, talks(event.sessions if event else (), item))
    purpose = Purpose(state.publishes, Publication(state.status) if state.status else None)
    return forms.item(
        entry,
        choices,
        purpose,
        t,
        metadata=state.written(),
        filled_in=state.filled_in,
        picks=state.picks,
        top=top,
    )


async def _item(
    deps: Deps, entry: ItemEntry, before: KnowledgeItem | None
) -> KnowledgeItem | Mapping[str, Any]:
    """The item that the form describes, or what is wrong with it."""
    number = _number(entry.event)
    event = await deps.db.read(adding.event, number)
    events = {event.number} if event else set()
    same = before is not None and before.event == number
    if before is not None and before.event is not None and same:
        events.add(before.event)
    chosen = talks(event.sessions if event else (), before if same else None)
    return item_of(entry, events, chosen, before)


def entry_in(form: Form) -> ItemEntry:
    """What the form says; a choice or a text, whichever the field is."""
    return ItemEntry(**{name: form.choice(name) or form.text(name) for name in FIELDS})


def _state_of(kept: KeptItem) -> ItemState:
    return ItemState(kept.id, seen(kept.item), kept.item.status.value, publishes=True)


def _number(written: str) -> int | None:
    good = written.isascii() and written.isdigit() and len(written) <= 6
    return int(written) if good else None
