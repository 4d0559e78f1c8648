"""Slack's payload in, a service call, an answer out. `register` tells Bolt who takes payloads."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import causes, metrics
from bot.deps import Deps
from bot.metrics import Request, requested
from handlers import entrance, home, payloads, reactions
from handlers.people import forgetting, welcome

Body = dict[str, Any]
# None is an ack with nothing in it.
Take = Callable[[Deps, Body, AsyncBoltContext], Awaitable[BoltResponse | None]]


def _of_itself(take: Callable[[Deps, Body], Awaitable[None]]) -> Take:
    """For what needs to know nothing but the event."""

    async def taken(deps: Deps, body: Body, _: AsyncBoltContext) -> None:
        await take(deps, body["event"])

    return taken


async def _passed_over(_deps: Deps, _body: Body, _: AsyncBoltContext) -> None:
    """Slack sends what nobody asked for, for a while after a manifest was changed."""


# https://docs.slack.dev/reference/interaction-payloads
INTERACTIONS: Mapping[str, tuple[Request, Take]] = {
    "command": (Request.COMMAND, entrance.command),
    "block_actions": (Request.CLICK, entrance.click),
    "view_submission": (Request.FORM, entrance.submit),
    "shortcut": (Request.SHORTCUT, entrance.shortcut),
    "message_action": (Request.SHORTCUT, entrance.shortcut),
}
EVENTS: Mapping[str, tuple[Request, Take]] = {
    "reaction_added": (Request.REACTION, _of_itself(reactions.changed)),
    "reaction_removed": (Request.REACTION, _of_itself(reactions.changed)),
    "message": (Request.SAID, entrance.said),
    "app_mention": (Request.SAID, entrance.said),
    "app_home_opened": (Request.HOME, _of_itself(home.opened)),
    "member_joined_channel": (Request.JOINED, _of_itself(welcome.joined)),
    "user_change": (Request.PERSON, _of_itself(forgetting.left)),
}
_NOTHING = (Request.OTHER, _passed_over)


class _Entrance(AsyncMiddleware):
    """Takes every payload: a look into a table, where Bolt would try listener after listener.

    That took a seventh of the time of a command. (docs/decisions/0024-one-way-in.md)
    """

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """Slack's answer; what it raises goes to `on_error`, what nobody takes is Bolt's."""
        causes.begin()
        body = req.body
        entrance.note(body)
        if not entrance.is_for_us(self._deps, body):
            metrics.foreign()
            return BoltResponse(status=403, body="not for this app")
        taker = _taker(body)
        if taker is None:
            return await next()
        payloads.clean(body)
        request, take = taker
        with requested(request):
            return await take(self._deps, body, req.context) or BoltResponse(status=200, body="")


def _taker(body: Body) -> tuple[Request, Take] | None:
    """Who takes it; nobody takes what Slack has not said the kind of."""
    kind, event = "command" if "command" in body else body.get("type"), body.get("event")
    if kind == "event_callback":
        name = event.get("type") if isinstance(event, dict) else None
        return EVENTS.get(name, _NOTHING) if isinstance(name, str) else None
    return INTERACTIONS.get(kind) if isinstance(kind, str) else None


def register(app: AsyncApp, deps: Deps) -> None:
    """Tell Bolt who takes what comes in, and who answers when that fails."""
    app.middleware(_Entrance(deps))

    @app.error
    async def on_error(error: Exception, body: Body, context: AsyncBoltContext) -> BoltResponse:
        return await entrance.failed(deps, error, body, context)
