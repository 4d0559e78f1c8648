"""All that is kept of one member, in every table, for them to take away."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Publication
from bot.domain.my_data import Kept, OwnData, shown_to
from bot.domain.personal_data import Purpose
from bot.domain.wishes import Wish
from storage import events, forgotten, personal_data, rsvp_messages, topics
from storage.database import Connection

_EVENT = re.compile(r"event ([0-9]+)")
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def of_person(connection: Connection, user: str, retention_days: int) -> OwnData:
    """What is kept of `user`, with nothing of anybody else.

    Answers are kept `retention_days` after the end of their event (LABCAMP_RETENTION_DAYS).
    """
    found = list(personal_data.of_person(connection, user))
    numbers = [_event_of(connection, one.table, one.row) for one in found]
    known = events.get_many(connection, {number for number in numbers if number is not None})
    settings_stay = any(_keeps_settings(one.table, one.row) for one in found)
    kept = []
    for one, number in zip(found, numbers, strict=True):
        event = None if number is None else known.get(number)
        shown = shown_to(user, one.table, one.row, one.about, own=one.own)
        for purpose, values in shown.items():
            stays = purpose is Purpose.SETTINGS and settings_stay
            until = None if stays else _until(purpose, one.row, event, retention_days)
            kept.append(Kept(one.table, purpose, values, until))
    kept = _with_titles(connection, kept)
    kept += [_of_wish(one) for one in forgotten.since(connection, _EVER) if one.is_of(user)]
    titles = {EventNumber(number): event.title for number, event in known.items()}
    return OwnData(user, tuple(kept), titles, retention_days)


def _until(
    purpose: Purpose, row: Mapping[str, Any], event: Event | None, retention_days: int
) -> datetime | None:
    """When what this row holds is to go (UTC); None where nobody can know it yet."""
    after_event = event.ends_at + timedelta(days=retention_days) if event else None
    if purpose.since == "event" and purpose.days:
        return event.ends_at + timedelta(days=purpose.days) if event else None
    if purpose.since is None or purpose.since == "event":
        return after_event if purpose.since else None
    since = row[purpose.since]
    if since is None or _waits_for_a_decision(purpose, row):
        return None
    due: datetime = since + timedelta(days=purpose.days or retention_days)
    if purpose is Purpose.ANNOUNCING and event:  # as long as its counts change, it stands
        return max(due, event.ends_at + timedelta(days=purpose.days))
    return min(due, after_event) if purpose is Purpose.MESSAGES and after_event else due


def _waits_for_a_decision(purpose: Purpose, row: Mapping[str, Any]) -> bool:
    return purpose is Purpose.PROPOSALS and row["status"] == Publication.PROPOSED


def _keeps_settings(table: str, row: Mapping[str, Any]) -> bool:
    """Whether this row is a reason to keep the member's settings."""
    chosen = table == "members" and (row["chose"] or row["organizer"])
    return chosen or table in ("rsvps", "feeds", "sessions")


def _event_of(connection: Connection, table: str, row: Mapping[str, Any]) -> EventNumber | None:
    """The event that this row is about."""
    if table == "reactions":
        message = rsvp_messages.get(connection, row["channel"], row["ts"])
        return message.event if message else None
    if table == "audit":
        named = _EVENT.match(row["subject"])
        return EventNumber(int(named[1])) if named else None
    found: EventNumber | None = row.get("event") or row.get("payload", {}).get("event")
    return found


def _with_titles(connection: Connection, kept: list[Kept]) -> list[Kept]:
    """The same, with what the topics are called for which the member voted."""
    voted = {one.values["topic"] for one in kept if one.table == "topic_votes"}
    titles = topics.titles(connection, voted)
    return [
        replace(one, values={**one.values, "topic": titles[one.values["topic"]]})
        if one.table == "topic_votes"
        else one
        for one in kept
    ]


def _of_wish(wish: Wish) -> Kept:
    values = {"digest": wish.digest, "key": wish.key, "at": wish.at}
    until = wish.at + timedelta(days=Purpose.FORGETTING.days)
    return Kept("forgotten", Purpose.FORGETTING, values, until)
