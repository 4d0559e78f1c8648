"""How a new event begins: from an invitation, like the last one, or bare; and its number."""

import asyncio
from functools import partial

import structlog

from bot import invitations
from bot.deps import Deps
from bot.domain import limits
from bot.domain.commands import New
from bot.domain.event_entries import entry_like
from bot.domain.events import Status
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.form_states import EventForm
from bot.domain.ids import EventNumber
from bot.domain.markup import unescape
from bot.domain.replies import NoSuchEvent
from bot.domain.rich_text import to_mrkdwn
from bot.domain.times import to_local
from bot.domain.values import number_or_none, packed
from bot.invitations import entry_of_reading
from bot.locales import Texts
from bot.services import events, new_events
from bot.slack.views import Opened
from bot.views import event_forms, event_marks
from bot.views.event_marks import Marks
from bot.views.modals import Modal, with_hint
from handlers.acts import Act
from handlers.answers import Answer, Errors, Push
from handlers.forms import Form

log = structlog.get_logger()

_METADATA = packed(EventForm(None))


async def new(deps: Deps, act: Act[New]) -> Answer:
    """The form for pasting an invitation, or for beginning like the last event."""
    return event_forms.invitation(await deps.db.read(new_events.newest), act.t)


async def read_invitation(deps: Deps, act: Act[str]) -> Answer:
    """Show what was read of the invitation in the form of the event."""
    zone = deps.settings.timezone
    text = _pasted(act.form)
    if len(text) > limits.INVITATION:
        too_long = Wrong(Flaw.INVITATION, str(limits.INVITATION))
        return Errors(event_marks.errors({"invitation": too_long}, act.t))
    if not text:
        return await _form(deps, FormEntry(timezone=zone), act.t)
    today = to_local(act.now, zone).date()
    # a long text of patterns takes a tenth of a second: not on the loop
    draft = await asyncio.to_thread(invitations.read, text, today, zone)
    entry = entry_of_reading(draft, zone)
    of_number = await _taken(deps, entry["number"], act.t)
    proposed = await deps.db.read(new_events.next_number)
    if proposed is not None and not entry["number"]:
        of_number = act.t.plain("event.number.proposed")
    said = event_marks.marks_of(draft, of_number, act.t)
    # on top: whoever closes the form finds the text as it was
    return Push(await _form(deps, entry, act.t, said))


async def like(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The form of a new event, with what it has in common with this one."""
    event = await deps.db.read(events.get, act.what)
    if event is None:
        return NoSuchEvent(act.what)
    said = Marks(act.t("event.form.like.taken", number=event.number))
    return await _form(deps, entry_like(event), act.t, said)


async def number_typed(deps: Deps, act: Act[str]) -> Answer:
    """Say under the number whether it is taken, as it is typed; soon, and only of its last state.

    No hash goes along: what was typed before our last update would be refused for it.
    """
    if act.form.callback_id == event_forms.EVENT:
        deps.view_updates.soon(act.form.id, partial(_say, deps, act.t, act.form))
    return None


async def _say(deps: Deps, t: Texts, form: Form) -> float:
    """Update the form; how long to wait before the next update."""
    hint = await _taken(deps, form.text("number"), t)
    modal = with_hint(form.view, "number", hint)
    outcome = await deps.slack.views.update(form.id, modal)
    if not isinstance(outcome, Opened):  # it was closed; or what is sent will be refused
        log.info("event.number_not_said", outcome=outcome)
    return 0.0


async def _taken(deps: Deps, typed: str, t: Texts) -> str | None:
    """That this number is taken, and what to do; None where it is free, or no number."""
    number = number_or_none(typed.removeprefix("#").strip())
    found = await deps.db.read(new_events.taken, number) if number else None
    return event_marks.number_taken(found.event, found.free, t) if found else None


async def _form(deps: Deps, entry: FormEntry, t: Texts, said: Marks | None = None) -> Modal:
    """The form of a draft, with the next number where none is known."""
    if not entry.get("number"):
        proposed = await deps.db.read(new_events.next_number)
        entry = entry | {"number": str(proposed or "")}
    entry = entry | {"status": Status.DRAFT.value}
    return event_forms.event(entry, t, metadata=_METADATA, filled_in=0, marks=said)


def _pasted(form: Form) -> str:
    """The text that was pasted; in a form of an older version it is plain."""
    return unescape(to_mrkdwn(form.rich_text("invitation"))).strip() or form.text("invitation")
