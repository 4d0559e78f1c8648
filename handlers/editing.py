"""The forms behind /labcamp new and edit, and the shortcut for a new LabCamp."""

import asyncio

from bot.deps import Deps
from bot.domain import invitations, limits
from bot.domain.event_entries import (
    FIELDS,
    Entry,
    entry_of,
    entry_of_draft,
    event_of,
)
from bot.domain.event_fields import Fault, Wrong
from bot.domain.event_merges import merged, seen
from bot.domain.events import Event, Status
from bot.domain.markup import unescape
from bot.domain.rich_text import to_mrkdwn
from bot.domain.times import to_local
from bot.locales import Texts
from bot.services import editing
from bot.views import event_forms as forms
from bot.views import event_marks as marks
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import form_states, people
from handlers.editing_outcomes import outcome_shown
from handlers.form_states import FormState
from handlers.forms import Form
from handlers.submits import Errors, Push, Result, Show, Stay, Submit

_MOST_TALK_FIELDS = 100  # as many as blocks fit into a modal


async def new(deps: Deps, user: str, t: Texts) -> Message | Modal:
    """The form for pasting an invitation; or why there is none."""
    refusal = await people.not_organizing(deps, user, t)
    return refusal or forms.invitation(t)


async def edit(deps: Deps, user: str, t: Texts, number: int | None) -> Message | Modal:
    """The form of an event, of the next one without a number; or why there is none."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    event = await deps.db.read(editing.event, number, deps.clock.now())
    if event is None:
        return help_views.event_unknown(number, t)
    return _form(event, t)


async def invitation_read(deps: Deps, submit: Submit) -> Result:
    """Show what was read of the invitation in the form of the event."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    zone = deps.settings.timezone
    text = _pasted(submit.form)
    if len(text) > limits.INVITATION:
        too_long = Wrong(Fault.INVITATION, str(limits.INVITATION))
        return Errors(marks.errors({"invitation": too_long}, submit.t))
    if not text:
        entry = Entry(timezone=zone, status=Status.DRAFT.value)
        return Show(forms.event(entry, submit.t, metadata=FormState().written(), filled_in=0))
    today = to_local(deps.clock.now(), zone).date()
    # a long text of patterns takes a tenth of a second: not on the loop
    draft = await asyncio.to_thread(invitations.read, text, today, zone)
    # on top: whoever closes the form finds the text as it was
    return Push(
        forms.event(
            entry_of_draft(draft, zone),
            submit.t,
            metadata=FormState().written(),
            filled_in=0,
            marks=marks.marks_of(draft, submit.t),
        )
    )


def _pasted(form: Form) -> str:
    """The text that was pasted; in a form of an older version it is plain."""
    return unescape(to_mrkdwn(form.rich_text("invitation"))).strip() or form.text("invitation")


async def saved(deps: Deps, submit: Submit) -> Result:
    """Keep the event that the form describes."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    opened = form_states.read(submit.metadata)
    if opened is None:
        return Stay(help_views.form_unknown(submit.t))
    entry = entry_in(submit.form)
    if opened.event is None:
        return await _created(deps, submit, entry)
    before = await deps.db.read(editing.checked, opened.event, opened.revision, submit.key)
    if isinstance(before, editing.Overtaken):
        return _overtaken(submit, opened, entry, before)
    if not isinstance(before, Event):
        return outcome_shown(before, submit.t)
    event = event_of(entry, before)
    if not isinstance(event, Event):
        return Errors(marks.errors(event, submit.t))
    outcome = await deps.db.write(
        editing.edit,
        submit.user,
        event,
        opened.revision,
        deps.settings.reminders,
        submit.key,
        deps.clock.now(),
        tell_others="others" in submit.form.ticked("tell"),
    )
    deps.wake()
    if isinstance(outcome, editing.Overtaken):
        return _overtaken(submit, opened, entry, outcome)
    return outcome_shown(outcome, submit.t)


async def _created(deps: Deps, submit: Submit, entry: Entry) -> Result:
    event = event_of(entry, None)
    if not isinstance(event, Event):
        return Errors(marks.errors(event, submit.t))
    outcome = await deps.db.write(
        editing.create,
        submit.user,
        event,
        deps.settings.reminders,
        submit.key,
        deps.clock.now(),
    )
    deps.wake()
    if isinstance(outcome, editing.NumberTaken):
        taken = Wrong(Fault.TAKEN, outcome.event.title)
        return Errors(marks.errors({"number": taken}, submit.t))
    return outcome_shown(outcome, submit.t, clears=True)


def _overtaken(
    submit: Submit, opened: FormState, entry: Entry, outcome: editing.Overtaken
) -> Result:
    """The form once more: what was typed, what somebody else saved, and which is which."""
    stored = entry_of(outcome.event)
    both = merged(entry, opened.seen or {}, stored)
    said = marks.marks_of_overtaking(stored, both.changed, both.clashing, outcome.by, submit.t)
    return Show(_form(outcome.event, submit.t, both.entry, said, opened.filled_in + 1))


def _form(
    event: Event,
    t: Texts,
    entry: Entry | None = None,
    said: marks.Marks | None = None,
    filled_in: int = 0,
) -> Modal:
    stored = entry_of(event)
    opened = FormState(event.number, event.revision, seen(stored), filled_in)
    return forms.event(
        entry or stored,
        t,
        metadata=opened.written(),
        filled_in=filled_in,
        number=event.number,
        cancelled=event.status is Status.CANCELLED,
        marks=said,
        tell=event.status is not Status.DRAFT,
    )


def entry_in(form: Form) -> Entry:
    """What the form says; a choice or a text, whichever the field is."""
    values = {name: form.choice(name) or form.text(name) for name in FIELDS}
    more = (form.text(f"talks_more_{number}") for number in range(2, _MOST_TALK_FIELDS))
    values["talks"] = "\n".join(part for part in (values["talks"], *more) if part)
    return Entry(**values)
