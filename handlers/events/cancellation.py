"""The form behind /labcamp cancel."""

from bot.deps import Deps
from bot.domain.commands import Cancel
from bot.domain.events import Event, Status
from bot.domain.fields import Flaw, Wrong
from bot.domain.form_states import EventForm
from bot.domain.replies import NoSuchEvent, Overtaken
from bot.domain.values import NotOurs, packed
from bot.services import event_editing, events
from bot.views import event_forms, event_marks
from bot.views import event_outcomes as views
from bot.views.modals import Modal
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.events.editing import outcome_shown


async def form(deps: Deps, act: Act[Cancel]) -> Answer:
    """The form for cancelling an event; or why it can't be cancelled."""
    event = await deps.db.read(event_editing.event, act.what.number, act.now)
    if event is None:
        return NoSuchEvent(act.what.number)
    if event.status is Status.CANCELLED:
        return views.cancelled_already(event, act.t)
    return await _form(deps, act, event)


async def cancel(deps: Deps, act: Act[EventForm]) -> Answer:
    """Cancel the event."""
    number, reason = act.what.event, act.form.text("reason")
    if number is None:
        raise NotOurs(act.form.metadata)
    if not reason:
        return Errors(event_marks.errors({"reason": Wrong(Flaw.REQUIRED)}, act.t))
    if not act.form.ticked("sure"):
        return Errors(event_marks.errors({"sure": Wrong(Flaw.REQUIRED)}, act.t))
    outcome = await deps.db.write_aside(
        event_editing.cancel,
        act.user,
        number,
        reason,
        act.what.revision,
        deps.settings.reminders,
        act.key,
        act.now,
    )
    deps.wake()
    if isinstance(outcome, Overtaken):
        above = event_marks.overtaken_before_cancelling(outcome.by, act.t)
        return await _form(deps, act, outcome.stored, above)
    return outcome_shown(outcome, act.t)


async def _form(deps: Deps, act: Act[object], event: Event, above: str | None = None) -> Modal:
    card = await deps.db.read(events.card_of, event.number, act.user, act.now)
    assert card is not None  # events are never deleted
    metadata = packed(EventForm(event.number, event.revision))
    return event_forms.cancel(card, act.t, metadata=metadata, above=above)
