"""What Slack and the member hear when something fails on our side."""

from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.deps import Deps
from bot.views import help as help_views

log = structlog.get_logger()


async def failed(
    deps: Deps, error: Exception, body: dict[str, Any], context: AsyncBoltContext
) -> BoltResponse:
    """Answer in place of a listener that raised.

    Slack repeats events: they get no ack. It never repeats commands, clicks and modals: their
    author is asked to try again.
    """
    log.error("listener.failed", type=body.get("type", "command"), exc_info=error)
    if body.get("type") == "event_callback":
        return BoltResponse(status=500, body="")
    answer = help_views.try_again(context.get("language") or deps.settings.language)
    if "command" in body:
        return BoltResponse(status=200, body=answer.ephemeral)
    if body.get("response_url"):
        deps.afterwards.start(deps.slack.respond(body["response_url"], answer, replace=False))
    return BoltResponse(status=200, body="")
