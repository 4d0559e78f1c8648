"""A running playground, the bot's own client of it, and a bot that it delivers to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, Workspace
from tests.playground.recording_bot import RecordingBot
from tests.waiting import HANG


@pytest.fixture
async def playground(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Playground]:
    running = Playground(
        Workspace.sample(),
        clock_file=tmp_path / "clock",
        retry_delays=(0.0, 0.01, 0.02),
        ack_seconds=1.0 if "impatient" in request.fixturenames else HANG,
    )
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(
        playground.credentials.bot_token,
        base_url=playground.api_url,
        retry_handlers=[],
        timeout=int(HANG),
    )


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[RecordingBot]:
    recording = RecordingBot()
    recording.verifier = SignatureVerifier(playground.credentials.signing_secret)
    app = web.Application()
    app.router.add_post("/slack/events", recording.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    recording.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    playground.connect_http(recording.url)
    yield recording
    await runner.cleanup()
