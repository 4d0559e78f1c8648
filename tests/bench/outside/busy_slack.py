"""A Slack that says yes to everything, and sends as much as it is told to, by HTTP or Socket Mode.

    python -m tests.bench.outside.busy_slack PORT

Whoever measures tells it what to send and how fast (`/send`), and asks which messages were changed
(`/changes`), and whether anybody is connected (`/connected`).
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp
from aiohttp import web

from tests.bench.outside import kind_slack

_PATIENCE = 60.0  # seconds for all acks
_CONNECTIONS = 500  # of HTTP, at most: a process has no more than 1,024 files open by default
_OK = 200


class BusySlack:
    """Slack's side of one connection, and of many requests."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: web.WebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._changes: list[tuple[float, str]] = []  # when a message was changed, and its text

    def app(self) -> web.Application:
        """All of it."""
        app = web.Application(client_max_size=10**8)
        app.router.add_route("*", "/api/{method:.*}", self._call)
        app.router.add_get("/link", self._link)
        app.router.add_post("/send", self._send)
        app.router.add_get("/changes", self._told)
        app.router.add_get("/connected", self._is_connected)
        return app

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].rsplit("/", 1)[-1]
        said = await request.text()
        if method == "chat.update":
            self._changes.append((time.time(), said))
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self._port}/link"})
        return web.json_response(kind_slack.answer(method))

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._socket = socket
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                acked = self._waiting.pop(str(message.json()["envelope_id"]), None)
                if acked is not None:
                    acked.set_result(True)
        return socket

    async def _is_connected(self, _request: web.Request) -> web.Response:
        return web.json_response(self._socket is not None and not self._socket.closed)

    async def _told(self, _request: web.Request) -> web.Response:
        told, self._changes = self._changes, []
        return web.json_response(told)

    async def _send(self, request: web.Request) -> web.Response:
        """Send each line of `file`: so many at a time, or all of them within `seconds`.

        To `url` as signed requests, else as envelopes over the connection.
        """
        wish = await request.json()
        lines = await asyncio.to_thread(_lines, wish["file"])
        window = asyncio.Semaphore(wish["window"] or len(lines))
        took: list[float] = []
        connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def one(number: int, line: str) -> bool:
                await asyncio.sleep(wish["seconds"] * number / len(lines))
                async with window:
                    began = time.perf_counter()
                    url = wish["url"]
                    well = await (self._post(session, url, line) if url else self._say(line))
                    took.append((time.perf_counter() - began) * 1000)
                    return well

            began = time.perf_counter()
            sent = [one(*numbered) for numbered in enumerate(lines)]
            done = await asyncio.gather(*sent, return_exceptions=True)
            seconds = time.perf_counter() - began
        cuts = quantiles(took, n=100)
        return web.json_response(
            {
                "requests": len(lines),
                "failed": sum(one is not True for one in done),
                "seconds": seconds,
                "p50": cuts[49],
                "p99": cuts[98],
                "longest": max(took),
                "ended": time.time(),
            }
        )

    async def _say(self, line: str) -> bool:
        assert self._socket is not None
        acked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[json.loads(line)["envelope_id"]] = acked
        await self._socket.send_str(line)
        async with asyncio.timeout(_PATIENCE):
            return await acked

    async def _post(self, session: aiohttp.ClientSession, url: str, line: str) -> bool:
        at, signature, kind, body = line.split(" ", 3)
        headers = {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature,
            "Content-Type": kind,
        }
        async with session.post(url, data=body.encode(), headers=headers) as answer:
            await answer.read()
            return answer.status == _OK


def _lines(file: str) -> list[str]:
    return Path(file).read_text("utf-8").splitlines()


def _main() -> None:
    port = int(sys.argv[1])
    given: dict[str, Any] = {"host": "127.0.0.1", "port": port, "print": None, "access_log": None}
    web.run_app(BusySlack(port).app(), **given)


if __name__ == "__main__":
    _main()
