"""Links that are called dead: told to the organizers, listed, mended, or found to be well."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.addresses import is_web_address
from bot.domain.deliveries import ORGANIZERS, Kind
from bot.domain.ids import ItemId
from bot.domain.limits import URL
from bot.domain.link_checks import DeadLink, DeadLinkPage
from bot.domain.replies import AddressTaken, Reply
from bot.services.deliveries import add_again
from bot.services.refreshes import request_for_material
from storage import audit, dead_links, knowledge_items
from storage.database import Connection

PAGE = 10  # two blocks each
_TELLING_PACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mended:
    """The link is dead no longer, and is asked soon; `how` says what was done about it."""

    link: DeadLink
    how: Reply


@dataclass(frozen=True, slots=True)
class NoAddress:
    """What was written is no address of a web page."""


def page(connection: Connection, number: int) -> DeadLinkPage:
    """A page of the list; the nearest that there is, for a number that there is not."""
    count = dead_links.count(connection)
    pages = max(-(-count // PAGE), 1)
    number = min(max(number, 1), pages)
    links = dead_links.page(connection, PAGE, (number - 1) * PAGE)
    return DeadLinkPage(tuple(links), number, pages, count)


def one(connection: Connection, item: ItemId) -> DeadLink | Reply:
    """One dead link."""
    return dead_links.one(connection, item) or Reply.NOT_DEAD


def move(
    connection: Connection, actor: str, item: ItemId, url: str, now: datetime
) -> Mended | AddressTaken | NoAddress | Reply:
    """Give an item whose link is dead another address.

    The caller has checked that `actor` is an organizer.
    """
    link = dead_links.one(connection, item)
    if link is None:
        return Reply.NOT_DEAD
    if len(url) > URL or not is_web_address(url):
        return NoAddress()
    there = knowledge_items.by_url_locked(connection, url)
    if there is not None and there.id != item:
        return AddressTaken(there.item.title)
    kept = knowledge_items.get_locked(connection, item)
    assert kept is not None  # it is locked already
    knowledge_items.change(connection, item, replace(kept.item, url=url), now)
    dead_links.forget_checks(connection, item)
    request_for_material(connection, [kept.item.event], now)
    audit.add(connection, now, actor, "link change", f"item {item}")
    return Mended(link, Reply.LINK_MOVED)


def is_well(connection: Connection, actor: str, item: ItemId, now: datetime) -> Mended | Reply:
    """Take a link as well: what it answered is forgotten, and it is asked anew.

    The caller has checked that `actor` is an organizer.
    """
    link = dead_links.one(connection, item)
    if link is None:
        return Reply.NOT_DEAD
    dead_links.forget_checks(connection, item)
    audit.add(connection, now, actor, "link well", f"item {item}")
    return Mended(link, Reply.LINK_WELL)


def tell_of_dead_links(connection: Connection, now: datetime) -> None:
    """Have the organizers told of dead links, at most once a day."""
    key = "telling:links"
    add_again(connection, Kind.LINKS_TELLING, ORGANIZERS, {}, now, key, _TELLING_PACE)
