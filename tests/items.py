"""A knowledge item as people add it."""

from typing import Any

from bot.domain.knowledge import KeptItem
from playground.actor import Actor
from storage import knowledge_items
from tests.forms import opened, sent
from tests.stage import Stage

BARE: dict[str, Any] = {
    "url": "https://example.org/neu?utm_source=mail",
    "title": "Labore wachsen lassen",
    "kind": "slides",
}


def kept(stage: Stage, url: str = BARE["url"]) -> KeptItem:
    """The stored item of this address."""
    with stage.db.transaction() as connection:
        found = knowledge_items.by_url_locked(connection, url)
    assert found is not None
    return found


async def proposed(stage: Stage, actor: Actor | None = None, **given: Any) -> KeptItem:
    """An item that a member proposed, just now."""
    actor = actor or stage.anna
    reply = await sent(actor, await opened(actor, "kb add"), **{**BARE, **given})
    assert reply.response_action == "update", reply
    await actor.close(actor.views[-1].id, all_of_them=True)
    return kept(stage, given.get("url", BARE["url"]))
