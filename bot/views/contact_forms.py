"""Who is asked for the material of each talk, and who sees it: chosen by organizers."""

from collections.abc import Sequence

from bot.domain.events import Event
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign, talks
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.event_parts import name
from bot.views.message import Message, button, section, simple
from bot.views.modals import Modal, day_input, field, modal, person_select, select

CONTACTS = "event_contacts"
SEEN = "event_seen"


def form(event: Event, t: Texts) -> Modal:
    """A choice for each talk; those that have no contact may stay without."""
    chosen = {session.name: session.contact for session in reversed(event.sessions)}
    blocks: list[Block] = [section(t("contacts.explained", event=name(event, t)))]
    blocks += [
        field(field_of(talk), talk, person_select(chosen[talk]), optional=True)
        for talk in talks(event.sessions)
    ]
    if not event.sessions:
        blocks.append(section(t("contacts.none")))
    return _of_talks(CONTACTS, t.plain("contacts.title"), blocks, event, t)


def field_of(talk: str) -> str:
    """The name of the field in which the contact of this talk is chosen."""
    return f"contact_{sign(talk)}"


def contacts_button(event: Event, t: Texts) -> Button:
    """The way to that form."""
    spoken = t.plain("contacts.button.label", number=event.number)
    return button(t.plain("contacts.button"), CONTACTS, value=str(event.number), spoken=spoken)


def saved(event: Event, t: Texts) -> Message:
    """That the contacts are kept."""
    return simple(t("contacts.saved", event=name(event, t)))


def seen_form(event: Event, t: Texts) -> Modal:
    """For each talk who sees it, and from which day on."""
    blocks: list[Block] = [section(t("talks.seen.explained", event=name(event, t)))]
    options = [(one.value, t.plain(f"talks.seen.{one}")) for one in Visibility]
    known = {session.name: session for session in reversed(event.sessions)}
    for talk in talks(event.sessions):
        session = known[talk]
        chosen = select(options, (session.visibility or Visibility.PUBLIC).value)
        day = day_input(session.visible_from.isoformat() if session.visible_from else None)
        label = t.plain("talks.seen.from")
        blocks += [
            field(seen_field(talk), talk, chosen),
            field(day_field(talk), label, day, optional=True),
        ]
    return _of_talks(SEEN, t.plain("talks.seen.title"), blocks, event, t)


def _of_talks(
    callback_id: str, title: str, blocks: Sequence[Block], event: Event, t: Texts
) -> Modal:
    return modal(
        callback_id,
        title,
        blocks,
        submit=t.plain("kb.form.save") if event.sessions else None,
        close=t.plain("modal.cancel"),
        metadata=str(event.number),
    )


def seen_field(talk: str) -> str:
    """The name of the field in which is chosen who sees this talk."""
    return f"seen_{sign(talk)}"


def day_field(talk: str) -> str:
    """The name of the field with the day from which on this talk is seen."""
    return f"from_{sign(talk)}"


def seen_button(event: Event, t: Texts) -> Button:
    """The way to that form."""
    spoken = t.plain("talks.seen.button.label", number=event.number)
    return button(t.plain("talks.seen.button"), SEEN, value=str(event.number), spoken=spoken)


def seen_saved(event: Event, t: Texts) -> Message:
    """That it is kept who sees the talks."""
    return simple(t("talks.seen.saved", event=name(event, t)))
