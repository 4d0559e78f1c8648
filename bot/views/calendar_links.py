"""Addresses at Google and Outlook that put an event, or a whole calendar, into somebody's own."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from bot.domain.calendar import Dated
from bot.locales import Texts
from bot.views.event_parts import name
from bot.views.ics import details, one_line

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
_LIMIT = 3000


def google(entry: Dated, t: Texts) -> str:
    """Google Calendar's form, filled in."""
    event = entry.event
    hours = f"{_basic(event.starts_at)}/{_basic(event.ends_at)}"
    return _fitted(
        "https://calendar.google.com/calendar/render",
        {
            "action": "TEMPLATE",
            "text": one_line(name(event, t)),
            "dates": hours,
            "ctz": event.timezone,
            "location": one_line(event.location or ""),
        },
        "details",
        details(entry, t),
    )


def outlook(entry: Dated, t: Texts, host: str = "outlook.office.com") -> str:
    """The form of Outlook on the web, filled in; for private accounts at `outlook.live.com`."""
    event = entry.event
    return _fitted(
        f"https://{host}/calendar/0/deeplink/compose",
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": one_line(name(event, t)),
            "startdt": _extended(event.starts_at),
            "enddt": _extended(event.ends_at),
            "location": one_line(event.location or ""),
        },
        "body",
        details(entry, t),
    )


def google_subscription(feed: str) -> str:
    """The page on which Google Calendar subscribes to the calendar at this address."""
    address = "webcal://" + feed.partition("://")[2]
    return "https://calendar.google.com/calendar/r?" + urlencode({"cid": address})


def outlook_subscription(feed: str, title: str, host: str = "outlook.office.com") -> str:
    """The page on which Outlook on the web subscribes to the calendar at this address."""
    query = urlencode({"url": feed, "name": title}, quote_via=quote)
    return f"https://{host}/calendar/0/addfromweb?{query}"


def _fitted(page: str, fields: dict[str, str], last: str, text: str) -> str:
    """The page with its fields, the last of them shortened until Slack takes the address."""
    given = {name: value for name, value in fields.items() if value}
    shown = text
    while True:
        query = urlencode(given | ({last: shown} if shown else {}), quote_via=quote)
        address = f"{page}?{query}"
        if len(address) <= _LIMIT:
            return address
        if not shown:  # a long name in a script of which every sign takes nine
            longest = max(given, key=lambda field: len(given[field]))
            given[longest] = given[longest][: len(given[longest]) // 2].rstrip() + "…"
        else:
            shown = shown[: len(shown) * 3 // 4].rstrip() + "…" if len(shown) > 40 else ""


def _basic(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _extended(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
