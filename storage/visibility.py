"""The rule of who may see an item (bot.domain.visibility), as a condition of a statement."""

import sqlalchemy as sa

from bot.domain.knowledge import Publication, Visibility
from bot.domain.visibility import SHOWN_TO, Audience
from storage.tables import UtcDateTime, knowledge

# What the contact of its talk took back is as if it was not there.
IS_HERE = knowledge.c.withdrawn_at.is_(None)
PUBLISHED = sa.and_(knowledge.c.status == Publication.PUBLISHED.value, IS_HERE)
_HAS_COME = sa.or_(
    knowledge.c.visible_from.is_(None),
    knowledge.c.visible_from <= sa.bindparam("seen_at", type_=UtcDateTime),
)


def seen_by(audience: Audience) -> sa.ColumnElement[bool]:
    """Whether these see the item at the time that is given as `seen_at` (aware, UTC)."""
    if audience is Audience.ORGANIZERS:
        return PUBLISHED
    columns = knowledge.c.visibility, knowledge.c.talk_shown
    return sa.and_(PUBLISHED, *(_is_shown(column, audience) for column in columns), _HAS_COME)


def _is_shown(column: sa.Column[str], audience: Audience) -> sa.ColumnElement[bool]:
    """One by one: a statement that is handed straight to the driver takes no lists."""
    shown = SHOWN_TO[audience]
    if len(shown) == 1:
        return column == shown[0].value
    # what they don't see: SQLite would rather look at all that they do than at an event's few
    hidden = [one.value for one in Visibility if one not in shown]
    return sa.and_(*(column != value for value in hidden))
