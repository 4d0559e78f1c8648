"""Slack's payload in, a service call, an answer out. `register` is the list of all listeners."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import causes, metrics
from bot.deps import Deps
from bot.metrics import Request, requested
from handlers import entrance, home, payloads, reactions
from handlers.people import forgetting, welcome

_ANYTHING = re.compile("")

Event = Callable[[Deps, dict[str, Any], AsyncBoltContext], Awaitable[None]]


def _of_itself(take: Callable[[Deps, dict[str, Any]], Awaitable[None]]) -> Event:
    """For what needs to know nothing but the event."""

    async def taken(deps: Deps, body: dict[str, Any], _: AsyncBoltContext) -> None:
        await take(deps, body["event"])

    return taken


async def _passed_over(_deps: Deps, _body: dict[str, Any], _: AsyncBoltContext) -> None:
    """Slack sends what nobody asked for, for a while after a manifest was changed."""


# One listener for all: Bolt tries one after the other, and each try costs.
EVENTS: Mapping[str, tuple[Request, Event]] = {
    "reaction_added": (Request.REACTION, _of_itself(reactions.changed)),
    "reaction_removed": (Request.REACTION, _of_itself(reactions.changed)),
    "message": (Request.SAID, entrance.said),
    "app_mention": (Request.SAID, entrance.said),
    "app_home_opened": (Request.HOME, _of_itself(home.opened)),
    "member_joined_channel": (Request.JOINED, _of_itself(welcome.joined)),
    "user_change": (Request.PERSON, _of_itself(forgetting.left)),
}
_NOTHING = (Request.OTHER, _passed_over)


class _Door(AsyncMiddleware):
    """What every payload passes first; a function Bolt would ask what it wants to be given."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """Let in what is for us, with texts that can be read."""
        causes.begin()
        entrance.note(req.body)
        if not entrance.is_for_us(self._deps, req.body):
            metrics.foreign()
            return BoltResponse(status=403, body="not for this app")
        payloads.clean(req.body)
        return await next()


def register(app: AsyncApp, deps: Deps) -> None:
    """Tell Bolt what the bot listens to: one listener for each kind of payload."""
    app.middleware(_Door(deps))

    @app.command("/labcamp")
    async def on_command(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        with requested(Request.COMMAND):
            return await entrance.command(deps, body, context)

    @app.action(_ANYTHING)
    async def on_action(body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        with requested(Request.CLICK):
            await entrance.click(deps, body, ack, context)

    @app.event(_ANYTHING)
    async def on_event(body: dict[str, Any], context: AsyncBoltContext) -> None:
        request, take = EVENTS.get(body["event"]["type"], _NOTHING)
        with requested(request):
            await take(deps, body, context)

    @app.view(_ANYTHING)
    async def on_submit(body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        with requested(Request.FORM):
            await entrance.submit(deps, body, ack, context)

    @app.shortcut(_ANYTHING)
    async def on_shortcut(
        body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
    ) -> BoltResponse | None:
        with requested(Request.SHORTCUT):
            return await entrance.shortcut(deps, body, ack, context)

    @app.error
    async def on_error(
        error: Exception, body: dict[str, Any], context: AsyncBoltContext
    ) -> BoltResponse:
        return await entrance.failed(deps, error, body, context)
