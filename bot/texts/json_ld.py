"""An event as schema.org describes it, for search engines: https://schema.org/Event."""

import re
from datetime import datetime
from typing import Any

from bot.domain.events import Session
from bot.domain.outlets import Occasion, OutletSource
from bot.domain.times import to_local
from bot.locales import Texts
from bot.views.event_parts import name

_SCHEMA = "https://schema.org"
_HYBRID = re.compile(r"hybrid", re.IGNORECASE)
_ONLINE = re.compile(
    r"\b(?:online|digital|virtuell|virtual|remote|zoom|webex|teams|jitsi|big ?blue ?button|bbb)\b"
    r"|https?://",
    re.IGNORECASE,
)


def json_ld(source: OutletSource, homepage: str, t: Texts) -> dict[str, Any]:
    """The event as JSON-LD; what it does not have is left out."""
    event = source.event
    described = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": name(event, t),
        "description": event.description,
        "startDate": iso(event.starts_at, event.timezone),
        "endDate": iso(event.ends_at, event.timezone),
        **_status(source),
        **_place(event.location or "", source.registration or homepage),
        "organizer": {"@type": "Organization", "name": event.host} if event.host else None,
        "performer": [_speaker(one) for one in event.sessions if one.speaker],
        "maximumAttendeeCapacity": event.capacity,
        "offers": {"@type": "Offer", "url": source.registration} if source.registration else None,
        "subjectOf": [
            {"@type": "CreativeWork", "name": kept.item.title, "url": kept.item.url}
            for group in source.groups
            for kept in group.items
        ],
    }
    return _filled(described)


def iso(instant: datetime, zone: str) -> str:
    """An instant by the clocks of a zone (IANA name), as machines read it."""
    return to_local(instant, zone).isoformat(timespec="seconds")


def _status(source: OutletSource) -> dict[str, Any]:
    # https://developers.google.com/search/docs/appearance/structured-data/event#event-status
    if source.occasion is Occasion.CANCELLATION:
        return {"eventStatus": f"{_SCHEMA}/EventCancelled"}
    if source.moved_from is None:
        return {"eventStatus": f"{_SCHEMA}/EventScheduled"}
    before = source.moved_from
    return {
        "eventStatus": f"{_SCHEMA}/EventRescheduled",
        "previousStartDate": iso(before.starts_at, before.timezone),
    }


def _place(location: str, page: str) -> dict[str, Any]:
    """Where it is: in a place, on a page, or both."""
    hybrid, online = _HYBRID.search(location), _ONLINE.search(location)
    mode = "Mixed" if hybrid else "Online" if online else "Offline"
    virtual = _filled({"@type": "VirtualLocation", "name": location, "url": page})
    place = {"@type": "Place", "name": location, "address": location}
    where = [place, virtual] if hybrid else virtual if online else place
    if not location:
        return {}
    return {
        "eventAttendanceMode": f"{_SCHEMA}/{mode}EventAttendanceMode",
        "location": where,
    }


def _speaker(session: Session) -> dict[str, Any]:
    works_for = session.organisation
    return _filled(
        {
            "@type": "Person",
            "name": session.speaker,
            "jobTitle": session.role,
            "affiliation": {"@type": "Organization", "name": works_for} if works_for else None,
        }
    )


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
