"""The client that all calls to Slack go through: it counts and times them."""

import logging
import time
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import metrics
from bot.metrics import End

log = structlog.get_logger()
_logger = logging.getLogger(__name__)


class Client(AsyncWebClient):
    """Slack's own client; how a call ended is counted, whoever made it."""

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:
        """Call a method of the Web API."""
        began, end = time.perf_counter(), End.FAILED
        try:
            answer = await super().api_call(api_method, **how)
            end = End.DONE
        except SlackApiError as error:
            end = _end(error)
            raise
        else:
            return answer
        finally:
            metrics.called(api_method, end, time.perf_counter() - began)
            if _logger.isEnabledFor(logging.DEBUG):
                log.debug("slack.called", name=api_method, outcome=end)


def _end(error: SlackApiError) -> End:
    status, data = getattr(error.response, "status_code", 0), getattr(error.response, "data", None)
    if status == 429:
        return End.RATE_LIMITED
    return End.REFUSED if status < 500 and isinstance(data, dict) else End.FAILED
