"""The playground put together: a workspace, its Web API, its ways to the bot, and its page."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from playground import limits, payloads
from playground.actor import Actor
from playground.deliveries import Delivered, Deliveries
from playground.faults import Call
from playground.interactions import Interactions, Reply
from playground.page_api import PageApi
from playground.response_urls import ResponseUrls
from playground.socket_mode import SocketTransport
from playground.transport import Answer, HttpTransport, Transport, kind_of
from playground.web_api import Credentials, WebApi, answered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playground.faults import FaultList
    from playground.models import SlackFile
    from playground.workspace import Workspace

Json = dict[str, Any]

SCOPES: Final = frozenset(
    {
        "commands",
        "chat:write",
        "reactions:read",
        "reactions:write",
        "channels:read",
        "channels:history",
        "im:write",
        "im:history",
        "users:read",
        "usergroups:read",
        "files:write",
    }
)
EVENTS: Final = frozenset({"reaction_added", "reaction_removed", "app_home_opened"})

_SUBSCRIPTIONS: Final = {"channel": "message.channels", "group": "message.groups",
                         "im": "message.im"}  # fmt: skip


class Playground:
    """A Slack workspace on this machine.

    `manifest_scopes`, `bot_events` and `shortcuts` and
    `message_shortcuts` (names by their callback_id, the global ones and those of messages)
    are what the app's manifest asks for; `clock_file` holds
    the offset of the clock in seconds; `retry_delays` are the pauses before an event is sent
    again, in seconds; `strict_rates` answers 429 where Slack's documented rates are exceeded
    (switch it off where a test must be faster than Slack allows).
    """

    def __init__(
        self,
        workspace: Workspace,
        credentials: Credentials | None = None,
        *,
        manifest_scopes: frozenset[str] = SCOPES,
        bot_events: frozenset[str] = EVENTS,
        commands: tuple[str, ...] = ("/labcamp",),
        shortcuts: Mapping[str, str] | None = None,
        message_shortcuts: Mapping[str, str] | None = None,
        clock_file: Path | None = None,
        retry_delays: tuple[float, ...] = limits.RETRY_DELAYS,
        ack_seconds: float = limits.ACK_SECONDS,
        strict_rates: bool = True,
    ) -> None:
        self.workspace = workspace
        self.credentials = credentials or Credentials()
        self.scopes, self.bot_events, self.commands = manifest_scopes, bot_events, commands
        self.shortcuts = dict(shortcuts or {})
        self.message_shortcuts = dict(message_shortcuts or {})
        if clock_file is not None:
            workspace.clock.read_from(clock_file)
        self.url = ""
        self._ack_seconds = ack_seconds
        self._http: HttpTransport | None = None
        self.sockets = SocketTransport(workspace.app_id, ack_seconds, workspace.changed)
        self.deliveries = Deliveries(self._transport, retry_delays)
        self.api = WebApi(
            workspace,
            self.credentials,
            manifest_scopes,
            self.emit,
            lambda: self.sockets.new_url(self.url),
            lambda: self.url,
            strict_rates,
        )
        self.urls = ResponseUrls(workspace, self.api, lambda: self.url)
        self._interactions = Interactions(workspace, self.urls)
        self._page = PageApi(self)
        self._runner: web.AppRunner | None = None

    # Start and stop

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one. OSError when the port is taken."""
        app = web.Application(client_max_size=limits.FILE_BYTES)
        app.router.add_route("*", "/api/{method}", self.api.handle)
        app.router.add_post("/commands/{team}/{ticket}", self.urls.handle)
        app.router.add_post("/actions/{team}/{ticket}", self.urls.handle)
        app.router.add_post("/upload/v1/{ticket}", self._upload)
        app.router.add_get("/link/", self.sockets.handle)
        self._page.add_routes(app)
        app.on_response_prepare.append(self._date)
        runner = web.AppRunner(
            app, handler_cancellation=True, shutdown_timeout=0.2, access_log=None
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            message = f"the playground can't listen on {host}:{port}: {error.strerror}"
            raise OSError(error.errno, message) from error
        self._runner = runner
        self.url = f"http://{host}:{runner.addresses[0][1]}"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be: the address of the Web API, with a slash at its end."""
        return f"{self.url}/api/"

    def connect_http(self, url: str) -> None:
        """Delivers by signed requests to `url` from now on."""
        secret = self.credentials.signing_secret
        if self._http is not None:
            self.deliveries.spawn(self._http.close())
        self._http = HttpTransport(url, secret, self._ack_seconds)

    async def stop(self) -> None:
        """Gives up on what is under way, and closes everything."""
        await self.deliveries.close()
        self._page.close()
        await self.sockets.close()
        if self._http is not None:
            await self._http.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _date(self, _: web.Request, response: web.StreamResponse) -> None:
        """The workspace's time, in the header in which servers tell theirs."""
        response.headers["Date"] = formatdate(self.workspace.clock.now(), usegmt=True)

    def _transport(self) -> Transport | None:
        return self._http or self.sockets

    # Deliveries

    def emit(self, event: Json) -> None:
        """Sends an event to the bot if its manifest asks for it and it may know of it."""
        kind, w = str(event["type"]), self.workspace
        subscription, scope = kind, ""
        if kind == "message":
            subscription = _SUBSCRIPTIONS[event["channel_type"]]
            scope = f"{w.channel(event['channel']).kind}:history"
        elif kind.startswith("reaction_"):
            scope = "reactions:read"
        where = w.channels.get(event.get("item", event).get("channel", ""))
        knows = where is None or w.bot_user in where.members
        if knows and subscription in self.bot_events and (not scope or scope in self.scopes):
            self.deliveries.event(payloads.event_callback(w, event))

    async def interact(self, payload: Json) -> Reply:
        """Sends a command, click or submission once, and applies the ack."""
        answer = await self.deliveries.once(payload)
        return self._interactions.apply(payload, answer)

    async def deliver(self, payload: Json) -> Reply:
        """Sends the very same payload once more, with its trigger_id or event_id."""
        if kind_of(payload) != "events_api":
            return await self.interact(payload)
        answer = await self.deliveries.once(payload, retry=1, reason="http_timeout")
        return Reply(payload, answer.status, answer.body, answer.error)

    async def send_raw(self, headers: dict[str, str], body: str | bytes) -> Answer:
        """Sends a request just as it is: forged, old, replayed, null. Only with connect_http."""
        if self._http is None:
            raise AssertionError("connect_http first")
        return await self._http.post(headers, body)

    async def settled(self) -> None:
        """Returns when all events are delivered, their retries included."""
        await self.deliveries.settled()

    @property
    def is_connected(self) -> bool:
        """Whether there is a way to the bot now."""
        return self._http is not None or self.sockets.connected > 0

    async def connected(self) -> None:
        """Returns as soon as there is a way to the bot: Socket Mode or connect_http."""
        if self._http is None:
            await self.sockets.wait_for_connection()

    # For those who watch and those who act

    def as_user(self, user_id: str) -> Actor:
        """A person of the workspace, to act as."""
        return Actor(self, self.workspace.user(user_id))

    @property
    def faults(self) -> FaultList:
        """Faults to inject: playground.faults.append(Fault("chat.postMessage", "429"))."""
        return self.api.faults

    @property
    def calls(self) -> list[Call]:
        """What the bot asked of Slack, the oldest first."""
        return self.api.calls

    @property
    def sent(self) -> list[Delivered]:
        """What Slack sent to the bot, the oldest first."""
        return self.deliveries.sent

    @property
    def warnings(self) -> list[str]:
        """What Slack would only have warned of, such as blocks without a text beside them."""
        return self.api.warnings

    def move_clock(self, seconds: float) -> float:
        """Moves the clock on by so many seconds; returns how far it is ahead now."""
        return self.set_clock(self.workspace.clock.offset + seconds)

    def set_clock(self, offset: float) -> float:
        """Puts the clock so many seconds ahead of the real one; 0 puts it right."""
        self.workspace.clock.set_offset(offset)
        self.workspace.changed()
        return offset

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """POST of a file's content, raw or as a form, to the address that Slack gave."""
        call = Call("upload", {}, self.workspace.clock.now())
        self.calls.append(call)
        fault = self.faults.take("upload")
        return await answered(request, call, fault, lambda: self._uploaded(request))

    async def _uploaded(self, request: web.Request) -> web.Response:
        ticket = request.match_info["ticket"]
        files = [f for f in self.workspace.files.values() if f.ticket == ticket]
        if not files or files[0].content is not None:
            return web.Response(status=404, text="not found")
        return await _receive(request, files[0])


async def _receive(request: web.Request, file: SlackFile) -> web.Response:
    content = b""
    if request.content_type == "multipart/form-data":
        for part in (await request.post()).values():
            if isinstance(part, web.FileField):
                content = part.file.read()
    else:
        content = await request.read()
    if len(content) != file.length:
        return web.Response(status=400, text="length differs from what was announced")
    file.content = content
    return web.Response(text=f"OK - {len(content)}")
