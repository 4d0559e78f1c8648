"""What the tables have in common: each column says what it has to do with people."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.personal_data import Personal

# What a column says that holds nothing about anybody.
NOBODY: Personal | None = None

_ZONE = "+00:00"  # stands in no text that SQLite keeps: all are UTC

# Later than anything that is stored.
EVER = datetime(9999, 1, 1, tzinfo=UTC)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC time; naive values are refused.

    SQLite keeps it as the text that SQLAlchemy's own type writes, and without its detours: there
    are six times in an answer, and to convert them took a tenth of it.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], Any]:
        """What makes of a value what the database keeps."""
        return _as_text if dialect.name == "sqlite" else _as_utc

    def result_processor(
        self, dialect: sa.Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        """What makes of what the database keeps an aware time again."""
        return _from_text if dialect.name == "sqlite" else _as_utc


def _as_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone can't be stored: {value}")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    there = _as_utc(value)
    return None if there is None else there.isoformat(" ", "microseconds")[: -len(_ZONE)]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + _ZONE)


def column(
    name: str, type_: Any, about: Personal | None, *constraints: Any, **options: Any
) -> sa.Column[Any]:
    """A column, and what it has to do with people (`personal`)."""
    return sa.Column(name, type_, *constraints, info={"personal": about}, **options)


def personal(of: sa.Column[Any]) -> Personal | None:
    """What a column has to do with people; None for nothing. KeyError where it does not say so."""
    found: Personal | None = of.info["personal"]
    return found


def event_number(about: Personal | None, **options: Any) -> sa.Column[int]:
    """The column that says to which event a row belongs, and goes when that does."""
    key = sa.ForeignKey("events.number", ondelete="CASCADE")
    return column("event", sa.Integer, about, key, **options)
