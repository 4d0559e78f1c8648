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
    shown = SHOWN_TO[audience]
    if len(shown) == 1:
        is_shown = knowledge.c.visibility == shown[0].value
    else:
        # what they don't see: SQLite would rather look at all that they do than at an event's few
        hidden = [one.value for one in Visibility if one not in shown]
        is_shown = sa.and_(*(knowledge.c.visibility != value for value in hidden))
    return sa.and_(PUBLISHED, is_shown, _HAS_COME)
