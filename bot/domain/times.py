"""Wall-clock time and the instant it means: from a zone's clock to UTC, and back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoSuchLocalTime(ValueError):
    """A wall time that no clock of the zone ever shows, because it is put forward then."""


class NotShownTwice(ValueError):
    """A second pass (`fold=1`) of a wall time that the zone's clocks show only once."""


def instant(ts: str) -> datetime:
    """Slack's `1702425012.000300` as an aware UTC time, to the microsecond.

    Raises ArithmeticError, TypeError or ValueError for anything else.
    """
    return _EPOCH + timedelta(microseconds=int(Decimal(ts) * 1_000_000))


@cache
def zone_names() -> frozenset[str]:
    """The IANA names of all zones known here, as `Europe/Berlin`."""
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether `name` is a zone that `to_utc` and `to_local` understand, spelt exactly."""
    return name in zone_names()


def to_utc(local: datetime, zone: str) -> datetime:
    """The instant (aware, UTC) at which clocks in `zone` (IANA name) show `local` (naive).

    In the hour that autumn brings twice, `local` means the first pass unless its `fold` is 1.
    Raises NoSuchLocalTime in the hour that spring leaves out, NotShownTwice where `fold` is 1
    without there being a second pass, ValueError if `local` is aware.
    """
    if local.tzinfo is not None:
        raise ValueError("a wall time without a zone is wanted")
    clock = ZoneInfo(zone)
    instant = local.replace(tzinfo=clock).astimezone(UTC)
    if _wall(instant, clock) != local.replace(fold=0):
        raise NoSuchLocalTime(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}")
    if local.fold and instant == local.replace(tzinfo=clock, fold=0).astimezone(UTC):
        raise NotShownTwice(f"{local:%Y-%m-%d %H:%M} comes only once in {zone}")
    return instant


def instant_of(local: datetime, zone: str) -> datetime:
    """As `to_utc`, for a wall time (naive) that a rule made, so that nobody can be asked.

    One that spring leaves out means the time as much later (02:30 becomes 03:30), one that autumn
    brings twice its first pass: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
    """
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def to_local(instant: datetime, zone: str) -> datetime:
    """What clocks in `zone` (IANA name) show at `instant` (aware): an aware datetime there.

    Its `fold` is 1 in the second pass of a repeated hour. Raises ValueError if `instant` is
    naive.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant with its zone is wanted")
    return instant.astimezone(ZoneInfo(zone))


def _wall(instant: datetime, clock: ZoneInfo) -> datetime:
    return instant.astimezone(clock).replace(tzinfo=None, fold=0)
