"""What an ack makes happen: the answer to a command, the next step of a modal."""

from dataclasses import dataclass, field
from typing import Any

from playground import limits, stack
from playground.content import content_of
from playground.errors import SlackSaysNo
from playground.inputs import interactive
from playground.json_values import Json
from playground.models import Ephemeral, SlackMessage, View
from playground.response_urls import ResponseUrls
from playground.scopes import check_scopes
from playground.transport import BotAnswer
from playground.workspace import Workspace


@dataclass
class Response:
    """What a person gets to see right after a command, a click or a submission.

    `status` is the HTTP status of the ack (None when there was none) and `body` what it said.
    `error` is Slack's word when something went wrong: `operation_timeout`, `dispatch_failed`,
    `http_client_error`, `http_service_error`, or an error code such as `invalid_blocks`, the
    faults then being in `faults`. `message` is what the ack showed. After a submission `errors`
    holds the complaints by block_id and `response_action` what the bot asked for. `payload` is
    what was sent, for sending it again.
    """

    payload: Json
    status: int | None = None
    body: Any = None
    error: str | None = None
    faults: tuple[str, ...] = ()
    message: SlackMessage | Ephemeral | None = None
    errors: dict[str, str] = field(default_factory=dict)
    response_action: str | None = None
    view: View | None = None

    @property
    def ok(self) -> bool:
        """Whether the bot answered in time and Slack took what it said."""
        return self.error is None

    @property
    def text(self) -> str:
        """The text of the message that the ack showed."""
        return self.message.text if self.message else ""

    @property
    def blocks(self) -> list[Json]:
        """The blocks of the message that the ack showed."""
        return self.message.blocks if self.message else []

    @property
    def ts(self) -> str:
        """The `ts` of the message that the ack showed."""
        return self.message.ts if self.message else ""

    @property
    def response_type(self) -> str:
        """in_channel or ephemeral; empty when the ack showed nothing."""
        if self.message is None:
            return ""
        return "ephemeral" if isinstance(self.message, Ephemeral) else "in_channel"


@dataclass(frozen=True)
class Interactions:
    """Applies acks to the workspace."""

    workspace: Workspace
    urls: ResponseUrls

    def apply(self, payload: Json, answer: BotAnswer) -> Response:
        """What comes of the answer to this payload; an ack to a click or shortcut says nothing."""
        reply = Response(payload, answer.status, answer.body, answer.error)
        if answer.error:
            return reply
        try:
            if "command" in payload:
                reply.message = self._command(payload, answer.body)
            elif payload.get("type") == "view_submission":
                self._submission(payload, answer.body, reply)
        except SlackSaysNo as no:
            reply.error, reply.faults = no.error, no.messages
            self.urls.api.warnings.append(f"ack: {no}")
        return reply

    def _command(self, payload: Json, body: Any) -> SlackMessage | Ephemeral | None:
        given = {"text": body} if isinstance(body, str) else body
        if not given:
            return None
        if not isinstance(given, dict):
            raise SlackSaysNo("invalid_payload")
        warned = self.urls.api.warnings.append
        content = content_of(given, lambda warning: warned(f"ack: {warning}"), self.workspace)
        if content.is_empty:
            return None
        ticket = payload["response_url"].rsplit("/", 1)[1]
        return self.urls.show(self.workspace.response_urls[ticket], content, given)

    def _submission(self, payload: Json, body: Any, reply: Response) -> None:
        w = self.workspace
        view = next(
            (v for v in w.modals.get(payload["user"]["id"], []) if v.id == payload["view"]["id"]),
            None,
        )
        if view is None:
            return
        view.errors = {}
        if not body:
            stack.close(w, view)
            return
        action = body.get("response_action") if isinstance(body, dict) else None
        if action not in ("errors", "update", "push", "clear"):
            raise SlackSaysNo("invalid_response_action", [f"unknown response_action: {action}"])
        reply.response_action = action
        check_scopes(body.get("view"), self.urls.api.scopes)
        if action == "clear":
            stack.clear(w, view.user)
        elif action == "update":
            reply.view = stack.replace_view(w, view, body.get("view"))
        elif action == "push":
            reply.view = stack.push_modal(w, view.user, body.get("view"))
        else:
            reply.errors = view.errors = _errors(view, body.get("errors"))
            w.changed()


def _errors(view: View, errors: object) -> dict[str, str]:
    """The complaints of an `errors` ack; each must belong to an input block of the view."""
    if not isinstance(errors, dict) or not errors:
        raise SlackSaysNo("invalid_response_action", ["errors must name at least one block"])
    inputs = {b["block_id"] for b, _ in interactive(view.blocks) if b["type"] == "input"}
    for block_id, complaint in errors.items():
        if block_id not in inputs:
            raise SlackSaysNo("invalid_response_action", [f"no input block {block_id!r}"])
        if not isinstance(complaint, str) or not 0 < len(complaint) <= limits.INPUT_HINT:
            raise SlackSaysNo("invalid_response_action", [f"bad error for {block_id!r}"])
    return dict(errors)
