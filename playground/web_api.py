"""Slack's Web API over HTTP: tokens, scopes, arguments, limits and faults as in Slack."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from playground import limits
from playground.errors import SlackSaysNo
from playground.faults import Call, CallFault, FaultList
from playground.json_values import Json, json_value
from playground.methods import METHODS, Args, Context, Method
from playground.rates import Rates
from playground.spoiling import spoiled, too_many
from playground.traffic import Traffic, Way, masked, masked_headers, people_in
from playground.workspace import Workspace

Answering = Callable[[web.Request, Call], Awaitable[web.Response]]

_HISTORIES: Final = ("conversations.history", "conversations.replies")
_WAYS: Final[dict[str, Way]] = {
    "response_url": "response_url",
    "upload": "file",
    "download": "file",
}


@dataclass(frozen=True)
class Credentials:
    """The tokens and the secret of this workspace's app: made up, and no secret at all."""

    bot_token: str = "xoxb-playground-0-bot"  # noqa: S105 - harmless, works nowhere else
    app_token: str = "xapp-1-playground-0-app"  # noqa: S105 - harmless, works nowhere else
    signing_secret: str = "playground-signing-secret"  # noqa: S105 - harmless


class RateLimited(Exception):
    """Too many calls; `retry_after` in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


@dataclass
class WebApi:
    """Answers the calls of the bot, and keeps a record of them."""

    workspace: Workspace
    credentials: Credentials
    scopes: frozenset[str]
    emit: Callable[[Json], None]
    socket_url: Callable[[], str]
    base_url: Callable[[], str]
    traffic: Traffic
    strict_rates: bool = True
    rates: Rates = field(default_factory=Rates)
    faults: FaultList = field(default_factory=FaultList)
    calls: list[Call] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # app-level tokens of other apps in this workspace, and whose they are
    other_apps: dict[str, str] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """POST or GET /api/<method>."""
        return await self.record(request, request.match_info["method"], self._answer)

    async def record(
        self, request: web.Request, name: str, answer: Answering
    ) -> web.StreamResponse:
        """The answer, or what a fault that waits for this call makes of it; noted in `calls`."""
        call = Call(name, {}, self.workspace.clock.now())
        self.calls.append(call)
        noted = self.traffic.begin("slack", _WAYS.get(name, "api"), name, None, str(request.url))
        noted.sent_headers = masked_headers(request.headers)
        try:
            response = await _answered(request, call, self.faults.take(name), answer)
            noted.got_headers = masked_headers(response.headers)
        except asyncio.CancelledError:
            call.error = call.error or "given up"
            raise
        finally:
            noted.sent, noted.people = masked(call.args), self._people(call.args)
            self.traffic.end(noted, call.error, call.status, call.answer or None)
        return response

    def _people(self, args: Json) -> list[str]:
        """Whom a call is about, those too who are written to directly."""
        place = str(args.get("channel", ""))
        room = self.workspace.channels.get(place)
        written_to = [room.im_user] if room and room.im_user else []
        written_to += [place] if place in self.workspace.users else []
        return list(dict.fromkeys([*people_in(args), *written_to]))

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        name = call.method
        warnings: list[str] = []
        try:
            args, token = await _read(request)
            call.args = args.given
            body = {"ok": True, **self._run(name, args, token, warnings)}
        except SlackSaysNo as no:
            body = no.to_json()
        except RateLimited as limited:
            return too_many(limited.retry_after)
        if warnings:
            self.warnings += [f"{name}: {each}" for each in warnings]
            body.setdefault("response_metadata", {})["warnings"] = warnings
            body["warning"] = ",".join(warnings)
        scopes = ",".join(sorted(self.scopes))
        return web.json_response(body, headers={"X-OAuth-Scopes": scopes})

    def _run(self, name: str, args: Args, token: str, warnings: list[str]) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise SlackSaysNo("unknown_method")
        self._check_token(method, token)
        self._check_rate(name, method, args)
        context = Context(
            self.workspace,
            args,
            self.scopes,
            self.base_url(),
            self.emit,
            warnings.append,
            self.socket_url,
            self._apps.get(token, ""),
        )
        context.needs(*method.scopes)
        missing = [r for r in method.required if args.given.get(r) in (None, "")]
        if missing:
            faults = [f"missing required field: {m}" for m in missing]
            # Slack has its own word for a call that does not say where to.
            if missing[0] == "channel":
                raise SlackSaysNo("channel_not_found")
            raise SlackSaysNo("invalid_arguments", faults)
        return method.run(context)

    def _check_token(self, method: Method, token: str) -> None:
        if not token:
            raise SlackSaysNo("not_authed")
        if token != self.credentials.bot_token and token not in self._apps:
            raise SlackSaysNo("invalid_auth")
        if method.app_token is not None and (token in self._apps) != method.app_token:
            raise SlackSaysNo("not_allowed_token_type")

    @property
    def _apps(self) -> dict[str, str]:
        """The apps by their app-level tokens."""
        return {**self.other_apps, self.credentials.app_token: self.workspace.app_id}

    def _check_rate(self, name: str, method: Method, args: Args) -> None:
        if not self.strict_rates:
            return
        wait = 0
        if name == "chat.postMessage":
            wait = self.rates.wait_for_message(args.text("channel"))
        elif name in _HISTORIES and self.workspace.history_limit is not None:
            wait = self.rates.wait_for_method(f"{name}, throttled", limits.THROTTLED_HISTORIES)
        elif method.tier is not None:
            wait = self.rates.wait_for_method(name, method.tier)
        if wait:
            raise RateLimited(wait)


async def _answered(
    request: web.Request, call: Call, fault: CallFault | None, answer: Answering
) -> web.StreamResponse:
    instead = await spoiled(request, call, fault, "before")
    if instead is not None:
        return instead
    response = await answer(request, call)
    instead = await spoiled(request, call, fault, "after")
    if instead is not None:
        return instead
    call.status = response.status
    if response.content_type == "application/json" and response.text:
        call.answer = json.loads(response.text)
        call.error = str(call.answer.get("error", ""))
    elif response.status != 200:
        call.error = response.text or str(response.status)
    return response


async def _read(request: web.Request) -> tuple[Args, str]:
    """The arguments and the token, from the address, a form or JSON."""
    given: Json = dict(request.query)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else ""
    if request.content_type == "application/json":
        body = json_value(await request.read() or "{}", "invalid_json")
        if not isinstance(body, dict):
            raise SlackSaysNo("json_not_object")
        # A token inside JSON is not looked at: https://docs.slack.dev/apis/web-api
        body.pop("token", None)
        given |= body
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    elif request.body_exists and request.can_read_body and await request.read():
        raise SlackSaysNo("invalid_post_type")
    token = token or str(given.get("token", ""))
    given.pop("token", None)
    return Args(given), token
