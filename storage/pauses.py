"""Until when a method of Slack's, or a method for one channel or person, is left in peace.

A scope is a method of the Web API, or a method and the channel or user it is called for. All
processes see the same pauses.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.tables import deliveries, pauses
from storage.upsert import insert

_LONGEST = timedelta(hours=1)
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
# Whether a row of `deliveries` is to wait; takes the values of `at`.
IN_PEACE = (
    sa.exists()
    # one that lies far ahead is from a clock that was moved back since
    .where(pauses.c.until > _NOW, pauses.c.until <= sa.bindparam("horizon"))
    .where(
        pauses.c.scope.in_([deliveries.c.method, deliveries.c.method + " " + deliveries.c.target])
    )
)
_PAUSE = insert(pauses).values(scope=sa.bindparam("scope"), until=sa.bindparam("until"))
_PAUSE = _PAUSE.on_conflict_do_update(
    index_elements=["scope"],
    set_={"until": _PAUSE.excluded.until},
    where=pauses.c.until < _PAUSE.excluded.until,  # a shorter one never ends a longer one
)
_NEXT_END = sa.select(sa.func.min(pauses.c.until)).where(pauses.c.until > _NOW)
_FORGET = sa.delete(pauses).where(pauses.c.until < sa.bindparam("before"))


def at(now: datetime) -> dict[str, datetime]:
    """The values that `IN_PEACE` takes at this time."""
    return {"now": now, "horizon": now + _LONGEST}


def pause_method(connection: sa.Connection, method: str, until: datetime) -> None:
    """Call the method no more until this time."""
    connection.execute(_PAUSE, {"scope": method, "until": until})


def pause_target(connection: sa.Connection, method: str, target: str, until: datetime) -> None:
    """Call the method no more for this channel or user until this time."""
    connection.execute(_PAUSE, {"scope": f"{method} {target}", "until": until})


def next_end(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the pause that ends first ends; None when there is none."""
    end: datetime | None = connection.execute(_NEXT_END, {"now": now}).scalar_one()
    return end


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete the pauses that ended before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
