"""Slack's times."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(ts: str) -> datetime:
    """Slack's `1702425012.000300` as an aware UTC time, to the microsecond.

    Raises ArithmeticError, TypeError or ValueError for anything else.
    """
    return _EPOCH + timedelta(microseconds=int(Decimal(ts) * 1_000_000))
