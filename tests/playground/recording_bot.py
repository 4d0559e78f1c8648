"""A bot that keeps what it is sent, and answers as it is told."""

import json
from typing import Any

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

Json = dict[str, Any]


class RecordingBot:
    """Takes signed requests over HTTP, keeps them, and answers what `answers` says."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str, bool]] = []
        self.answers: list[web.Response] = []
        self.verifier: SignatureVerifier | None = None
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Takes one request; one with a wrong signature is answered 401."""
        body = await request.text()
        headers = {k.lower(): v for k, v in request.headers.items()}
        assert self.verifier is not None
        valid = self.verifier.is_valid_request(body, headers)
        self.requests.append((headers, body, valid))
        if not valid:
            return web.Response(status=401)
        return self.answers.pop(0) if self.answers else web.Response()

    def will(self, body: Json | str | None = None, status: int = 200) -> None:
        """The answer to the next request."""
        if isinstance(body, dict):
            self.answers.append(web.json_response(body, status=status))
        else:
            self.answers.append(web.Response(text=body or "", status=status))

    def events(self) -> list[Json]:
        """The events that came, in their order."""
        return [json.loads(b)["event"] for h, b, _ in self.requests if "json" in h["content-type"]]
