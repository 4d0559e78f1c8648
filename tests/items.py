"""A knowledge item as people add it."""

from typing import Any

from bot.domain.knowledge import KeptItem
from storage import proposals
from tests.stage import Stage

BARE: dict[str, Any] = {
    "url": "https://example.org/neu?utm_source=mail",
    "title": "Labore wachsen lassen",
    "kind": "slides",
}


def kept(stage: Stage, url: str = BARE["url"]) -> KeptItem:
    """The stored item of this address."""
    with stage.db.transaction() as connection:
        found = proposals.by_url_locked(connection, url)
    assert found is not None
    return found
