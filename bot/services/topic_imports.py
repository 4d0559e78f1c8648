"""Topics out of a file: merged with those that there are, by their titles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.topics import Topic, key
from bot.files.contents import TopicEntry
from bot.services.import_spooling import Merged, Tally
from storage import topics
from storage.database import Connection


def merged(connection: Connection, entries: Sequence[TopicEntry]) -> tuple[Merged[Topic], ...]:
    """What importing topics would do, read only; a field that is left out stays as it is."""
    stored = topics.by_keys(connection, [key(entry.given["title"]) for entry in entries])
    found = []
    for entry in entries:
        before = stored.get(key(entry.given["title"]))
        after = replace(before.topic, **entry.given) if before else Topic(**entry.given)
        found.append(Merged(before.topic if before else None, after))
    return tuple(found)


def apply(connection: Connection, entries: Sequence[TopicEntry], now: datetime) -> Tally:
    """Save them; votes for one that is closed go. Nobody has proposed what comes from a file."""
    made = merged(connection, entries)
    for one in made:
        if one.before is None:
            topics.add(connection, one.after, None, now)
        elif one.is_change:
            there = topics.by_title(connection, one.after.title)
            locked = topics.get_locked(connection, there.id) if there else None
            if locked is not None:
                topics.change(connection, locked.id, one.after)
    return tally(made)


def tally(made: Sequence[Merged[Topic]]) -> Tally:
    """The same in numbers."""
    created, changed = sum(one.is_new for one in made), sum(one.is_change for one in made)
    return Tally(created, changed, len(made) - created - changed)
