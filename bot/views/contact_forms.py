"""Who is asked for the material of each talk, and who sees it: chosen by organizers."""

from collections.abc import Mapping, Sequence

from bot.domain.event_merges import MergedEntry
from bot.domain.events import Event
from bot.domain.fields import FormEntry
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign, talks
from bot.domain.talk_choices import who_sees
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import day_in_words
from bot.views.elements import mention, somebody
from bot.views.event_parts import name
from bot.views.message import Message, button, section, shortened, simple
from bot.views.modals import Modal, day_input, field, modal, person_select, select

CONTACTS = "event_contacts"
SEEN = "event_seen"

_TALK = 60  # characters of a talk in a line


def form(
    event: Event,
    entry: FormEntry,
    t: Texts,
    *,
    metadata: str,
    filled_in: int = 0,
    above: str | None = None,
) -> Modal:
    """A choice for each talk, with `entry` in it; those that have no contact may stay without.

    `filled_in` counts how often it was filled in anew, `above` stands over all.
    """
    blocks = _head(t("contacts.explained", event=name(event, t)), above)
    for talk in talks(event.sessions):
        person = person_select(entry[sign(talk)] or None)
        blocks.append(field(field_of(talk), talk, person, optional=True, filled_in=filled_in))
    if not event.sessions:
        blocks.append(section(t("contacts.none")))
    return _of_talks(CONTACTS, t.plain("contacts.title"), blocks, event, metadata, t)


def contact_said(contact: str, t: Texts) -> str:
    """Who is the contact of a talk, in words."""
    return mention(contact) if contact else t("change.nothing")


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


def seen_form(
    event: Event,
    entry: FormEntry,
    t: Texts,
    *,
    metadata: str,
    filled_in: int = 0,
    above: str | None = None,
) -> Modal:
    """For each talk who sees it, and from which day on; as `form` does."""
    blocks = _head(t("talks.seen.explained", event=name(event, t)), above)
    options = [(one.value, t.plain(f"talks.seen.{one}")) for one in Visibility]
    for talk in talks(event.sessions):
        who, begins = who_sees(entry[sign(talk)])
        day = day_input(begins.isoformat() if begins else None)
        label = t.plain("talks.seen.from")
        blocks += [
            field(seen_field(talk), talk, select(options, who.value), filled_in=filled_in),
            field(day_field(talk), label, day, optional=True, filled_in=filled_in),
        ]
    return _of_talks(SEEN, t.plain("talks.seen.title"), blocks, event, metadata, t)


def seen_said(choice: str, t: Texts) -> str:
    """Who sees a talk, and from which day on, in words."""
    who, begins = who_sees(choice)
    says = t(f"talks.seen.{who}")
    return says if begins is None else t("talks.seen.since", who=says, day=day_in_words(begins, t))


def overtaken(
    event: Event, both: MergedEntry, saved: Mapping[str, str], by: str | None, t: Texts
) -> str:
    """What somebody else chose meanwhile, for whichever of the talks: `saved`, in words."""
    names = {sign(talk): talk for talk in talks(event.sessions)}
    lines = [
        t(
            "event.overtaken.clash" if talk in both.clashing else "event.overtaken.taken",
            what=shortened(names[talk], _TALK),
            value=saved[talk],
        )
        for talk in sorted(both.changed, key=both.clashing.count, reverse=True)
    ]
    return "\n• ".join([t("event.overtaken", who=somebody(by, t)), *lines])


def _head(explained: str, above: str | None) -> list[Block]:
    return [section(said) for said in (above, explained) if said]


def _of_talks(
    callback_id: str, title: str, blocks: Sequence[Block], event: Event, metadata: str, t: Texts
) -> Modal:
    return modal(
        callback_id,
        title,
        blocks,
        submit=t.plain("kb.form.save") if event.sessions else None,
        close=t.plain("modal.cancel"),
        metadata=metadata,
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
