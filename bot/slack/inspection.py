"""What is asked of Slack only to see whether all is well: never on the way of an answer."""

import json
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.answers import text, words
from bot.slack.calls import Failure, attempt

_MOST_FAULTS = 3  # of one view; the rest is most often the same again


class Inspection:
    """Questions of `python -m bot doctor`; `client` has the bot's token."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def socket_url(self, app_token: str) -> str | Failure:
        """Where Socket Mode would connect; nobody does, so that nothing of Slack's goes astray.

        Slack sends each payload to one of the connections that are open.
        https://docs.slack.dev/apis/events-api/using-socket-mode
        """
        # not by `Calls`: what it says of this token it does not say of the bot's
        return await attempt(_text(self.client.apps_connections_open(app_token=app_token), "url"))

    async def app_of(self, app_token: str) -> str | Failure:
        """The id of the app whose app-level token this is."""
        return await attempt(_text(self.client.auth_test(token=app_token), "app_id"))

    async def faults(self, payload: dict[str, Any]) -> tuple[str, ...] | Failure:
        """Why Slack would refuse a message or view; or why it does not say.

        https://docs.slack.dev/reference/methods/blocks.validate
        """
        found: list[str] = []
        outcome = await attempt(self._validated(payload, found))
        return tuple(found) or outcome

    async def _validated(self, payload: dict[str, Any], faults: list[str]) -> tuple[str, ...]:
        kind = "view" if "type" in payload else "message"
        try:
            # the SDK's own method puts it into the address, where a form has no room
            await self.client.api_call("blocks.validate", json={kind: json.dumps(payload)})
        except SlackApiError as no:
            faults += _faults_in(no.response)
            raise
        return ()


def signed(body: str, secret: str, at: float) -> dict[str, str]:
    """The headers with which Slack would send this body at this time (seconds since 1970).

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    sent_at = str(int(at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=sent_at, body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": sent_at,
        "X-Slack-Signature": str(signature),
    }


async def _text(asked: Any, name: str) -> str:
    return text(await asked, name)


def _faults_in(answer: AsyncSlackResponse) -> tuple[str, ...]:
    errors = answer.get("errors")
    listed = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return tuple(
        f"{words(one.get('pointer'))}: {words(one.get('message'))}" for one in listed[:_MOST_FAULTS]
    )
