"""Letters about proposals: to organizers what waits, to the proposer what became of theirs."""

from datetime import datetime

from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Withdrawn
from bot.domain.knowledge import KeptItem
from bot.jobs.sending import Unwanted, posts, tells_organizers
from bot.services.deliveries import report_to
from bot.views import proposals as views
from storage import knowledge_items, proposals
from storage.database import Connection

SHOWN = 5  # in a letter; all stand in the list that it leads to


def proposed(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Kind] | Unwanted:
    """What each organizer gets, whoever they are, if anything waits."""
    return (Kind.PROPOSALS,) if proposals.count(connection) else Withdrawn("nothing waits")


def waiting(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[tuple[KeptItem, ...], int] | Unwanted:
    """The first of what waits now, and how many there are in all."""
    found = proposals.waiting(connection, SHOWN)
    if not found:
        return Withdrawn("nothing waits")
    return tuple(found), proposals.count(connection)


def decided(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[KeptItem, str, str] | Unwanted:
    """What was decided, if that still holds, by whom, and a word about it, perhaps empty."""
    payload = delivery.payload
    kept = knowledge_items.get(connection, payload["item"])
    if kept is None or kept.item.withdrawn or kept.item.status.value != payload["status"]:
        return Withdrawn("it was decided otherwise since")
    return kept, payload["by"], payload["word"]


KINDS = {
    Kind.PROPOSED: tells_organizers(proposed, report_to),
    Kind.PROPOSALS: posts(waiting, views.letter),
    Kind.DECIDED: posts(decided, views.verdict),
}
