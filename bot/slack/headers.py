"""Times in the headers of Slack's answers, which proxies on the way may write too."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.clock import SystemClock

# Seconds. Slack asks for some seconds or minutes; what is longer is taken for a slip.
_LONGEST_WISH = 86_400.0


def date(headers: Mapping[str, str]) -> datetime:
    """When it was answered, by Slack's own clock (to the second, rounded down), UTC.

    By the system's where no Date came along, as behind some proxies: never by one that is moved.
    """
    return said_date(headers) or SystemClock().now().replace(microsecond=0)


def said_date(headers: Mapping[str, str]) -> datetime | None:
    """The same; None where no Date came along."""
    return _date_in(headers.get("Date", ""))


def retry_after(headers: Mapping[str, str]) -> timedelta:
    """How long Slack wants to be left in peace: from a second to a day.

    A number of seconds, or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    said = headers.get("Retry-After", "")
    try:
        seconds = float(said)
    except ValueError:
        then = _date_in(said)
        seconds = (then - date(headers)).total_seconds() if then else 1.0
    if math.isnan(seconds) or seconds == math.inf:
        seconds = 1.0
    return timedelta(seconds=min(max(1.0, seconds), _LONGEST_WISH))


def _date_in(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
