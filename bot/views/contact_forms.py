"""Who is asked for the material of each talk: chosen by organizers."""

from bot.domain.events import Event
from bot.domain.knowledge_entries import sign, talks
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.event_parts import name
from bot.views.message import Message, button, section, simple
from bot.views.modals import Modal, field, modal, person_select

CONTACTS = "event_contacts"


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
    return modal(
        CONTACTS,
        t.plain("contacts.title"),
        blocks,
        submit=t.plain("kb.form.save") if event.sessions else None,
        close=t.plain("modal.cancel"),
        metadata=str(event.number),
    )


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
