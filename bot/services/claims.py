"""Claiming what is due, writing what became of it, and what follows from that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.causes import new_send_id
from bot.domain.announcements import AnnouncementStatus, RsvpMessage
from bot.domain.checks import Trouble
from bot.domain.deliveries import (
    POST_PACE,
    PROBLEMS,
    REPORTS,
    UNREPORTED,
    WORKSPACE_BURST,
    WORKSPACE_PACE,
    Delivery,
    Kind,
    Problem,
    State,
    next_method,
    settlement,
)
from bot.domain.delivery_outcomes import Later, Outcome, Sent, Unanswered
from bot.domain.events import why_closed
from bot.domain.members import is_a_person
from bot.domain.rsvps import EMOJI
from bot.services import refreshes, rsvp_reactions
from bot.services.dead_links import tell_of_dead_links
from bot.services.deliveries import add, tell_of_problems
from bot.services.proposals import letter_sent, tell_of_proposals
from storage import (
    announcements,
    claims,
    dead_links,
    deliveries,
    delivery_traces,
    events,
    members,
    pauses,
    proposals,
    rsvp_messages,
    troubles,
)
from storage import problems as stored_problems
from storage.claims import Due
from storage.database import Connection


def claim(connection: Connection, now: datetime) -> Delivery | None:
    """What is due longest at `now`, ours for the length of a lease; None when nothing is due.

    A post whose lease ran out comes back `uncertain`: nobody knows whether it was sent. Of a post
    that is to be sent the turn is taken as well, from all processes.
    """
    while due := claims.due(connection, now):
        if not due.kind.is_a_post or due.uncertain or _takes_turn(connection, due, now):
            return claims.claim(connection, due, now)
    return None


def _takes_turn(connection: Connection, due: Due, now: datetime) -> bool:
    """Whether it may be posted now; if not, another process was faster, and we know of it now."""
    called = due.kind.method
    return pauses.take_target(connection, called, due.target, now, POST_PACE) and pauses.take_turn(
        connection, called, now, WORKSPACE_PACE, WORKSPACE_BURST
    )


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When something may become due; None when nothing waits."""
    return claims.next_due(connection, now)


def may_be_due(connection: Connection, now: datetime) -> bool:
    """Whether it is worth a write to look for what is due."""
    due = claims.first_due(connection)
    return due is not None and due <= now


def problems(connection: Connection, after: datetime) -> list[Problem]:
    """What was refused, uncertain or missed after this time."""
    return stored_problems.since(connection, after)


def to_report(connection: Connection, after: datetime) -> tuple[list[Problem], list[Trouble]]:
    """The same, and what is wrong with what the bot needs since this time."""
    return problems(connection, after), troubles.since(connection, after)


def _has_problems(connection: Connection, after: datetime, now: datetime) -> bool:
    found = stored_problems.since(connection, after, now), troubles.since(connection, after, now)
    return any(found)


def settle_and_claim(
    connection: Connection, delivery: Delivery, outcome: Outcome, now: datetime
) -> tuple[State | None, Delivery | None]:
    """`settle`, and `claim` what is next: one commit for the two."""
    return settle(connection, delivery, outcome, now), claim(connection, now)


def settle(
    connection: Connection, delivery: Delivery, outcome: Outcome, now: datetime
) -> State | None:
    """Write what became of a claimed delivery, and what follows from it; the state it has now.

    None when the lease was lost to somebody else, who settles it. What went wrong for good is told
    to the organizers, once as long as it goes wrong in the same way.
    """
    held = claims.held(connection, delivery)
    if held is None:
        return None
    due_at, last_error = held
    result = settlement(delivery, outcome, now)
    is_done = result.state not in (State.PENDING, State.LOOKUP)
    # what is missed is not wanted again, however many wishes came meanwhile
    wanted_again = is_done and due_at != delivery.due_at and result.state is not State.MISSED
    if wanted_again:  # what went wrong now is told if it does so then
        result = replace(result, error=last_error)
    if isinstance(outcome, Later | Unanswered):
        called = next_method(delivery.kind, State.LOOKUP if delivery.uncertain else State.PENDING)
        pauses.pause_method(connection, called, now + outcome.retry_after)
    sent = outcome if isinstance(outcome, Sent) else None
    claims.settle(connection, delivery, result, _told_at(delivery, now, is_done), sent)
    if sent and delivery.kind.is_a_post and is_a_person(delivery.target):
        _explained(connection, delivery.target, now)
    follow(connection, delivery, sent or result.state, now)
    if wanted_again:
        deliveries.put_back(connection, delivery.id, due_at, new_send_id())
        return State.PENDING
    is_news = result.error != last_error or delivery.uncertain
    if result.state in PROBLEMS and delivery.kind not in UNREPORTED and is_news:
        tell_of_problems(connection, now)
    return result.state


def _explained(connection: Connection, user: str, now: datetime) -> None:
    """Remember that the first letter to somebody has said why it came."""
    if not members.was_told(connection, user):
        members.set_told(connection, user, now)


def _told_at(delivery: Delivery, now: datetime, is_done: bool) -> datetime | None:
    """When it was done; a report knows nothing of what came up after it was claimed."""
    if not is_done:
        return None
    return delivery.claimed_at if delivery.kind in REPORTS else now


def follow(connection: Connection, delivery: Delivery, became: Sent | State, now: datetime) -> None:
    """Do what follows: from being sent, or from another state that it has now."""
    if delivery.kind is Kind.ANNOUNCEMENT:
        _announced(connection, delivery, became, now)
    elif delivery.kind is Kind.REFRESH and became is State.MISSED:
        # its message is not there any more
        ts, announcement = delivery.payload["ts"], delivery.payload.get("announcement")
        refreshes.mark_gone(connection, delivery.target, ts, announcement)
    elif delivery.kind is Kind.FOLLOW_UP and isinstance(became, Sent):
        # what changed while it was posted did not know yet where it would stand
        said = became.channel, became.ts, delivery.payload
        refreshes.request_for_follow_up(connection, *said, now)
    elif delivery.kind is Kind.ERASURE and isinstance(became, Sent):
        delivery_traces.delete(connection, [delivery.id])  # with it nobody is known any more
    elif delivery.kind is Kind.QUESTION and isinstance(became, Sent):
        if delivery_traces.is_wordless(connection, delivery.id):
            refreshes.take_away(connection, became.channel, became.ts, now)
    elif delivery.kind in _NEWS and isinstance(became, Sent):
        if delivery.kind is Kind.PROPOSALS:
            letter_sent(connection, delivery.id, became, now)
        has_news, tell_again = _NEWS[delivery.kind]
        # not later than now: what a clock says that was put back since would be news for ever
        if has_news(connection, delivery.claimed_at, now):
            tell_again(connection, now)


# What came up after a report was claimed is in the next one: whether it did, and who sees to that.
_NEWS: dict[
    Kind,
    tuple[
        Callable[[Connection, datetime, datetime], object], Callable[[Connection, datetime], None]
    ],
] = {
    Kind.PROBLEMS: (_has_problems, tell_of_problems),
    Kind.PROPOSALS: (proposals.has_newer, tell_of_proposals),
    Kind.DEAD_LINKS: (dead_links.since, tell_of_dead_links),
}
# An announcement that is still pending or claimed is planned.
_STATUS = {
    State.WITHDRAWN: AnnouncementStatus.WITHDRAWN,
    State.REFUSED: AnnouncementStatus.FAILED,
    State.UNCERTAIN: AnnouncementStatus.UNCERTAIN,
    State.MISSED: AnnouncementStatus.FAILED,
}


def _announced(
    connection: Connection, delivery: Delivery, became: Sent | State, now: datetime
) -> None:
    """Once the message is in the channel its reactions count, and emoji are seeded."""
    announcement = announcements.get(connection, delivery.payload["announcement"])
    if announcement is None:
        return
    if isinstance(became, State):
        if became in _STATUS:
            announcements.set_status(connection, announcement.id, _STATUS[became])
        return
    announcements.set_status(connection, announcement.id, AnnouncementStatus.POSTED)
    if announcement.event is None:
        return
    event = events.get_locked(connection, announcement.event)
    message = RsvpMessage(
        became.channel,
        became.ts,
        announcement.event,
        announcement.id,
        posted=event.hours if event else None,
    )
    rsvp_messages.add(connection, message)
    rsvp_reactions.message_known(connection, message, now)
    event = events.get(connection, announcement.event)
    if event is None or why_closed(event, now) is not None:
        return  # there is nothing to be answered any more
    for emoji in EMOJI.values():
        key = f"seed:{became.channel}:{became.ts}:{emoji}"
        add(connection, Kind.SEED, became.channel, {"ts": became.ts, "emoji": emoji}, now, key)
