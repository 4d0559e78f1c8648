"""The form behind /labcamp cancel."""

from bot.deps import Deps
from bot.domain.event_fields import Fault, Wrong
from bot.domain.events import Event, Status
from bot.locales import Texts
from bot.services import editing, events
from bot.views import editing as views
from bot.views import event_forms as forms
from bot.views import event_marks as marks
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import form_states, people
from handlers.editing_outcomes import outcome_shown
from handlers.form_states import FormState
from handlers.submits import Errors, Result, Show, Stay, Submit


async def form(deps: Deps, user: str, t: Texts, number: int | None) -> Message | Modal:
    """The form for cancelling an event; or why it can't be cancelled."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    event = await deps.db.read(editing.event, number, deps.clock.now())
    if event is None:
        return help_views.event_unknown(number, t)
    if event.status is Status.CANCELLED:
        return views.cancelled_already(event, t)
    return await _form(deps, user, event, t, None)


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Cancel the event."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    opened = form_states.read(submit.metadata)
    if opened is None or opened.event is None:
        return Stay(help_views.form_unknown(submit.t))
    reason = submit.form.text("reason")
    if not reason:
        return Errors(marks.errors({"reason": Wrong(Fault.REQUIRED)}, submit.t))
    if not submit.form.ticked("sure"):
        return Errors(marks.errors({"sure": Wrong(Fault.REQUIRED)}, submit.t))
    outcome = await deps.db.write(
        editing.cancel,
        submit.user,
        opened.event,
        reason,
        opened.revision,
        deps.settings.reminders,
        submit.key,
        deps.clock.now(),
    )
    deps.wake()
    if isinstance(outcome, editing.Overtaken):
        above = marks.overtaken_before_cancelling(outcome.by, submit.t)
        return Show(await _form(deps, submit.user, outcome.event, submit.t, above))
    return outcome_shown(outcome, submit.t)


async def _form(deps: Deps, user: str, event: Event, t: Texts, above: str | None) -> Modal:
    card = await deps.db.read(events.card_of, event.number, user)
    assert card is not None  # events are never deleted
    metadata = FormState(event.number, event.revision).written()
    return forms.cancel(card, t, metadata=metadata, above=above)
