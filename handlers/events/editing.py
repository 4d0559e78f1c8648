"""The form of an event: opened to change it, and saved."""

from bot.deps import Deps
from bot.domain.commands import Edit
from bot.domain.event_entries import FIELDS, entry_of, event_of
from bot.domain.event_merges import merged, seen
from bot.domain.events import Event, Status
from bot.domain.fields import FormEntry, Wrong, Wrongs
from bot.domain.form_states import EventForm
from bot.domain.replies import NoSuchEvent, Overtaken, Repeated
from bot.domain.values import packed
from bot.locales import Texts
from bot.services import event_editing
from bot.services.new_events import NumberTaken
from bot.views import event_forms, event_marks
from bot.views import event_outcomes as views
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.events import contacts
from handlers.forms import Form

_MOST_TALK_FIELDS = 100  # as many as blocks fit into a modal


async def edit(deps: Deps, act: Act[Edit]) -> Answer:
    """The form of an event, of the next one without a number."""
    event = await deps.db.read(event_editing.event, act.what.number, act.now)
    return NoSuchEvent(act.what.number) if event is None else _form(event, act.t)


async def save(deps: Deps, act: Act[EventForm]) -> Answer:
    """Keep the event that the form describes."""
    entry = entry_in(act.form)
    if act.what.event is None:
        return await _create(deps, act, entry)
    before = await deps.db.read(event_editing.checked, act.what.event, act.what.revision, act.key)
    if isinstance(before, Overtaken):
        return _overtaken(act, entry, before)
    if not isinstance(before, Event):
        return outcome_shown(before, act.t)
    event = await _described(deps, entry, before)
    if not isinstance(event, Event):
        return Errors(event_marks.errors(event, act.t))
    outcome = await deps.db.write_aside(
        event_editing.edit,
        act.user,
        event,
        act.what.revision,
        deps.settings.reminders,
        act.key,
        act.now,
        tell_others="others" in act.form.ticked("tell"),
    )
    deps.wake()
    if isinstance(outcome, Overtaken):
        return _overtaken(act, entry, outcome)
    return outcome_shown(outcome, act.t)


async def _described(deps: Deps, entry: FormEntry, before: Event | None) -> Event | Wrongs:
    """The event that the form describes, or what is wrong with it."""
    stored = entry_of(before)["talks"] if before is not None else ""
    found = await contacts.resolved(deps, entry, stored)
    return {"talks": found} if isinstance(found, Wrong) else event_of(found, before)


async def _create(deps: Deps, act: Act[EventForm], entry: FormEntry) -> Answer:
    event = await _described(deps, entry, None)
    if not isinstance(event, Event):
        return Errors(event_marks.errors(event, act.t))
    outcome = await deps.db.write_aside(
        event_editing.create, act.user, event, deps.settings.reminders, act.key, act.now
    )
    deps.wake()
    if isinstance(outcome, NumberTaken):
        return Errors({"number": event_marks.number_taken(outcome.event, outcome.free, act.t)})
    return outcome_shown(outcome, act.t, clears=True)


def _overtaken(act: Act[EventForm], entry: FormEntry, outcome: Overtaken[Event]) -> Modal:
    """The form once more: what was typed, what somebody else saved, and which is which."""
    stored = entry_of(outcome.stored)
    both = merged(entry, act.what.seen, stored)
    said = event_marks.marks_of_overtaking(stored, both.changed, both.clashing, outcome.by, act.t)
    return _form(outcome.stored, act.t, both.entry, said, act.what.filled_in + 1)


def _form(
    event: Event,
    t: Texts,
    entry: FormEntry | None = None,
    said: event_marks.Marks | None = None,
    filled_in: int = 0,
) -> Modal:
    stored = entry_of(event)
    opened = EventForm(event.number, event.revision, seen(stored), filled_in)
    return event_forms.event(
        entry or stored,
        t,
        metadata=packed(opened),
        filled_in=filled_in,
        number=event.number,
        cancelled=event.status is Status.CANCELLED,
        marks=said,
        tell=event.status is not Status.DRAFT,
    )


def entry_in(form: Form) -> FormEntry:
    """What the form says; a choice or a text, whichever the field is."""
    values = {name: form.choice(name) or form.text(name) for name in FIELDS}
    more = (form.text(f"talks_more_{number}") for number in range(2, _MOST_TALK_FIELDS))
    values["talks"] = "\n".join(part for part in (values["talks"], *more) if part)
    return values


def outcome_shown(outcome: event_editing.Outcome, t: Texts, *, clears: bool = False) -> Answer:
    """What came of it, in place of the form; a form that Slack sent twice is answered twice.

    `clears` says that closing it closes what lies below, too.
    """
    match outcome:
        case event_editing.Saved(event, telling, outdated, to_announce, crowd):
            said = views.saved(
                event, t, telling=telling, outdated=outdated, to_announce=to_announce, crowd=crowd
            )
        case Repeated(Event() as event):
            said = views.saved(event, t, telling=False)
        case event_editing.Unchanged(event):
            return notice(views.unchanged(event, t), t)
        case event_editing.AlreadyCancelled(event):
            return notice(views.cancelled_already(event, t), t)
        case NoSuchEvent():
            return outcome
        case _:
            return None
    return notice(said, t, clears=clears)
