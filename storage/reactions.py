"""The mirror of the reactions that Slack shows on RSVP messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.rsvps import EMOJI, Reaction, answer_of
from storage.prepared import Prepared
from storage.tables import reactions, rsvp_messages
from storage.upsert import insert

_SELECT = sa.select(
    reactions.c.user,
    reactions.c.emoji,
    reactions.c.event_ts,
    reactions.c.added_at,
    reactions.c.removed,
)
_ON_MESSAGE = sa.and_(
    reactions.c.channel == sa.bindparam("channel"), reactions.c.ts == sa.bindparam("ts")
)
_GET = Prepared(
    _SELECT.where(
        _ON_MESSAGE,
        reactions.c.user == sa.bindparam("user"),
        reactions.c.emoji == sa.bindparam("emoji"),
    )
)
_OF_MESSAGE = _SELECT.where(_ON_MESSAGE).order_by(reactions.c.user, reactions.c.emoji)
_OF_MEMBER = Prepared(
    _SELECT.join(
        rsvp_messages,
        sa.and_(
            rsvp_messages.c.channel == reactions.c.channel, rsvp_messages.c.ts == reactions.c.ts
        ),
    ).where(
        rsvp_messages.c.event == sa.bindparam("event"), reactions.c.user == sa.bindparam("user")
    )
)
_MEMBERS_OF = (
    sa.select(reactions.c.user)
    .join(
        rsvp_messages,
        sa.and_(
            rsvp_messages.c.channel == reactions.c.channel, rsvp_messages.c.ts == reactions.c.ts
        ),
    )
    .where(rsvp_messages.c.event == sa.bindparam("event"))
    .group_by(reactions.c.user)
    .order_by(sa.func.min(reactions.c.event_ts), reactions.c.user)
)
# From message to message along the key: there are many reactions to one.
_NEXT_MESSAGE = Prepared(
    sa.select(
        reactions.c.channel,
        reactions.c.ts,
        sa.exists().where(
            rsvp_messages.c.channel == reactions.c.channel, rsvp_messages.c.ts == reactions.c.ts
        ),
    )
    .where(
        sa.tuple_(reactions.c.channel, reactions.c.ts)
        > sa.tuple_(sa.bindparam("channel"), sa.bindparam("ts"))
    )
    .order_by(reactions.c.channel, reactions.c.ts)
    .limit(1)
)
_FORGET_STRAYS = sa.delete(reactions).where(
    _ON_MESSAGE, reactions.c.event_ts < sa.bindparam("before")
)
_INSERT = insert(reactions)
_SAVE = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["channel", "ts", "user", "emoji"],
        set_={name: _INSERT.excluded[name] for name in ("event_ts", "added_at", "removed")},
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the mirror of a message: whose it is, and what is known."""

    user: str
    reaction: Reaction


def get(
    connection: sa.Connection, channel: str, ts: str, user: str, reaction: Reaction
) -> Reaction | None:
    """What is known of the member's reaction with the same emoji on this message, or None."""
    key = {"channel": channel, "ts": ts, "user": user, "emoji": EMOJI[reaction.answer]}
    rows = _GET.rows(connection, key)
    return _reaction(rows[0]) if rows else None


def of_message(connection: sa.Connection, channel: str, ts: str) -> list[Line]:
    """The whole mirror of a message, removed reactions too, in a stable order."""
    rows = connection.execute(_OF_MESSAGE, {"channel": channel, "ts": ts})
    return [Line(row[0], _reaction(row)) for row in rows]


def of_member(connection: sa.Connection, event: EventNumber, user: str) -> list[Reaction]:
    """A member's reactions on all messages of an event, removed ones too."""
    rows = _OF_MEMBER.rows(connection, {"event": event, "user": user})
    return [_reaction(row) for row in rows]


def members_of(connection: sa.Connection, event: EventNumber) -> list[str]:
    """Everybody who reacted to a message of an event, or took it back; the first to do so first."""
    return list(connection.execute(_MEMBERS_OF, {"event": event}).scalars())


def save(connection: sa.Connection, channel: str, ts: str, user: str, reaction: Reaction) -> None:
    """Write the line of this member and emoji, over what stood there."""
    values = {
        "channel": channel,
        "ts": ts,
        "user": user,
        "emoji": EMOJI[reaction.answer],
        "event_ts": reaction.changed_at,
        "added_at": reaction.added_at,
        "removed": reaction.removed,
    }
    _SAVE.run(connection, values)


def forget_strays(connection: sa.Connection, before: datetime) -> int:
    """Delete older reactions to messages that did not turn out to be ours; how many there were."""
    messages = [
        {"channel": channel, "ts": ts, "before": before} for channel, ts in _strays(connection)
    ]
    return sum(connection.execute(_FORGET_STRAYS, message).rowcount for message in messages)


def _strays(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """The messages that somebody reacted to and that are none of ours."""
    channel = ts = ""
    while found := _NEXT_MESSAGE.rows(connection, {"channel": channel, "ts": ts}):
        ((channel, ts, is_ours),) = found
        if not is_ours:
            yield channel, ts


def _reaction(row: Sequence[Any]) -> Reaction:
    _, emoji, changed_at, added_at, removed = row
    answer = answer_of(emoji)
    assert answer is not None  # only answers' emoji are ever saved
    return Reaction(answer, added_at, changed_at, removed)
