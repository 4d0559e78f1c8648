"""What Slack and the member hear when something fails on our side."""

from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.deps import Deps
from bot.locales import texts
from bot.views import help as help_views
from handlers import telling
from handlers.forms import Form
from handlers.submits import Stay, ack_body

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
    t = context.get("t") or texts(deps.settings.language)
    answer = help_views.try_again(t)
    if "command" in body:
        return BoltResponse(status=200, body=answer.ephemeral)
    if body.get("type") == "view_submission":  # an empty answer would close it, and all were lost
        return BoltResponse(status=200, body=ack_body(Form(body["view"]), Stay(answer), t))
    if body.get("trigger_id"):
        deps.afterwards.start(telling.tell(deps, body, answer, t))
    return BoltResponse(status=200, body="")
