"""Dates: Slack shows each reader their own time; the fallback is a real date with its zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from bot.domain.events import Event, Hours
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


def day_in_words(day: date, t: Texts) -> str:
    """A day as it is written in the reader's language, with its year."""
    return str(format_date(day, "long", locale=t.locale))


def first_day(event: Event, t: Texts) -> str:
    """The day on which the event begins, in its own zone: short enough for a menu."""
    return day_in_words(event.starts_at.astimezone(ZoneInfo(event.timezone)).date(), t)


def moment(instant: datetime, t: Texts, zone: str = "UTC") -> Markup:
    """A day and time as Slack's date markup; the fallback shows the clocks of `zone`."""
    fallback = moment_in_words(instant, zone, t)
    stamp = int(instant.timestamp())
    return Markup(f"<!date^{stamp}^{{date_long_pretty}}, {{time}}|{fallback}>")


def moment_in_words(instant: datetime, zone: str, t: Texts) -> str:
    """A day and time in the zone where it is at home."""
    end = _moment(instant, zone, t, with_day=True)
    return t.plain("date.end", end=end, zone=zone_at(instant, zone, t))


def moved(before: Hours, after: Hours, t: Texts) -> Markup:
    """What was put off, as Slack's date markup; a day that stays is said once."""
    parts = {"after": _hours(after, before, t), "before": _hours(before, after, t)}
    if not _on_one_day(before, after):
        return t("date.moved", **parts)
    stamp, day = int(after.starts_at.timestamp()), _day(after.starts_at, after.timezone, t)
    return t("date.moved.same.day", day=Markup(f"<!date^{stamp}^{{date_long}}|{day}>"), **parts)


def moved_in_words(before: Hours, after: Hours, t: Texts) -> str:
    """The same by the clocks where it is at home; a zone that stays is said once, last."""
    with_day = not _on_one_day(before, after)
    ends_in = zone_at(after.ends_at, after.timezone, t)
    one_zone = {*_zones(before, t), *_zones(after, t)} == {ends_in}
    parts = {
        name: _short(one, t, with_day=with_day, with_zone=not one_zone)
        for name, one in {"after": after, "before": before}.items()
    }
    if with_day:
        said = t.plain("date.moved", **parts)
    else:
        day = _day(after.starts_at, after.timezone, t)
        said = t.plain("date.moved.same.day", day=day, **parts)
    return f"{said}, {ends_in}" if one_zone else said


def _hours(hours: Hours, other: Hours, t: Texts) -> Markup:
    """Date markup of hours, with the day unless it is that of the `other` too."""
    one_day = _same_day(hours.starts_at, hours.ends_at, hours.timezone)
    with_day = not _on_one_day(hours, other)
    start, end = _words(hours, t, with_day=with_day)
    return Markup(
        f"{_token(hours.starts_at, start, with_day)}{_dash(one_day)}"
        f"{_token(hours.ends_at, end, not one_day)}"
    )


def _token(instant: datetime, fallback: str, with_day: bool) -> str:
    shown = "{date_long}, {time}" if with_day else "{time}"
    return f"<!date^{int(instant.timestamp())}^{shown}|{fallback}>"


def _short(hours: Hours, t: Texts, *, with_day: bool, with_zone: bool) -> str:
    zone, one_day = hours.timezone, _same_day(hours.starts_at, hours.ends_at, hours.timezone)
    start = _moment(hours.starts_at, zone, t, with_day=with_day)
    end = _moment(hours.ends_at, zone, t, with_day=not one_day)
    if with_zone:
        starts_in, ends_in = _zones(hours, t)
        start, end = start if starts_in == ends_in else f"{start} {starts_in}", f"{end} {ends_in}"
    return start + _dash(one_day) + end


def _zones(hours: Hours, t: Texts) -> tuple[str, str]:
    """How the clocks are called at the start and at the end: a night may lie between them."""
    zone = hours.timezone
    return zone_at(hours.starts_at, zone, t), zone_at(hours.ends_at, zone, t)


def _dash(one_day: bool) -> str:
    return "–" if one_day else " – "


def _on_one_day(one: Hours, other: Hours) -> bool:
    """Whether both begin and end on one and the same day, each by its own clocks."""
    days = {
        instant.astimezone(ZoneInfo(hours.timezone)).date()
        for hours in (one, other)
        for instant in (hours.starts_at, hours.ends_at)
    }
    return len(days) == 1


@lru_cache(maxsize=1024)
def _marked_up(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> Markup:
    start, end = _words(Hours(starts_at, ends_at, zone), t)
    ending = "{time}" if _same_day(starts_at, ends_at, zone) else "{date_short_pretty}, {time}"
    return Markup(
        f"<!date^{int(starts_at.timestamp())}^{{date_long_pretty}}, {{time}}|{start}>"
        f" – <!date^{int(ends_at.timestamp())}^{ending}|{end}>"
    )


@lru_cache(maxsize=1024)
def _in_words(starts_at: datetime, ends_at: datetime, zone: str, t: Texts) -> str:
    return " – ".join(_words(Hours(starts_at, ends_at, zone), t))


def _words(hours: Hours, t: Texts, *, with_day: bool = True) -> tuple[str, str]:
    """Start and end in words; the zone, short, stands behind the end.

    Behind the start, too, where the clocks are changed between them.
    """
    zone, one_day = hours.timezone, _same_day(hours.starts_at, hours.ends_at, hours.timezone)
    starts_in, ends_in = _zones(hours, t)
    start = _moment(hours.starts_at, zone, t, with_day=with_day)
    if starts_in != ends_in:
        start = t.plain("date.end", end=start, zone=starts_in)
    end = _moment(hours.ends_at, zone, t, with_day=not one_day)
    return start, t.plain("date.end", end=end, zone=ends_in)


def zone_at(instant: datetime, zone: str, t: Texts) -> str:
    """How the clocks of `zone` are called at `instant`, in short: MEZ, or MESZ in summer."""
    local = instant.astimezone(ZoneInfo(zone))
    return str(get_timezone_name(local, width="short", locale=t.locale))


def _moment(instant: datetime, zone: str, t: Texts, *, with_day: bool) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    time = format_time(local, "HH:mm", locale=t.locale)
    if not with_day:
        return time
    return f"{_day(instant, zone, t)}, {time}"


def _day(instant: datetime, zone: str, t: Texts) -> str:
    return str(format_date(instant.astimezone(ZoneInfo(zone)), "full", locale=t.locale))


def _same_day(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    home = ZoneInfo(zone)
    return starts_at.astimezone(home).date() == ends_at.astimezone(home).date()
