"""What organizers can do with an event, as a menu beside it (⋮) and as buttons."""

from bot.domain.events import Closed, Event
from bot.locales import Texts
from bot.views.block_kit import Button, Element, menu
from bot.views.message import button
from bot.views.modals import option

# At most five options, each with a value of at most 150 characters.
# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
_OPEN = ("edit", "who", "export", "announce", "cancel")
_OFF = ("edit", "who", "export", "texts")
_OFFERED = {
    None: _OPEN,
    Closed.CLOSED: _OPEN,
    Closed.PAST: (*_OFF, "follow-up"),
    Closed.CANCELLED: _OFF,
    Closed.DRAFT: ("edit", "cancel"),
}


def event_menu(event: Event, closed: Closed | None, t: Texts) -> Element:
    """What makes sense with an event that takes answers, or is `closed` to them.

    The value of each option is what would be typed for it.
    """
    made = [
        option(f"{what} {event.number}", t.plain(f"event.menu.{what}")) for what in _OFFERED[closed]
    ]
    return menu("overflow", "event_menu", made)


def edit_button(event: Event, t: Texts) -> Button:
    """The way to the form of an event."""
    spoken = t.plain("event.edit.label", number=event.number)
    return button(t.plain("event.menu.edit"), "event_edit", value=str(event.number), spoken=spoken)


def announce_button(event: Event, t: Texts) -> Button:
    """The way to the form in which an event is announced."""
    spoken = t.plain("event.announce.label", number=event.number)
    label = t.plain("event.menu.announce")
    return button(label, "event_announce", value=str(event.number), spoken=spoken, style="primary")
