"""The bot as the workspace's app: what its manifest asks for, its Web API and the ways to it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playground import limits, payloads
from playground.backstage import Backstage
from playground.deliveries import Deliveries
from playground.interactions import Interactions, Response
from playground.json_values import Json
from playground.response_urls import ResponseUrls
from playground.socket_mode import SocketTransport
from playground.traffic import Traffic
from playground.transport import BotAnswer, HttpTransport, Transport, kind_of
from playground.web_api import Credentials, WebApi
from playground.workspace import Workspace

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
        "app_mentions:read",
        "users:read",
        "usergroups:read",
        "files:read",
        "files:write",
    }
)
EVENTS: Final = frozenset(
    {
        *("reaction_added", "reaction_removed", "app_home_opened"),
        *("app_mention", "message.im", "member_joined_channel", "user_change"),
    }
)
# https://docs.slack.dev/reference/events/app_mention and …/reaction_added
_SCOPES: Final = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
}

_SUBSCRIPTIONS: Final = {"channel": "message.channels", "group": "message.groups",
                         "im": "message.im"}  # fmt: skip


class Installation:
    """What passes between the workspace and the bot.

    `manifest_scopes`, `bot_events`, `commands`, `shortcuts` and `message_shortcuts` (names by their
    callback_id, the global ones and those of messages) are what the app's manifest asks for;
    `hints` has the `description` and `usage_hint` of a command, as they stand there;
    only `organizers` are shown the global ones, and whoever opens the page is none of them;
    `clock_file` holds the offset of the clock in seconds; `retry_delays` are the pauses before an
    event is sent again, in seconds; `strict_rates` answers 429 where Slack's documented rates are
    exceeded (switch it off where a test must be faster than Slack allows); an answer is waited for
    `ack_seconds`, else as long as Slack does.

    For those who watch: `faults` takes what shall go wrong (`faults.add("chat.postMessage",
    "429")`), `calls` is what the bot asked of Slack, `sent` what Slack sent to the bot, `warnings`
    what Slack would only have warned of, such as blocks without a text beside them; the oldest
    first. `traffic` is all of it as it went over the line. `date_off` are the seconds that the Date
    of all answers is ahead, as it is for a bot whose own clock is slow. `settled` returns when all
    events are delivered, their retries included. `backstage` is what is known of the bot beside
    Slack's protocol, where there is one.
    """

    def __init__(
        self,
        workspace: Workspace,
        credentials: Credentials | None = None,
        *,
        manifest_scopes: frozenset[str] = SCOPES,
        bot_events: frozenset[str] = EVENTS,
        commands: tuple[str, ...] = ("/labcamp",),
        hints: Mapping[str, Mapping[str, str]] | None = None,
        shortcuts: Mapping[str, str] | None = None,
        message_shortcuts: Mapping[str, str] | None = None,
        organizers: frozenset[str] = frozenset(),
        clock_file: Path | None = None,
        retry_delays: tuple[float, ...] = limits.RETRY_DELAYS,
        ack_seconds: float | None = None,
        strict_rates: bool = True,
    ) -> None:
        self.workspace = workspace
        self.credentials = credentials or Credentials()
        self.bot_events, self.commands = bot_events, commands
        self.hints = {name: dict(hint) for name, hint in (hints or {}).items()}
        self.shortcuts = dict(shortcuts or {})
        self.message_shortcuts = dict(message_shortcuts or {})
        self.organizers = organizers
        if clock_file is not None:
            workspace.clock.read_from(clock_file)
        self.url = ""
        self.date_off = 0.0
        self.backstage: Backstage | None = None
        self._ack_seconds = limits.ACK_SECONDS if ack_seconds is None else ack_seconds
        self._http: HttpTransport | None = None
        self.traffic = Traffic(workspace.clock.now)
        self.sockets = SocketTransport(
            workspace.app_id, self._ack_seconds, workspace.changed, self.traffic
        )
        self.deliveries = Deliveries(self._transport, retry_delays, self.traffic)
        self.api = WebApi(
            workspace,
            self.credentials,
            manifest_scopes,
            self.emit,
            lambda: self.sockets.new_url(self.url),
            lambda: self.url,
            self.traffic,
            strict_rates,
        )
        self.urls = ResponseUrls(workspace, self.api)
        self._interactions = Interactions(workspace, self.urls)
        self.faults, self.calls, self.warnings = self.api.faults, self.api.calls, self.api.warnings
        self.sent, self.settled = self.deliveries.sent, self.deliveries.settled

    @property
    def scopes(self) -> frozenset[str]:
        """What the app may do now; an installation from an older manifest may do less."""
        return self.api.scopes

    @scopes.setter
    def scopes(self, given: frozenset[str]) -> None:
        self.api.scopes = given

    # Ways to the bot

    def connect_http(self, url: str) -> None:
        """Delivers by signed requests to `url` from now on."""
        if self._http is not None:
            self.deliveries.spawn(self._http.close())
        self._http = HttpTransport(url, self.credentials.signing_secret, self._ack_seconds)

    @property
    def is_connected(self) -> bool:
        """Whether there is a way to the bot now."""
        return self._http is not None or self.sockets.connected > 0

    async def connected(self) -> None:
        """Returns as soon as there is a way to the bot: Socket Mode or connect_http."""
        if self._http is None:
            await self.sockets.wait_for_connection()

    def _transport(self) -> Transport:
        return self._http or self.sockets

    async def disconnect(self) -> None:
        """Gives up on what is under way, and on the ways to the bot."""
        await self.deliveries.close()
        await self.sockets.close()
        if self._http is not None:
            await self._http.close()

    # Deliveries

    def emit(self, event: Json) -> None:
        """Sends an event to the bot if its manifest asks for it and it may know of it."""
        kind, w = str(event["type"]), self.workspace
        subscription, scope = kind, _SCOPES.get(kind, "")
        if kind == "message":
            subscription = _SUBSCRIPTIONS[event["channel_type"]]
            scope = f"{w.channel(event['channel']).kind}:history"
        elif kind == "member_joined_channel":
            scope = f"{w.channel(event['channel']).kind}:read"
        where = w.channels.get(event.get("item", event).get("channel", ""))
        knows = where is None or w.bot_user in where.members
        if knows and subscription in self.bot_events and (not scope or scope in self.scopes):
            self.deliveries.event(payloads.event_callback(w, event))

    async def interact(self, payload: Json) -> Response:
        """Sends a command, click or submission once, and applies the ack."""
        answer = await self.deliveries.once(payload)
        return self._interactions.apply(payload, answer)

    async def deliver(self, payload: Json) -> Response:
        """Sends the very same payload once more, with its trigger_id or event_id."""
        if kind_of(payload) != "events_api":
            return await self.interact(payload)
        answer = await self.deliveries.once(payload, retry=1, reason="http_timeout")
        return Response(payload, answer.status, answer.body, answer.error)

    async def send_raw(self, headers: dict[str, str], body: str | bytes) -> BotAnswer:
        """Sends a request just as it is: forged, old, replayed, null. Only with connect_http."""
        if self._http is None:
            raise AssertionError("connect_http first")
        return await self._http.post(headers, body)

    # The clock

    def move_clock(self, seconds: float) -> float:
        """Moves the clock on by so many seconds; returns how far it is ahead now."""
        return self.set_clock(self.workspace.clock.offset + seconds)

    def set_clock(self, offset: float) -> float:
        """Puts the clock so many seconds ahead of the real one; 0 puts it right."""
        self.workspace.clock.set_offset(offset)
        self.workspace.changed()
        return offset
