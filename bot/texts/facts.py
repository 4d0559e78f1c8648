"""What templates are given of an event: words, numbers and lists, and nothing that is secret.

The names are a contract with communities that have templates of their own (docs/texts.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.announcements import HASHTAGS
from bot.domain.events import Session
from bot.domain.excerpts import excerpt
from bot.domain.material import Group
from bot.domain.outlets import Occasion, OutletSource
from bot.locales import Texts
from bot.texts.json_ld import iso, json_ld
from bot.views.dates import moment_in_words, when_in_words
from bot.views.event_parts import name, said_of

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the community's own; empty for none."""

    homepage: str = ""
    newsletter: str = ""


def facts(source: OutletSource, pages: Pages, t: Texts) -> dict[str, Any]:
    """All that a template may use; what the event does not have is empty."""
    event, registration = source.event, source.registration
    talks, rest = _talks(source, t)
    return {
        "occasion": source.occasion.value,
        "language": t.language,
        "number": event.number,
        "title": event.title,
        "name": name(event, t),
        "when": when_in_words(event, t),
        "moved_from": _moved_from(source, t),
        "starts": iso(event.starts_at, event.timezone),
        "ends": iso(event.ends_at, event.timezone),
        "timezone": event.timezone,
        "location": event.location or "",
        "host": event.host or "",
        "description": event.description or "",
        "excerpt": excerpt(event.description) if event.description else "",
        "accessibility": event.accessibility or "",
        "capacity": event.capacity or 0,
        "registration_url": registration or "",
        "registration_until": moment_in_words(event.closes_at, event.timezone, t)
        if registration and event.closes_at
        else "",
        "talks": talks,
        "more_material": rest,
        "has_material": bool(source.groups),
        "more_talks": 0,  # left out where there was no room for them
        "homepage_url": pages.homepage,
        "newsletter_url": pages.newsletter,
        "hashtags": " ".join(HASHTAGS),
        "json_ld": json_ld(source, pages.homepage, t),
    }


def _moved_from(source: OutletSource, t: Texts) -> str:
    """When the event was to take place as it was announced; empty where nobody need know."""
    before = source.moved_from
    if before is None or source.occasion is not Occasion.INVITATION:
        return ""
    then = replace(
        source.event,
        starts_at=before.starts_at,
        ends_at=before.ends_at,
        timezone=before.timezone,
    )
    return when_in_words(then, t)


def _talks(source: OutletSource, t: Texts) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The talks with their material; and the material of no talk that the event names."""
    left = {_folded(group.talk): group for group in source.groups}
    talks = []
    for session in source.event.sessions:
        group = left.pop(_folded(session.name), None)
        talks.append(_talk(session, _items(group, t)))
    return talks, [item for group in left.values() for item in _items(group, t)]


def _folded(talk: str | None) -> str | None:
    return None if talk is None else " ".join(talk.casefold().split())


def _items(group: Group | None, t: Texts) -> list[dict[str, str]]:
    return [
        {
            "title": kept.item.title,
            "url": kept.item.url,
            "kind": t.plain(f"kb.kind.{kept.item.kind}"),
            "description": kept.item.description or "",
        }
        for kept in (group.items if group else ())
    ]


def _talk(session: Session, material: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "talk": session.talk,
        "speaker": session.speaker or "",
        "role": session.role or "",
        "organisation": session.organisation or "",
        "by": session.by,
        "line": said_of(session),
        "material": material,
    }
