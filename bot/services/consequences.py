"""What follows from a delivery that was settled, for the kinds from which something does."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.announcements import AnnouncementStatus, RsvpMessage
from bot.domain.deliveries import Delivery, Kind, State
from bot.domain.outcomes import Sent
from bot.domain.rsvps import EMOJI
from bot.services import dead_links, refreshes, rsvps
from bot.services import proposals as proposing
from bot.services.deliveries import add, tell
from storage import announcements, problems, proposals, rsvp_messages
from storage import dead_links as stored_dead_links
from storage.database import Connection

# An announcement that is still pending or claimed is planned.
_STATUS = {
    State.WITHDRAWN: AnnouncementStatus.WITHDRAWN,
    State.REFUSED: AnnouncementStatus.FAILED,
    State.UNCERTAIN: AnnouncementStatus.UNCERTAIN,
    State.MISSED: AnnouncementStatus.FAILED,
}


def follow(connection: Connection, delivery: Delivery, became: Sent | State, now: datetime) -> None:
    """Do what follows: from being sent, or from another state that it has now."""
    following = _FOLLOWING.get(delivery.kind)
    if following:
        following(connection, delivery, became, now)


def _announced(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """Once the message is in the channel its reactions count, and emoji are seeded."""
    announcement = announcements.get(connection, int(delivery.payload["announcement"]))
    if announcement is None:
        return
    if isinstance(became, State):
        if became in _STATUS:
            announcements.set_status(connection, announcement.id, _STATUS[became])
        return
    announcements.set_status(connection, announcement.id, AnnouncementStatus.POSTED)
    if announcement.event is None:
        return
    message = RsvpMessage(became.channel, became.ts, announcement.event, announcement.id)
    rsvp_messages.add(connection, message)
    rsvps.message_known(connection, message, now)
    for emoji in EMOJI.values():
        key = f"seed:{became.channel}:{became.ts}:{emoji}"
        payload = {"ts": became.ts, "emoji": emoji}
        add(connection, Kind.SEED, became.channel, payload, now, key)


def _refreshed(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """A refresh is missed when its message is not there any more."""
    if became is State.MISSED:
        id_, ts = delivery.payload.get("announcement"), str(delivery.payload["ts"])
        announcement = None if id_ is None else int(id_)
        refreshes.mark_gone(connection, delivery.target, ts, announcement)


def _reported(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """What came up after a report was claimed is in the next one."""
    if isinstance(became, Sent) and problems.since(connection, delivery.claimed_at):
        tell(connection, now)


def _proposals_told(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """What was proposed after the letter was claimed is in the next one."""
    if isinstance(became, Sent) and proposals.has_newer(connection, delivery.claimed_at):
        proposing.tell_organizers(connection, now)


def _links_reported(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """The same for links that were called dead since."""
    if isinstance(became, Sent) and stored_dead_links.since(connection, delivery.claimed_at):
        dead_links.tell(connection, now)


_FOLLOWING: dict[Kind, Callable[[Connection, Delivery, Sent | State, datetime], None]] = {
    Kind.ANNOUNCEMENT: _announced,
    Kind.REFRESH: _refreshed,
    Kind.PROBLEMS: _reported,
    Kind.PROPOSALS: _proposals_told,
    Kind.DEAD_LINKS: _links_reported,
}
