"""Asking links: who asks which, one at a time for each host, and what is made of the answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.link_checks import (
    PUT_OFF,
    Answer,
    Link,
    Standing,
    Unreached,
    Why,
    host_of,
    standing,
    waits,
)
from bot.services import dead_links
from storage import link_checks, pauses
from storage.database import Connection

# Looked at for links of different hosts; and claimed for so long, above what a round takes.
_WINDOW = 500
_LEASE = timedelta(hours=1)
# One of the same host is asked in one round; the others wait for those to come.
_ROUND = timedelta(minutes=1)
_WITNESSES = 3
# A host is ours for longer than a request may take (bot.links.asker), and then has a pause.
TURN = timedelta(seconds=30)
PAUSE = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(hours=1)


def claim(connection: Connection, now: datetime, most: int) -> list[Link]:
    """At most so many links that are to be asked at `now`, all of different hosts, for us alone."""
    window = link_checks.due(connection, now, _WINDOW)
    claimed: dict[str, Link] = {}
    later: dict[str, int] = {}
    times = []
    until = now + _LEASE
    for link in window:
        host = host_of(link.url)
        if host in claimed:
            later[host] = later.get(host, 0) + 1
            times.append((link.id, now + later[host] * _ROUND))
        elif len(claimed) < most:
            claimed[host] = _claimed(link, until)
    crowded = len(window) == _WINDOW and len(claimed) < most
    ours = [(link.id, until) for link in claimed.values()]
    # many links of one host would else hide those of all others behind them
    link_checks.put_off(connection, ours + times if crowded else ours)
    return list(claimed.values())


def _claimed(link: Link, until: datetime) -> Link:
    return Link(link.id, link.url, link.checked_at, link.failures, link.dead_since, until)


def witnesses(connection: Connection) -> list[Link]:
    """A few links of different hosts that were alive when they were last asked."""
    hosts = {host_of(link.url): link for link in link_checks.alive(connection, 10 * _WITNESSES)}
    return list(hosts.values())[:_WITNESSES]


def settle(
    connection: Connection, answers: Sequence[tuple[Link, Answer]], now: datetime
) -> list[Link]:
    """Write what claimed links answered; those that are called dead from now on.

    The organizers are told of these. A host that was busy was not asked.
    """
    died = []
    for link, answer in sorted(answers, key=lambda one: one[0].id):
        if answer == Unreached(Why.BUSY):
            link_checks.give_back(connection, link, now + PUT_OFF)
            continue
        after: Standing = standing(link, answer, now)
        ours = link_checks.settle(connection, link, after)
        if ours and after.dead_since and not link.dead_since:
            died.append(link)
    if died:
        dead_links.tell_of_dead_links(connection, now)
    return died


def give_back(connection: Connection, links: Sequence[Link], now: datetime) -> None:
    """Let claimed links be asked in an hour: what they answered says nothing of them."""
    for link in sorted(links, key=lambda one: one.id):
        link_checks.give_back(connection, link, now + PUT_OFF)


def take_turn(connection: Connection, host: str, now: datetime) -> timedelta | None:
    """Take the turn to ask this host; how long to wait at least when another has it."""
    if pauses.take_target(connection, pauses.LINK, host, now, TURN):
        return None
    until = pauses.until(connection, pauses.LINK, host)
    return max(until - now, timedelta()) if until else timedelta()


def end_turn(
    connection: Connection, host: str, answer: Answer, now: datetime, pause: timedelta = PAUSE
) -> None:
    """Leave the host alone for `pause`, or for as long as it wants, at most an hour.

    A link that is to wait longer waits by itself.
    """
    wanted = min(waits(answer, now) or timedelta(), _LONGEST_PAUSE)
    pauses.end_turn(connection, pauses.LINK, host, now + max(wanted, pause))
