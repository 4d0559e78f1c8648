"""Questions that the Wissensspeicher had no answer to, on their way to the organizers."""

from datetime import datetime

from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Withdrawn
from bot.domain.personal_data import SOMEBODY
from bot.jobs.sending import posts, tells_organizers
from bot.services.search import asking
from bot.views import search as views
from storage.database import Connection


def asked(connection: Connection, delivery: Delivery, now: datetime) -> tuple[str, str, str]:
    """Who asks, what for, and the key of the one time that they asked."""
    return delivery.payload["asker"], delivery.payload["words"], delivery.payload["key"]


def question(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[str, str] | Withdrawn:
    """Who asks, and what for."""
    if delivery.payload["asker"] == SOMEBODY:
        return Withdrawn("who asked is forgotten")
    return delivery.payload["asker"], delivery.payload["words"]


KINDS = {
    Kind.ASKED: tells_organizers(asked, asking.tell_each),
    Kind.QUESTION: posts(question, views.letter),
}
