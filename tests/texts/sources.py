"""What texts are made of, for tests: builders, and drawn ones."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.events import Hours, Status
from bot.domain.ids import ItemId
from bot.domain.knowledge import KeptItem
from bot.domain.material import by_session
from bot.domain.outlets import OutletSource, for_all
from bot.texts.facts import Pages
from tests.builders import NOON, a_full_event, an_item, material_of
from tests.strategies import SOME_ITEMS, some_events

PAGES = Pages("https://example.org/labcamp", "https://example.org/newsletter")
LONG = "Woran merkt eine Verwaltung, dass ihr Labor etwas bewegt?\n\nBringt gern ein Beispiel mit."


def a_source(**fields: Any) -> OutletSource:
    """What the texts about `a_full_event` are made of; with `fields` of it, or of the source."""
    of_source: dict[str, Any] = {
        name: fields.pop(name) for name in ("at", "groups", "moved_from") if name in fields
    }
    defaults: dict[str, Any] = {
        "capacity": 40,
        "description": LONG,
        "accessibility": "Mit Untertiteln.",
    }
    event = for_all(a_full_event(**{**defaults, **fields}))
    given: dict[str, Any] = {"at": NOON, "changed_at": NOON, **of_source}
    return OutletSource(event, **given)


def a_recap(**fields: Any) -> OutletSource:
    """The same when the event is over, with material of one talk and of the whole event."""
    groups = (
        *material_of(an_item(1), talk="Was ein Labor erwachsen macht"),
        *material_of(an_item(2)),
    )
    given: dict[str, Any] = {"at": NOON + timedelta(days=20), "groups": groups, **fields}
    return a_source(**given)


def moved() -> OutletSource:
    """An event that was announced for a week before."""
    source, week = a_source(), timedelta(days=7)
    hours = source.event.hours
    before = replace(hours, starts_at=hours.starts_at - week, ends_at=hours.ends_at - week)
    return replace(source, moved_from=before)


@st.composite
def some_sources(draw: st.DrawFn) -> OutletSource:
    """Any event that was published, before it and after it, with any items and former hours."""
    event = draw(some_events())
    if event.status is Status.DRAFT:
        event = replace(event, status=Status.PUBLISHED)
    at = event.starts_at + timedelta(days=draw(st.sampled_from((-10, -1, 10))))
    items = [
        KeptItem(ItemId(number), item)
        for number, item in enumerate(draw(st.lists(SOME_ITEMS, max_size=3)), 1)
    ]
    earlier = timedelta(days=draw(st.sampled_from((0, 0, 7))), hours=draw(st.integers(0, 2)))
    before = Hours(event.starts_at - earlier, event.ends_at - earlier, event.timezone)
    return OutletSource(
        for_all(event),
        at,
        NOON,
        by_session(event.sessions, items),
        before if earlier else None,
    )
