"""Who was taken out of an event's talks, or is hidden, goes from whatever else names them."""

from datetime import datetime

from bot.domain.deliveries import Kind
from bot.domain.events import Event
from bot.domain.search.folding import fold
from bot.domain.speakers import renamed_sessions, taken_out
from bot.domain.visibility import is_any_hidden
from bot.services import talk_visibility
from bot.services.refreshes import take_away
from storage import delivery_traces, knowledge_items
from storage.database import Connection

# What the bot wrote with the talks in it, and does not bring up to date: to all, and to one person.
_POSTS = (Kind.CHANNEL_REMINDER,)
_LETTERS = (Kind.REMINDER, Kind.MATERIAL)
_TO_MEMBERS = (*_POSTS, Kind.REMINDER)


def follow(connection: Connection, before: Event, after: Event, now: datetime) -> None:
    """Let items and earlier messages follow an event whose talks were just saved.

    Messages that name somebody who was taken out, or members' with a talk that they see no more,
    are deleted in Slack: those in channels at once, letters when the event is over, because the way
    to join stands in them. Announcements, and what was posted after the event, are brought up to
    date by `bot.services.changes`.
    """
    names = renamed_sessions(before, after)
    for item, talk in knowledge_items.sessions_of(connection, after.number).items():
        if fold(talk) in names:
            knowledge_items.name_session(connection, item, names[fold(talk)])
    if names:
        talk_visibility.bind(connection, after.number)
    kinds: tuple[Kind, ...]
    if taken_out(before, after):
        kinds = (*_POSTS, *_LETTERS)
    elif is_any_hidden(before, after, now):
        kinds = _TO_MEMBERS
    else:
        return
    for trace in delivery_traces.of_event(connection, after.number, kinds):
        if trace.channel and trace.ts:
            at = max(now, after.ends_at) if trace.kind in _LETTERS else now
            take_away(connection, trace.channel, trace.ts, at)
