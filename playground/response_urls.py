"""response_url: the address to which the bot may answer an interaction for half an hour."""

import secrets
from dataclasses import dataclass

from aiohttp import web

from playground import limits, payloads
from playground.content import Content, content_of
from playground.errors import SlackSaysNo
from playground.faults import Call
from playground.inputs import with_ids
from playground.json_values import Json, json_value
from playground.models import Ephemeral, ResponseUrl, SlackMessage
from playground.web_api import WebApi
from playground.workspace import Workspace


@dataclass
class ResponseUrls:
    """Takes the bot's answers to interactions.

    A message that says nothing of `replace_original` replaces the one that was clicked: what
    Slack does there differs between kinds of messages, so it is noted as a warning.
    """

    workspace: Workspace
    api: WebApi

    def new(
        self,
        kind: str,
        user: str,
        channel: str,
        original: SlackMessage | Ephemeral | None = None,
    ) -> str:
        """A fresh address; `kind` is `commands` or `actions`, as in Slack's addresses."""
        url = ResponseUrl(secrets.token_urlsafe(18), user, channel, self.workspace.clock.now())
        if original is not None:
            url.original_ts, url.thread_ts = original.ts, original.thread_ts
        self.workspace.response_urls[url.ticket] = url
        return f"{self.api.base_url()}/{kind}/{self.workspace.team_id}/{url.ticket}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """POST to a response_url."""
        return await self.api.record(request, "response_url", self._answer)

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        url = self.workspace.response_urls.get(request.match_info["ticket"])
        if url is None:
            return _text(404, "invalid_url")
        if self.workspace.clock.now() - url.made_at > limits.RESPONSE_URL_SECONDS:
            return _text(404, "expired_url")
        if url.uses >= limits.RESPONSE_URL_USES:
            return _text(404, "used_url")
        try:
            call.args = await _payload(request)
            self._apply(url, call.args)
        except SlackSaysNo as no:
            self.api.warnings.append(f"response_url: {no}")
            return _text(400, no.error)
        return _text(200, "ok")

    def _apply(self, url: ResponseUrl, given: Json) -> None:
        """Does what an answer says, and counts the use."""
        if given.get("delete_original"):
            url.uses += 1
            self._delete(url)
            return
        content = content_of(given, self._warn, self.workspace)
        if content.is_empty:
            raise SlackSaysNo("no_text")
        replace = given.get("replace_original")
        if url.original_ts and replace is None:
            self._warn("replace_original_not_given")
        url.uses += 1
        if url.original_ts and str(replace).lower() != "false":
            self._replace(url, content)
        else:
            self.show(url, content, given)

    def show(self, url: ResponseUrl, content: Content, given: Json) -> SlackMessage | Ephemeral:
        """Shows a new message, to the one person or to all in the channel."""
        w = self.workspace
        thread = str(given["thread_ts"]) if given.get("thread_ts") else url.thread_ts
        text, blocks = content.text or "", content.blocks or []
        if given.get("response_type") == "in_channel":
            message = w.bot_message(url.channel, text)
            message.blocks, message.thread_ts = blocks, thread
            message = w.add_message(message)
            self.api.emit(payloads.message_event(w, message))
            return message
        ts = w.clock.next_ts()
        return w.add_ephemeral(Ephemeral(ts, url.channel, url.user, text, blocks, thread))

    def _original(self, url: ResponseUrl) -> SlackMessage | Ephemeral:
        found = self.workspace.ephemeral(url.channel, url.original_ts or "")
        return found or self.workspace.message(url.channel, url.original_ts or "")

    def _replace(self, url: ResponseUrl, content: Content) -> None:
        original = self._original(url)
        if isinstance(original, SlackMessage) and original.bot_id != self.workspace.bot_id:
            raise SlackSaysNo("cant_update_message")
        original.text = content.text or ""
        original.blocks = with_ids(content.blocks or [], self.workspace.new_block_id)
        self.workspace.changed()

    def _delete(self, url: ResponseUrl) -> None:
        original = self._original(url)
        if isinstance(original, Ephemeral):
            self.workspace.ephemerals.remove(original)
            self.workspace.changed()
        elif original.bot_id == self.workspace.bot_id:
            self.workspace.delete_message(original.channel, original.ts)
        else:
            raise SlackSaysNo("cant_delete_message")

    def _warn(self, warning: str) -> None:
        self.api.warnings.append(f"response_url: {warning}")


async def _payload(request: web.Request) -> Json:
    try:
        body = await request.text()
        if request.content_type == "application/x-www-form-urlencoded":
            body = str((await request.post()).get("payload", ""))
    except ValueError:  # signs that are no text
        raise SlackSaysNo("invalid_payload") from None
    given = json_value(body, "invalid_payload")
    if not isinstance(given, dict):
        raise SlackSaysNo("invalid_payload")
    return given


def _text(status: int, body: str) -> web.Response:
    return web.Response(status=status, text=body)
