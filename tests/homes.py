"""The Home as people use it: opened, looked at, clicked in."""

from typing import Any

from playground.actor import Actor
from tests.stage import Stage


async def home_of(stage: Stage, actor: Actor) -> str:
    """What somebody sees who opens their Home."""
    await actor.open_home()
    await stage.deliver()
    return shown_to(actor)


def shown_to(actor: Actor) -> str:
    """What somebody sees in their Home now."""
    assert actor.home is not None
    return str(actor.home.content)


async def click(
    stage: Stage, actor: Actor, action_id: str, value: Any = None, times: int = 1
) -> None:
    """Clicks in somebody's Home, and what follows from them."""
    assert actor.home is not None
    for _ in range(times):
        await actor.click_view(actor.home.id, action_id, value)
        await stage.deliver()
