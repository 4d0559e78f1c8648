"""What the tables have in common: each column says what it has to do with people."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.personal_data import Personal

# What a column says that holds nothing about anybody.
NOBODY: Personal | None = None

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
    """An aware UTC time; naive values are refused. SQLite returns naive ones by itself."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The value as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The stored value, aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
