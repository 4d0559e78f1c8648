"""The floor over Socket Mode: a Bolt app that does nothing, with Bolt's own handler.

python -m tests.bench.outside.plain_socket
"""

import os

import uvloop
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def _main() -> None:
    bolt = AsyncApp(client=AsyncWebClient("xoxb-floor", os.environ["SLACK_API_URL"]))

    @bolt.command("/labcamp")
    async def nothing(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSocketModeHandler(bolt, "xapp-floor")
    await handler.start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    uvloop.run(_main())
