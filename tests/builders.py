"""Small builders: objects of the domain that say only what a test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import deliveries
from bot.domain.deliveries import Delivery
from bot.domain.events import Event, Session, Status
from bot.domain.ids import DeliveryId, EventNumber, ItemId
from bot.domain.knowledge import ItemKind, KeptItem, KnowledgeItem
from bot.domain.material import Group
from bot.domain.rsvps import Answer, Rsvp, Via

# A Monday in winter, 11:00 in Berlin.
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# Where days are at home, when files are written and read; far from where events are.
HOME = "Asia/Tokyo"
# The number of `an_event()`.
ELEVEN = EventNumber(11)


def an_event(number: int = ELEVEN, **fields: Any) -> Event:
    """A published event two weeks after NOON, from 15:00 to 18:00 in Berlin."""
    defaults: dict[str, Any] = {
        "title": "Wirkung sichtbar machen",
        "starts_at": NOON + timedelta(days=14, hours=4),
        "ends_at": NOON + timedelta(days=14, hours=7),
        "timezone": "Europe/Berlin",
        "status": Status.PUBLISHED,
    }
    return Event(EventNumber(number), **{**defaults, **fields})


def a_full_event(number: int = ELEVEN, **fields: Any) -> Event:
    """An event with every field filled in."""
    defaults: dict[str, Any] = {
        "description": "Worum es geht.",
        "location": "online",
        "join_url": "https://example.org/raum",
        "registration_url": "https://example.org/anmeldung",
        "host": "StadtLABOR Soest",
        "sessions": (
            Session("Was ein Labor erwachsen macht", "Dr. Alex Beispiel", "Leitung", "Musterlabor"),
            Session("Offene Runde"),
        ),
    }
    return an_event(number, **{**defaults, **fields})


def an_item(number: int = 1, **fields: Any) -> KnowledgeItem:
    """A published recording; `number` makes its address unique."""
    defaults: dict[str, Any] = {
        "title": f"Aufzeichnung {number}",
        "url": f"https://example.org/{number}",
        "kind": ItemKind.RECORDING,
        "event": 11,
    }
    return KnowledgeItem(**{**defaults, **fields})


def material_of(*items: KnowledgeItem, talk: str | None = None) -> tuple[Group, ...]:
    """The material of one talk, or of a whole event, with the ids 1, 2 and so on."""
    return (Group(talk, tuple(KeptItem(ItemId(id_), item) for id_, item in enumerate(items, 1))),)


def an_rsvp(user: str = "U0ANNA", answer: Answer = Answer.YES, **fields: Any) -> Rsvp:
    """An answer that was given by button at NOON."""
    return Rsvp(user, answer, **{"via": Via.BUTTON, "updated_at": NOON, **fields})


def a_delivery(kind: deliveries.Kind = deliveries.Kind.PLACE, **fields: Any) -> Delivery:
    """A delivery that was claimed at NOON, for the first time."""
    defaults: dict[str, Any] = {
        "target": "C0LABCAMP",
        "payload": {"event": 11},
        "send_id": "an id",
        "attempts": 1,
        "claimed_at": NOON,
        "claimed_until": NOON + deliveries.LEASE,
        "due_at": NOON,
    }
    return Delivery(DeliveryId(1), kind, **{**defaults, **fields})
