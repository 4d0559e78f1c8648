"""The floor: a Bolt app that does nothing, behind Bolt's own ASGI adapter, and nothing of ours.

uvicorn tests.bench.outside.plain_bolt:app
"""

import os

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

_bolt = AsyncApp(
    client=AsyncWebClient("xoxb-floor", os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    process_before_response=True,
)


@_bolt.command("/labcamp")
@_bolt.action("rsvp_yes")
@_bolt.action("rsvp_maybe")
@_bolt.event("reaction_added")
async def _nothing(ack: AsyncAck) -> None:
    await ack()


app = AsyncSlackRequestHandler(_bolt)
