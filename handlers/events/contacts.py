"""Who is asked for the material of a talk (`@name` in its line, or a form), and who sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.deps import Deps
from bot.domain import values
from bot.domain.contacts import named_in, who_is, with_ids
from bot.domain.event_merges import merged, seen
from bot.domain.events import Event
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.form_states import TalksForm
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign, talks
from bot.domain.replies import NoSuchEvent, Overtaken, Repeated
from bot.domain.talk_choices import CONTACTS, WHO_SEES, TalkChoice, written
from bot.domain.values import packed
from bot.locales import Texts
from bot.services import events, talk_contacts
from bot.views import contact_forms as views
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.answers import Answer, Errors


@dataclass(frozen=True, slots=True)
class _TalkForm:
    """One of the two forms: what is chosen in it, and how it and its values are shown."""

    choice: TalkChoice
    shown: Callable[..., Modal]
    said: Callable[[str, Texts], str]
    saved: Callable[[Event, Texts], Message]


_CONTACTS = _TalkForm(CONTACTS, views.form, views.contact_said, views.saved)
_WHO_SEES = _TalkForm(WHO_SEES, views.seen_form, views.seen_said, views.seen_saved)


async def form(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The form in which a contact is chosen for each talk."""
    return await _opened(deps, act, _CONTACTS)


async def save(deps: Deps, act: Act[TalksForm]) -> Answer:
    """Keep the contacts that were chosen."""
    event = await deps.db.read(events.get, act.what.event)
    if event is None:
        return NoSuchEvent(act.what.event)
    fields = {sign(talk): views.field_of(talk) for talk in talks(event.sessions)}
    typed = {
        talk: act.form.choice(field) or ""
        for talk, field in fields.items()
        if act.form.block_id(field)
    }
    people = await deps.slack.people.everybody_and({user for user in typed.values() if user})
    if isinstance(people, dict):  # else it is seen when they are asked
        bad = [
            fields[talk]
            for talk, user in typed.items()
            if user and (user not in people or not people[user].may_answer)
        ]
        if bad:
            return Errors(dict.fromkeys(bad, act.t.plain("contacts.nobody")))
    return await _chosen(deps, act, _CONTACTS, typed)


async def seen_form(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The form in which is chosen who sees each talk."""
    return await _opened(deps, act, _WHO_SEES)


async def save_seen(deps: Deps, act: Act[TalksForm]) -> Answer:
    """Keep who sees each talk."""
    event = await deps.db.read(events.get, act.what.event)
    if event is None:
        return NoSuchEvent(act.what.event)
    typed: FormEntry = {}
    for talk in talks(event.sessions):
        who = act.form.choice(views.seen_field(talk))
        if who in list(Visibility):  # a talk that the form did not show yet stays as it is
            day = act.form.choice(views.day_field(talk))
            try:
                begins = values.day(day) if day else None
            except values.NotOurs:
                return Errors({views.day_field(talk): act.t.plain("talks.seen.no.day")})
            typed[sign(talk)] = written(Visibility(who), begins)
    return await _chosen(deps, act, _WHO_SEES, typed)


async def _opened(deps: Deps, act: Act[EventNumber], sort: _TalkForm) -> Answer:
    event = await deps.db.read(events.get, act.what)
    return NoSuchEvent(act.what) if event is None else _shown(sort, event, act.t)


async def _chosen(deps: Deps, act: Act[TalksForm], sort: _TalkForm, typed: FormEntry) -> Answer:
    outcome = await deps.db.write_aside(
        talk_contacts.choose,
        act.user,
        act.what.event,
        sort.choice,
        typed,
        act.what.seen,
        deps.settings.reminders,
        act.key,
        act.now,
    )
    deps.wake()
    match outcome:
        case Overtaken():
            return _overtaken(act, sort, typed, outcome)
        case (Event() as event) | Repeated(Event() as event):
            return notice(sort.saved(event, act.t), act.t)
        case _:
            return outcome


def _overtaken(
    act: Act[TalksForm], sort: _TalkForm, typed: FormEntry, outcome: Overtaken[Event]
) -> Modal:
    """The form once more: what was typed, what somebody else saved, and which is which."""
    event, t = outcome.stored, act.t
    stored = sort.choice.entry_of(event)
    both = merged(typed, act.what.seen, stored, [talk for talk in typed if talk in stored])
    saved = {talk: sort.said(value, t) for talk, value in stored.items()}
    above = views.overtaken(event, both, saved, outcome.by, t)
    return _shown(sort, event, t, both.entry, above, act.what.filled_in + 1)


def _shown(
    sort: _TalkForm,
    event: Event,
    t: Texts,
    entry: FormEntry | None = None,
    above: str | None = None,
    filled_in: int = 0,
) -> Modal:
    stored = sort.choice.entry_of(event)
    metadata = packed(TalksForm(event.number, seen(stored, stored), filled_in))
    entry = stored | (entry or {})
    return sort.shown(event, entry, t, metadata=metadata, filled_in=filled_in, above=above)


async def resolved(deps: Deps, entry: FormEntry, stored: str) -> FormEntry | Wrong:
    """The entry with ids where contacts are named; or which name nobody, or several, have.

    Lines that are `stored` so are left alone.
    """
    names = named_in(entry["talks"], stored)
    if not names:
        return entry
    people = await deps.slack.people.everybody()
    if not isinstance(people, dict):
        return Wrong(Flaw.CONTACT_UNSURE, f"@{names[0]}")
    known = {user: one.names for user, one in people.items() if one.may_answer}
    ids = {name: who_is(name, known) for name in names}
    unknown = [name for name, user in ids.items() if user is None]
    if unknown:
        return Wrong(Flaw.CONTACT, f"@{unknown[0]}")
    found = {name: user for name, user in ids.items() if user is not None}
    return entry | {"talks": with_ids(entry["talks"], found)}
