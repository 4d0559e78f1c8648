"""Who is asked for the material of a talk (`@name` in its line, or a form), and who sees it."""

from collections.abc import Callable

from bot.deps import Deps
from bot.domain import values
from bot.domain.contacts import named_in, who_is, with_ids
from bot.domain.events import Event
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign, talks
from bot.domain.replies import NoSuchEvent
from bot.locales import Texts
from bot.services import events, talk_contacts, talk_visibility
from bot.views import contact_forms as views
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.answers import Answer, Errors


async def form(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The form in which a contact is chosen for each talk."""
    return await _opened(deps, act, views.form)


async def save(deps: Deps, act: Act[EventNumber]) -> Answer:
    """Keep the contacts that were chosen."""
    event = await deps.db.read(events.get, act.what)
    if event is None:
        return NoSuchEvent(act.what)
    fields = {talk: views.field_of(talk) for talk in talks(event.sessions)}
    shown = {talk: field for talk, field in fields.items() if act.form.block_id(field)}
    chosen = {talk: act.form.choice(field) for talk, field in shown.items()}
    people = await deps.slack.people.everybody_and({user for user in chosen.values() if user})
    if isinstance(people, dict):  # else it is seen when they are asked
        bad = [
            fields[talk]
            for talk, user in chosen.items()
            if user and (user not in people or not people[user].may_answer)
        ]
        if bad:
            return Errors(dict.fromkeys(bad, act.t.plain("contacts.nobody")))
    outcome = await deps.db.write(
        talk_contacts.choose,
        act.user,
        act.what,
        {sign(talk): user for talk, user in chosen.items()},
        deps.settings.reminders,
        act.key,
        act.now,
    )
    deps.wake()
    return outcome if isinstance(outcome, NoSuchEvent) else notice(views.saved(event, act.t), act.t)


async def seen_form(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The form in which is chosen who sees each talk."""
    return await _opened(deps, act, views.seen_form)


async def save_seen(deps: Deps, act: Act[EventNumber]) -> Answer:
    """Keep who sees each talk."""
    event = await deps.db.read(events.get, act.what)
    if event is None:
        return NoSuchEvent(act.what)
    seen: dict[str, talk_visibility.Seen] = {}
    for talk in talks(event.sessions):
        who = act.form.choice(views.seen_field(talk))
        if who in list(Visibility):  # a talk that the form did not show yet stays as it is
            day = act.form.choice(views.day_field(talk))
            try:
                begins = values.day(day) if day else None
            except values.NotOurs:
                return Errors({views.day_field(talk): act.t.plain("talks.seen.no.day")})
            seen[sign(talk)] = Visibility(who), begins
    rules = deps.settings.reminders
    choose = talk_contacts.choose_who_sees
    outcome = await deps.db.write(choose, act.user, act.what, seen, rules, act.key, act.now)
    deps.wake()
    if isinstance(outcome, NoSuchEvent):
        return outcome
    return notice(views.seen_saved(event, act.t), act.t)


async def _opened(
    deps: Deps, act: Act[EventNumber], show: Callable[[Event, Texts], Modal]
) -> Answer:
    event = await deps.db.read(events.get, act.what)
    return NoSuchEvent(act.what) if event is None else show(event, act.t)


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
