"""Dates: Slack shows each reader their own time; the fallback is a real date with its zone."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from bot.domain.events import Event
from bot.domain.markup import Markup
from bot.locales import Texts


def when(event: Event, t: Texts) -> Markup:
    """The event's day and hours as Slack's date markup, in each reader's own zone.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    return _marked_up(event.starts_at, event.ends_at, event.timezone, t)


def when_in_words(event: Event, t: Texts) -> str:
    """The event's day and hours in its own zone, for notices and screen readers."""
    return _in_words(event.starts_at, event.ends_at, event.timezone, t)


def moment(instant: datetime, t: Texts, zone: str = "UTC") -> Markup:
    """A day and time as Slack's date markup; the fallback shows the clocks of `zone`."""
    words = _moment(instant, zone, t, with_day=True)
    fallback = t.plain("date.end", end=words, zone=_zone(instant, zone, t))
    stamp = int(instant.timestamp())
    return Markup(f"<!date^{stamp}^{{date_long_pretty}}, {{time}}|{fallback}>")


def span(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> Markup:
    """A day and hours as Slack's date markup, always with the weekday: never as *tomorrow*."""
    return Markup(_marked_up(starts_at, ends_at, zone, t).replace("_pretty}", "}"))


def span_in_words(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> str:
    """A day and hours in the zone where they are at home."""
    return _in_words(starts_at, ends_at, zone, t)


@lru_cache(maxsize=1024)
def _marked_up(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> Markup:
    start, end = _words(starts_at, ends_at, zone, t)
    ending = "{time}" if _same_day(starts_at, ends_at, zone) else "{date_short_pretty}, {time}"
    return Markup(
        f"<!date^{int(starts_at.timestamp())}^{{date_long_pretty}}, {{time}}|{start}>"
        f" – <!date^{int(ends_at.timestamp())}^{ending}|{end}>"
    )


@lru_cache(maxsize=1024)
def _in_words(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> str:
    return " – ".join(_words(starts_at, ends_at, zone, t))


def _words(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> tuple[str, str]:
    """Start and end in words; the zone, short, stands behind the end."""
    end = _moment(ends_at, zone, t, with_day=not _same_day(starts_at, ends_at, zone))
    ending = t.plain("date.end", end=end, zone=_zone(ends_at, zone, t))
    return _moment(starts_at, zone, t, with_day=True), ending


def _zone(instant: datetime, zone: str, t: Texts) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return str(get_timezone_name(local, width="short", locale=t.locale))


def _moment(instant: datetime, zone: str, t: Texts, *, with_day: bool) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    time = format_time(local, "HH:mm", locale=t.locale)
    if not with_day:
        return time
    return f"{format_date(local, 'full', locale=t.locale)}, {time}"


def _same_day(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    home = ZoneInfo(zone)
    return starts_at.astimezone(home).date() == ends_at.astimezone(home).date()
