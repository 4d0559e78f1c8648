"""The Home: everything that lasts about one member, and what waits for organizers."""

from collections.abc import Sequence
from datetime import datetime

from bot.causes import new_send_id
from bot.domain.announcement_remarks import Listed
from bot.domain.announcements import AnnouncementStatus
from bot.domain.cards import Card
from bot.domain.events import Event, why_closed
from bot.domain.homes import Desk, Home, Part, Stuck, Which
from bot.domain.ids import DeliveryId
from bot.domain.replies import Reply
from bot.domain.talk_material import OwnTalk
from bot.services import announcement_drafts, announcement_list, members, talk_material
from bot.services.events import card_of, last_card, next_card
from storage import announcements, audit, dead_links, deliveries, feeds, homes, proposals
from storage.database import Connection

# So many of each that a Home stays within Slack's 100 blocks, whatever they hold.
OWN, TALKS, ITEMS, WAITING, PROPOSED = 5, 3, 5, 4, 5
PAGE = 10  # entries of a list that is looked at whole


def home(connection: Connection, user: str, now: datetime, *, organizes: bool) -> Home:
    """What this member's Home shows at `now`."""
    own = homes.own_events(connection, user, now, OWN)
    following = next_card(connection, user, now)
    return Home(
        members.member(connection, user),
        following,
        _cards(connection, own.shown, user, now, following),
        tuple(homes.newest_items(connection, now, ITEMS)),
        _desk(connection, user, now) if organizes else None,
        own.more,
        tuple(proposals.of_member(connection, user, PROPOSED)),
        feeds.of_user(connection, user) is not None,
        why_closed(following.event, now) if following else None,
        talk_material.own(connection, user, TALKS),
    )


def _desk(connection: Connection, user: str, now: datetime) -> Desk:
    stuck = homes.stuck(connection, WAITING)
    begun = announcement_drafts.unfinished(connection, user)
    planned = announcement_list.planned(connection, WAITING)
    return Desk(
        homes.published_events(connection, now, WAITING, skip=1),
        homes.draft_events(connection, WAITING),
        begun,
        planned,
        tuple(homes.newest_proposals(connection, WAITING)),
        stuck.shown,
        announcement_list.unsent(connection, user) - len(begun) - len(planned),
        stuck.more,
        dead_links.count(connection),
        last_card(connection, user, now),
    )


def page(
    connection: Connection, which: Which, number: int, user: str, now: datetime
) -> Part[Card] | Part[OwnTalk] | Part[Stuck] | Part[Event] | Part[Listed]:
    """One page, counted from 1, of a list that the Home shows the beginning of.

    The caller has checked that `user` may see it.
    """
    skip = (number - 1) * PAGE
    match which:
        case Which.OWN:
            own = homes.own_events(connection, user, now, PAGE, skip)
            return Part(_cards(connection, own.shown, user, now), own.more)
        case Which.TALKS:
            return talk_material.own(connection, user, PAGE, skip)
        case Which.STUCK:
            return homes.stuck(connection, PAGE, skip)
        case Which.PUBLISHED:
            return homes.published_events(connection, now, PAGE, skip)
        case Which.DRAFTS:
            return homes.draft_events(connection, PAGE, skip)
        case Which.ANNOUNCEMENTS:
            listed = announcement_list.listing(connection, user, now)
            shown = listed[skip : skip + PAGE]
            return Part(shown, max(0, len(listed) - skip - PAGE))


def _cards(
    connection: Connection,
    shown: Sequence[Event],
    user: str,
    now: datetime,
    following: Card | None = None,
) -> tuple[Card, ...]:
    """Of all of them; `following` is one that is known."""
    known = {} if following is None else {following.event.number: following}
    cards = [known.get(one.number) or card_of(connection, one.number, user, now) for one in shown]
    return tuple(card for card in cards if card)


def try_again(connection: Connection, actor: str, delivery: DeliveryId, now: datetime) -> Reply:
    """Send a delivery once more, though nobody knows whether it arrived.

    The caller has checked that `actor` is an organizer, and has warned them.
    """
    found = homes.stuck_one(connection, delivery)
    if found is None:
        return Reply.NOT_STUCK
    deliveries.put_back(connection, found.id, now, new_send_id())
    _announcement(connection, found, AnnouncementStatus.PLANNED)
    if found.posts is not None:  # else its time would be over, and it missed
        announcements.plan_anew(connection, found.posts, now)
    audit.add(connection, now, actor, "try again", f"delivery {found.id}")
    return Reply.TRIED_AGAIN


def drop(connection: Connection, actor: str, delivery: DeliveryId, now: datetime) -> Reply:
    """Give a delivery up. The caller has checked that `actor` is an organizer."""
    found = homes.stuck_one(connection, delivery)
    if found is None:
        return Reply.NOT_STUCK
    homes.drop(connection, found.id, "an organizer dropped it")
    _announcement(connection, found, AnnouncementStatus.WITHDRAWN)
    audit.add(connection, now, actor, "drop", f"delivery {found.id}")
    return Reply.DROPPED


def _announcement(connection: Connection, found: Stuck, status: AnnouncementStatus) -> None:
    if found.posts is not None:
        announcements.set_status(connection, found.posts, status)
