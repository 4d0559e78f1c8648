"""Questions that the Wissensspeicher had no answer to, on their way to the organizers."""

from datetime import datetime

from bot.domain.deliveries import Delivery, Kind
from bot.jobs.sending import posts, tells_organizers
from bot.services.search import asking
from bot.views import search as views
from storage.database import Connection


def asked(connection: Connection, delivery: Delivery, now: datetime) -> tuple[str, str, str]:
    """Who asks, what for, and the key of the one time that they asked."""
    return delivery.payload["asker"], delivery.payload["words"], delivery.payload["key"]


def question(connection: Connection, delivery: Delivery, now: datetime) -> tuple[str, str]:
    """Who asks, and what for."""
    return delivery.payload["asker"], delivery.payload["words"]


KINDS = {
    Kind.ASKED: tells_organizers(asked, asking.tell_each),
    Kind.QUESTION: posts(question, views.letter),
}
