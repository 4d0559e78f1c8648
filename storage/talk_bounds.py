"""Items are seen no further than their talks: that follows whatever becomes of either."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.domain.events import Session
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Visibility
from bot.domain.visibility import bound
from storage.tables import knowledge, sessions

_OF_EVENT = sa.select(knowledge.c.id, knowledge.c.session, knowledge.c.talk_shown).where(
    knowledge.c.event == sa.bindparam("number"),
    sa.or_(knowledge.c.session.is_not(None), knowledge.c.talk_shown != Visibility.PUBLIC.value),
)
# what is found by its words is indexed anew by whoever indexes next
_BIND = (
    sa.update(knowledge)
    .where(knowledge.c.id == sa.bindparam("of_id"))
    .values(talk_shown=sa.bindparam("shown"), indexed=None)
)
_BOUND = (
    sa.select(sessions.c.event)
    # in words, not as a value: so an index of these alone is used
    .where(sessions.c.shown != sa.literal_column(f"'{Visibility.PUBLIC}'"))
    .distinct()
)


def follow(connection: sa.Connection, number: EventNumber, talks: Iterable[Session]) -> None:
    """Let the items of this event be seen no further than its `talks`, as they are shown now."""
    shown = list(talks)
    for row in connection.execute(_OF_EVENT, {"number": number}).all():
        now = bound(row.session, shown)
        if row.talk_shown != now:
            connection.execute(_BIND, {"of_id": row.id, "shown": now.value})


def events(connection: sa.Connection) -> list[EventNumber]:
    """The events with talks that not all the world sees."""
    return [EventNumber(number) for number in connection.execute(_BOUND).scalars()]
