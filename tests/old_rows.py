"""Rows as they were written at each revision of the tables, and what becomes of them since.

Each batch has a number, so that those of all revisions lie side by side in one database.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage import migrations
from storage.tables import metadata
from tests.builders import NOON

Values = dict[str, Any]

# What there was once, by table: its columns are not in storage.tables any more.
_GONE = {"feeds": {"secret": sa.Text()}}
# The last release, and the revision of its tables: for the length of a deploy it runs beside us.
RELEASED = ("0.2.0", "0019")
# What cannot be known of rows that were there before the column was: some time, or none.
SOME_TIME = object()


def batch(number: int) -> Iterator[tuple[str, Values]]:
    """Table and values of one row after the other, with all columns that there ever were."""
    later, user, channel = NOON.replace(microsecond=number), f"U{number:03}", f"C{number:03}"
    event: Values = {
        "number": number,
        "title": f"LabCamp {number} „äß“",
        "starts_at": later,
        "ends_at": later,
        "timezone": "Europe/Berlin",
        "status": "published",
        "description": "Worum\nes geht.",
        "accessibility": "Untertitel",
        "material": "published",
        "closes_at": later,
        "location": "online",
        "join_url": "https://example.org/raum",
        "registration_url": "https://example.org/anmeldung",
        "host": "Labor",
        "capacity": 40,
        "final_counts": {"yes": "<5"},
        "uid": f"uid-{number}",
        "revision": 3,
        "planned": 2,
        "planning": 7,
        "changed_at": later,
        "published_at": later,
    }
    yield "events", event
    yield "events", event | {"number": 1000 + number, "status": "draft", "published_at": None}
    talk: Values = {
        "talk": "Wachsen",
        "speaker": "Dr. A",
        "role": "Leitung",
        "organisation": "Labor",
    }
    talk |= {"contact": user, "no_material": True, "visibility": "members"}
    talk |= {"visible_from": date(2027, 1, 15), "shown": "nobody"}
    yield "sessions", {"event": number, "position": 0, **talk}
    answer = {"event": number, "user": user, "answer": "yes", "via": "button"}
    yield "rsvps", {**answer, "updated_at": later, "waitlisted_at": later}
    picture = {"picture_url": "https://example.org/bild", "picture_alt": "Ein Bild"}
    words: Values = {"id": number, "event": number, "author": user, "text": "Kommt!"}
    words |= {"channel": channel, "planned_at": later, "status": "posted", **picture}
    yield "announcements", words
    message: Values = {"channel": channel, "ts": "1.1", "event": number, "announcement": number}
    message |= {"open": True, "over": True, "closed": True}
    message |= {"holds_from": later, "holds_until": None}
    message |= {"starts_at": later, "ends_at": later, "timezone": "Europe/Berlin"}
    yield "rsvp_messages", message
    reaction = {"channel": channel, "ts": "1.1", "user": user, "emoji": "x", "removed": False}
    yield "reactions", {**reaction, "event_ts": later, "added_at": later}
    delivery: Values = {"id": number, "dedupe_key": f"key {number}", "kind": "reminder"}
    delivery |= {"method": "chat.postMessage", "target": user, "payload": {"event": number}}
    delivery |= {"due_at": later, "state": "sent", "attempts": 1, "lookups": 0, "ts": "1.1"}
    delivery |= {"claimed_at": later, "claimed_until": None, "send_id": "x", "channel": channel}
    yield "deliveries", {**delivery, "error": None, "done_at": later}
    item: Values = {"id": number, "url": f"https://example.org/{number}?utm_source=mail"}
    item |= {"url_key": f"https://example.org/{number}", "title": "Folien", "kind": "slides"}
    item |= {"event": number, "session": "Wachsen", "tags": ["ki"], "description": "Worum"}
    item |= {"status": "published", "added_at": later, "proposed_by": user, "checked_at": later}
    item |= {"check_at": later, "failures": 2, "answer": "404", "dead_since": later}
    item |= {"visibility": "members", "visible_from": later}
    item |= {"decided": True, "withdrawn_at": None, "talk_shown": "members"}
    item |= {"decided_by": user, "withdrawn_by": user}
    yield "knowledge", {**item, "indexed": 1}
    yield "words", {"id": number, "word": f"wort{number}"}
    yield "postings", {"word": number, "field": 1, "event": number, "item": number}
    member: Values = {"user": user, "language": "en", "reminders": False, "organizer": True}
    member |= dict.fromkeys(("asked", "welcomed", "told", "chose"), True)
    member["since"] = later
    yield "members", member
    yield "members", {**member, "user": f"W{number:03}", "reminders": True, "language": None}
    digest = hashlib.sha256(f"handle{number}secret".encode()).hexdigest()
    handle = {"user": user, "handle": f"handle{number}"}
    yield "feeds", {**handle, "secret": "secret", "digest": digest}
    yield "pauses", {"scope": channel, "until": later}
    yield "troubles", {"what": f"what {number}", "about": "x", "at": later}
    yield "handled_events", {"key": f"Ev{number}", "seen_at": later}
    done = {"actor": user, "action": "event.edit", "subject": str(number)}
    yield "audit", {"id": number, "at": later, **done}
    topic: Values = {"id": number, "title_key": f"thema {number}", "title": f"Thema {number}"}
    topic |= {"status": "open", "answer": "Kommt", "votes": 1, "proposed_by": user}
    of_event = {"event": number}
    yield "feedback_rounds", {**of_event, "key": "00", "closes_at": later, "stage": "open"}
    yield "feedback", {**of_event, "question": "sentence", "answer": "Gut „äß“", "times": 2}
    yield "feedback_marks", {**of_event, "digest": f"digest {number}"}
    yield "feedback_asked", {**of_event, "user": user}
    yield "topics", {**topic, "added_at": later}
    yield "topic_votes", {"topic": number, "user": user}
    yield "forgotten", {"digest": f"digest {number}", "key": "00", "at": later}


def upgrade_to(connection: sa.Connection, revision: str) -> None:
    """Bring the tables to a revision, as the version of then did."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    command.upgrade(config, revision)


def columns_of(connection: sa.Connection) -> dict[str, set[str]]:
    """The columns that there are, by table."""
    there = sa.inspect(connection)
    tables = (metadata.tables.keys() | _GONE.keys()) & set(there.get_table_names())
    return {name: {one["name"] for one in there.get_columns(name)} for name in tables}


def since(
    connection: sa.Connection, revision: str, known: dict[str, set[str]] | None = None
) -> Iterator[tuple[str, Values, Values]]:
    """Write the batch of a revision as its version does; each row, and what it is to become.

    `known` are the columns that it knows: those that are there, unless it runs beside a newer one.
    """
    known = columns_of(connection) if known is None else known
    for name, values in batch(int(revision)):
        if name not in known:
            continue
        row = {column: value for column, value in values.items() if column in known[name]}
        if name == "knowledge" and revision < "0008":
            row["url_key"] = values["url"]
        connection.execute(sa.insert(as_it_was(name, row)).values(row))
        columns = metadata.tables[name].columns.keys()
        becomes = {column: values[column] for column in columns}
        yield name, row, becomes | _of_new_columns(name, row, set(columns) - known[name])


def as_it_was(name: str, columns: Iterable[str]) -> Any:
    """A table of which only these columns are known."""
    types = {column.name: column.type for column in metadata.tables[name].columns}
    types |= _GONE.get(name, {})
    return sa.table(name, *(sa.column(column, types[column]) for column in columns))


def _of_new_columns(name: str, written: Values, columns: set[str]) -> Values:
    """What the migrations say of rows that were there before these columns."""
    found: Values = {
        column.name: False if isinstance(column.type, sa.Boolean) else None
        for column in metadata.tables[name].columns
        if column.name in columns
    }
    if name == "knowledge":
        found |= {"failures": 0, "added_at": SOME_TIME, "visibility": "public"}
        found |= {"talk_shown": "public"}
        if written.get("decided"):  # by whoever gave it
            found |= {"decided_by": written["proposed_by"]}
    if name == "sessions":
        found |= {"shown": "public"}
    if name == "events":
        found |= {"material": "proposed"}
        published = SOME_TIME if written["status"] != "draft" else None
        found |= {"changed_at": SOME_TIME, "published_at": published}
        found |= {"planned": written["revision"], "planning": 0}
    if name == "rsvp_messages":  # what shows that it is over shows that it is closed, for ever
        is_over = written.get("over", False)
        found |= {"closed": is_over, "holds_from": SOME_TIME if is_over else None}
        found |= {"holds_until": None if is_over else SOME_TIME}
    if name == "members":  # who turned them off has said so
        turned_off = not written["reminders"]
        found |= {"asked": turned_off, "chose": turned_off}
    if name == "feeds":  # which the batch tells
        return {}
    return {column: value for column, value in found.items() if column in columns}


def is_the_same(found: Any, expected: Any) -> bool:
    """Whether a value is what it was to become."""
    return isinstance(found, datetime) if expected is SOME_TIME else bool(found == expected)
