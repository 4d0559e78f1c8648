"""Until when a method of Slack's, or a method for one channel or person, is left in peace.

A scope is a method of the Web API; a method and the channel or user it is called for; or a method
and `*`, for how fast it may be called for whomever. Besides, `link` and a host are one, for web
servers of others that are asked (bot.links). All processes see the same pauses, and whoever takes a
turn takes it from all.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.prepared import Prepared
from storage.tables import UtcDateTime, deliveries, pauses
from storage.upsert import insert

LINK = "link"
_EVERYWHERE = " *"
# What lies further ahead is from a clock that was moved back since: what Slack or another server
# asked for, and turns, which are a second long; clocks of two processes may differ by the rest.
_LONGEST = timedelta(hours=1)
_LONGEST_TURN = timedelta(seconds=10)
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_HORIZON: sa.BindParameter[datetime] = sa.bindparam("horizon")
# Whether a row of `deliveries` is to wait; takes the values of `at`.
IN_PEACE = (
    sa.exists()
    .where(pauses.c.until > _NOW, pauses.c.until <= _HORIZON)
    .where(
        sa.or_(
            pauses.c.scope == deliveries.c.method,
            pauses.c.until <= sa.bindparam("turns", type_=UtcDateTime),
        )
    )
    .where(
        pauses.c.scope.in_(
            [
                deliveries.c.method,
                deliveries.c.method + _EVERYWHERE,
                deliveries.c.method + " " + deliveries.c.target,
            ]
        )
    )
)
_INSERT = insert(pauses).values(scope=sa.bindparam("scope"), until=sa.bindparam("until"))


def _or_update(condition: sa.ColumnElement[bool]) -> Any:
    """Insert a pause, or move the end of the one that is there if the condition holds for it."""
    later = {"until": _INSERT.excluded.until}
    return _INSERT.on_conflict_do_update(index_elements=["scope"], set_=later, where=condition)


_NOTHING = _INSERT.on_conflict_do_update(
    index_elements=["scope"], set_={"until": _INSERT.excluded.until}
)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# a shorter one never ends a longer one
_PAUSE = _or_update(pauses.c.until < _INSERT.excluded.until)
# nobody else has taken it since
_TAKE = Prepared(
    _or_update(sa.or_(pauses.c.until <= _NOW, pauses.c.until > _HORIZON)).returning(pauses.c.scope)
)
_SPEND = Prepared(
    _or_update(pauses.c.until == sa.bindparam("seen", type_=UtcDateTime)).returning(pauses.c.scope)
)
_UNTIL = Prepared(sa.select(pauses.c.until).where(pauses.c.scope == sa.bindparam("of_scope")))
_NEXT_END = sa.select(sa.func.min(pauses.c.until)).where(
    pauses.c.until > _NOW, pauses.c.scope.not_like(f"{LINK} %")
)
_END = (
    sa.update(pauses)
    .where(pauses.c.scope == sa.bindparam("of_scope"))
    .values(until=sa.bindparam("until"))
)
_FORGET = sa.delete(pauses).where(pauses.c.until < sa.bindparam("before"))


def write_something(connection: sa.Connection) -> None:
    """A pause that nobody keeps: for whoever wants to know whether anything can be written."""
    connection.execute(_NOTHING, {"scope": "nothing", "until": _LONG_AGO})


def at(now: datetime) -> dict[str, datetime]:
    """The values that `IN_PEACE` takes at this time."""
    return {"now": now, "horizon": now + _LONGEST, "turns": now + _LONGEST_TURN}


def pause_method(connection: sa.Connection, method: str, until: datetime) -> None:
    """Call the method no more until this time."""
    connection.execute(_PAUSE, {"scope": method, "until": until})


def take_target(
    connection: sa.Connection, method: str, target: str, now: datetime, pace: timedelta
) -> bool:
    """Take the turn to call the method for this channel or user; False when another has it.

    It is the only one until `pace` is over.
    """
    horizon = now + (_LONGEST if method == LINK else _LONGEST_TURN)
    scope = f"{method} {target}"
    values = {"scope": scope, "until": now + pace, "now": now, "horizon": horizon}
    return bool(_TAKE.rows(connection, values))


def take_turn(
    connection: sa.Connection, method: str, now: datetime, pace: timedelta, burst: int
) -> bool:
    """Take one of the turns to call the method for whomever; False when there is none.

    Every `pace` one comes back, and at most `burst` wait to be taken.
    """
    scope, full = method + _EVERYWHERE, now - (burst - 1) * pace
    while True:
        rows = _UNTIL.rows(connection, {"of_scope": scope})
        seen: datetime | None = rows[0][0] if rows else None
        until = full if seen is None or seen > now + _LONGEST_TURN else max(seen, full)
        if until > now:
            return False
        values = {"scope": scope, "until": until + pace, "seen": seen}
        if _SPEND.rows(connection, values):
            return True  # else another took one since: look again


def end_turn(connection: sa.Connection, method: str, target: str, until: datetime) -> None:
    """Give back the turn that `take_target` took; the next one may be taken from `until` on."""
    connection.execute(_END, {"of_scope": f"{method} {target}", "until": until})


def until(connection: sa.Connection, method: str, target: str) -> datetime | None:
    """When the next turn for this target may be taken, if one was ever taken."""
    rows = _UNTIL.rows(connection, {"of_scope": f"{method} {target}"})
    return rows[0][0] if rows else None


def next_end(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the pause that deliveries wait for ends, the first one; None when there is none."""
    end: datetime | None = connection.execute(_NEXT_END, {"now": now}).scalar_one()
    return end


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete the pauses that ended before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
