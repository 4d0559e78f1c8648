"""Forgetting somebody: what is kept of them goes, and what hangs on it follows."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.deliveries import LEASE, LOOKUP_PAUSE, LOOKUPS, Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Status
from bot.domain.wishes import REMEMBERED_DAYS, Wish, is_forgotten
from bot.services.deliveries import add
from bot.services.proposals import take_letters_back
from bot.services.refreshes import request_for_event, take_away
from bot.services.rsvps import withdraw
from bot.services.topics import take_votes
from storage import (
    announcements,
    delivery_traces,
    events,
    forgotten,
    personal_data,
    proposals,
    rsvps,
    wish_file,
)
from storage.database import Connection

# When what was just being sent has arrived, or it is known that it did not.
_SETTLED = LEASE + LOOKUPS * LOOKUP_PAUSE
_REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def forget(
    connection: Connection,
    user: str,
    wish: Wish | None,
    now: datetime,
    letters: str | None = None,
) -> None:
    """Delete all that is kept of this user, or make it nameless; all of it, or nothing.

    Their places go to those who wait, what they proposed and nobody published goes too, and what
    the bot wrote to them is deleted in Slack, in the channel `letters` as far as it is known. The
    `wish` is remembered: what is from before it does not come back. Without one (the account is
    deactivated) there is nothing to remember.
    """
    if wish is not None:
        forgotten.add(connection, wish)
    _take_answers(connection, user, now)
    _take_back(connection, user, now, letters)
    came_at = proposals.first_came_at(connection, user)
    proposals.withdraw_all(connection, user)
    if came_at is not None:  # letters name whoever proposed something, published or not
        take_letters_back(connection, came_at, now)
    take_votes(connection, user)
    announcements.delete_drafts(connection, user)
    personal_data.erase(connection, user)


def was_forgotten(connection: Connection, user: str, at: datetime) -> bool:
    """Whether the user wanted to be forgotten since `at`: what they did then does not count."""
    return is_forgotten(user, forgotten.since(connection, at))


def honour(connection: Connection, wishes: Iterable[Wish], now: datetime) -> list[Wish]:
    """Forget once more whoever had these wishes, where the database does not know of them.

    So it is after a backup of before was restored. Gives the wishes that were not known.
    """
    unknown = forgotten.unknown(connection, list(wishes))
    if unknown:
        people = personal_data.people(connection) | personal_data.named(connection)
        for wish in unknown:
            for user in filter(wish.is_of, sorted(people)):
                forget(connection, user, None, now)
            forgotten.add(connection, wish)
    return unknown


def write_down(folder: Path, wishes: Iterable[Wish]) -> None:
    """Write wishes into the file beside the backups, durably; raises OSError."""
    wish_file.add(folder, wishes)


def take_back(folder: Path, wish: Wish) -> None:
    """Let a wish that could not be fulfilled not stand in that file; as far as it can be done."""
    with suppress(OSError):
        rewrite(folder, [one for one in written_down(folder) if one != wish])


def written_down(folder: Path) -> list[Wish]:
    """The wishes in the file beside the backups; raises OSError."""
    return wish_file.read(folder)


def rewrite(folder: Path, wishes: Iterable[Wish]) -> None:
    """Let the file beside the backups hold these wishes and no others; raises OSError."""
    wish_file.write(folder, wishes)


def remembered(connection: Connection, now: datetime) -> list[Wish]:
    """All wishes that are still remembered at `now`."""
    return forgotten.since(connection, now - _REMEMBERED)


def known_people(connection: Connection) -> set[str]:
    """Everybody of whom something is kept."""
    return personal_data.people(connection)


def _take_answers(connection: Connection, user: str, now: datetime) -> None:
    for number in rsvps.events_of(connection, user):
        event, rsvp = events.get_locked(connection, number), rsvps.get(connection, number, user)
        if event is None or rsvp is None:
            continue
        if event.status is Status.PUBLISHED and not event.has_ended(now):
            withdraw(connection, event, rsvp, now)
        else:
            rsvps.delete(connection, number, user)
            request_for_event(connection, number, now)


def _take_back(connection: Connection, user: str, now: datetime, letters: str | None) -> None:
    """See to what was sent to them, or says their words or name to others."""
    arriving = []
    for trace in delivery_traces.of_person(connection, user):
        if trace.kind is Kind.FILE:  # it need not wait for its day to be over
            delivery_traces.now_for_nobody(connection, trace.id, now)
        elif trace.target == user:
            letters = letters or trace.channel
            arriving += [trace.send_id] if trace.may_arrive else []
        elif trace.payload.get("asker") != user:
            delivery_traces.make_nameless(connection, trace.id, trace.payload, user)
        elif trace.channel and trace.ts:  # what they asked, in a message to somebody else
            take_away(connection, trace.channel, trace.ts, now)
        elif trace.may_arrive:  # it is taken away when it is known where (bot.services.claims)
            delivery_traces.make_wordless(connection, trace.id)
    if letters:
        _erase_letters(connection, letters, arriving, now)


def _erase_letters(
    connection: Connection, channel: str, arriving: list[str], now: datetime
) -> None:
    """Have what the bot wrote there until now deleted, and later what was just being sent."""
    payload: Payload = {"until": now.isoformat(), "send_ids": " ".join(arriving)}
    for at in (now, now + _SETTLED) if arriving else (now,):
        key = f"erasure:{channel}:{at.isoformat()}"
        add(connection, Kind.ERASURE, channel, payload, at, key)
