"""What is clicked and typed where one searches."""

from collections.abc import Awaitable, Callable

from bot.deps import Deps
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import searching
from handlers.clicks import Click


async def _open(deps: Deps, click: Click) -> Modal:
    return await searching.opened(deps, click.user, click.t, click.value)


async def _changed(deps: Deps, click: Click) -> None:
    searching.changed(deps, click.t, click.view)


async def _turned(deps: Deps, click: Click) -> None:
    searching.changed(deps, click.t, click.view, _page_number(click.value))


async def _near(deps: Deps, click: Click) -> Message | Modal:
    return await searching.near(deps, click.t, click.value, click.view)


async def _ask(deps: Deps, click: Click) -> Message:
    return await searching.ask(deps, click.user, click.t, click.value, click.key)


def _page_number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else 1


ACTIONS: dict[str, Callable[[Deps, Click], Awaitable[Message | Modal | None]]] = {
    "search_open": _open,
    "search_words": _changed,
    "search_kind": _changed,
    "search_event": _changed,
    "search_tag": _changed,
    "search_previous": _turned,
    "search_next": _turned,
    **{f"search_near_{number}": _near for number in range(5)},
    "search_ask": _ask,
}
