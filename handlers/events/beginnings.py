"""How a new event begins: from an invitation, like the last one, or bare; and its number."""

from functools import partial

import structlog

from bot.deps import Deps
from bot.domain.commands import New
from bot.domain.event_entries import entry_like
from bot.domain.events import Status
from bot.domain.fields import FormEntry
from bot.domain.form_states import EventForm
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent
from bot.domain.scopes import READS_FILES
from bot.domain.values import number_or_none, packed
from bot.invitations.reading import InvitationReading, entry_of_reading
from bot.locales import Texts
from bot.services import events, feedback, new_events, topics
from bot.slack.views import Opened
from bot.views import event_forms, event_marks
from bot.views import feedback as feedback_views
from bot.views.event_marks import Marks
from bot.views.modals import Modal, with_hint
from handlers.acts import Act
from handlers.answers import Answer, Errors, Push
from handlers.events import invitations
from handlers.forms import Form

log = structlog.get_logger()

_METADATA = packed(EventForm(None))


async def new(deps: Deps, act: Act[New]) -> Answer:
    """The form for an invitation, pasted or as a file, or for beginning like the last event."""
    takes_files = READS_FILES in (deps.slack.token.scopes or ())
    newest = await deps.db.read(new_events.newest)
    return event_forms.invitation(newest, act.t, takes_files=takes_files)


async def read_invitation(deps: Deps, act: Act[str]) -> Answer:
    """Show what was read of the invitation in the form of the event."""
    zone = deps.settings.timezone
    draft = await invitations.read(deps, act)
    if draft is None:
        return await _form(deps, FormEntry(timezone=zone), act.t)
    if not isinstance(draft, InvitationReading):
        return Errors(event_marks.errors(draft, act.t))
    entry = entry_of_reading(draft, zone)
    of_number = await _taken(deps, entry["number"], act.t)
    proposed = await deps.db.read(new_events.next_number)
    if proposed is not None and not entry["number"]:
        of_number = act.t.plain("event.number.proposed")
    said = event_marks.marks_of(draft, of_number, act.t)
    # on top: whoever closes the form finds the text or file as it was
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
    wanted = await deps.db.read(topics.most_wanted)
    turnout = await deps.db.read(feedback.turnout, deps.clock.now())
    said = said or Marks()
    if turnout is not None and "capacity" not in said.at:
        said = Marks(said.top, {**said.at, "capacity": feedback_views.turnout(turnout, t)})
    return event_forms.event(entry, t, metadata=_METADATA, filled_in=0, marks=said, wanted=wanted)
