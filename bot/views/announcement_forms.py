"""The form in which an organizer writes an announcement."""

from collections.abc import Sequence

from bot.domain.events import Event
from bot.locales import texts
from bot.views.dates import when_in_words
from bot.views.modals import Modal, field, modal, select, text_input
from bot.views.pieces import name

ANNOUNCE = "announce"


def announce(events: Sequence[Event], chosen: int | None, language: str) -> Modal:
    """What to announce, and in which words; at first `chosen`, else the first of `events`."""
    t = texts(language)
    options = [
        (str(event.number), f"{name(event, t)} ({when_in_words(event, language)})")
        for event in events
    ]
    at_first = str(chosen) if chosen is not None else options[0][0]
    return modal(
        ANNOUNCE,
        t.plain("announce.form.title"),
        [
            field("event", t.plain("announce.form.event"), select(options, at_first)),
            field("text", t.plain("announce.form.text"), text_input(multiline=True)),
        ],
        submit=t.plain("announce.form.submit"),
        close=t.plain("modal.cancel"),
    )
