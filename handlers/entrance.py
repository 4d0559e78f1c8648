"""The one way in: a payload becomes an act, its route is looked up, and the answer is put out."""

import logging
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.deps import Deps
from bot.domain.command_parser import parse, parse_said
from bot.domain.replies import Reply
from bot.domain.times import instant
from bot.domain.values import NotOurs
from bot.errors import Unavailable
from bot.locales import texts
from bot.services import conversations as talk
from bot.services import forgetting, members
from bot.views import usage
from bot.views.message import Message, reply
from bot.views.modals import Modal
from handlers import conversations, home, languages, responses
from handlers.acts import Act
from handlers.answers import Errors, InPlace, Shown, ack_body, shown
from handlers.buttons import BUTTONS
from handlers.forms import Form
from handlers.routes import COMMANDS, SHORTCUTS, SPOKEN, SUBMITS, Route

log = structlog.get_logger()
_logger = logging.getLogger(__name__)

T = TypeVar("T")

# https://docs.slack.dev/reference/interaction-payloads and …/reference/events
_SORTS = frozenset(
    {
        *("command", "block_actions", "block_suggestion", "view_submission", "view_closed"),
        *("shortcut", "message_action", "event_callback", "app_home_opened", "app_mention"),
        *("message", "reaction_added", "reaction_removed", "member_joined_channel", "user_change"),
    }
)
_NOWHERE = Form({})  # what is typed is done in no view


def note(body: dict[str, Any]) -> None:
    """Have the log say, at DEBUG, what sort of payload comes in here."""
    if not _logger.isEnabledFor(logging.DEBUG):  # to make a line costs more than to read a payload
        return
    event = body.get("event")
    name = _known(event.get("type")) if isinstance(event, dict) else None
    log.debug("payload", type=_sort_of(body), name=name)


def _sort_of(body: dict[str, Any]) -> str:
    return _known(body.get("type", "command"))


def _known(said: object) -> str:
    """A sort of payload or event that may be named in the log: no other word from outside is."""
    return said if isinstance(said, str) and said in _SORTS else "unknown"


def is_for_us(deps: Deps, body: dict[str, Any]) -> bool:
    """Whether a payload is for this app, and a command from the workspace that it was asked about.

    Clicks in a channel that is shared with another workspace name that one, and are ours all the
    same. https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    us, app = deps.identity, body.get("api_app_id")
    team = body.get("team_id") if "command" in body else None
    if (app in (None, us.app) or not us.app) and team in (None, us.team):
        return True
    log.warning("payload.not_ours", type=_sort_of(body))
    return False


async def command(deps: Deps, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Answer what stands behind /labcamp, for its author alone."""
    act = await _act(deps, context, body, body["user_id"], parse(body.get("text", "")))
    answer = await _answer(deps, COMMANDS[type(act.what)], act)
    if isinstance(answer, Modal):
        answer = await responses.opened(deps, act.key, answer, act.t)
    said = answer.ephemeral if isinstance(answer, Message) else ""
    return BoltResponse(status=200, body=said)


async def click(deps: Deps, body: dict[str, Any], context: AsyncBoltContext) -> None:
    """Do what a button or menu says; the answer is shown to the clicker alone."""
    action = body["actions"][0]
    if action.get("url"):  # Slack has opened the link itself
        return
    user, name = body["user"]["id"], action["action_id"]
    value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
    act = await _act(deps, context, body, user, value, done_at=action["action_ts"])
    unknown = Reply.ONLY_A_PREVIEW if name.startswith("preview_") else Reply.UNKNOWN_ACTION
    answer = await _routed(deps, BUTTONS.get(name), act, unknown)
    if isinstance(answer, InPlace):
        deps.afterwards.start(deps.slack.renew(act.response_url, answer.message))
    elif isinstance(answer, Message | Modal):
        deps.afterwards.start(responses.tell(deps, body, answer, act.t))
    # the Home follows what one does in it, and in the forms over it
    if act.form and not name.startswith("search_"):
        deps.afterwards.start(home.publish(deps, user))


async def submit(deps: Deps, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Do what a form says; what comes of it is shown in the modal itself."""
    view, user = body["view"], body["user"]["id"]
    # Slack may send a form twice, and people click twice: both have the same view in one state
    key = f"view:{view['id']}:{view['hash']}"
    act = await _act(deps, context, body, user, view.get("private_metadata") or "", key=key)
    answer = await _routed(deps, SUBMITS.get(view["callback_id"]), act, Reply.UNKNOWN_FORM)
    if not isinstance(answer, Errors | Message):
        deps.afterwards.start(home.publish(deps, user))
    return BoltResponse(status=200, body=ack_body(act.form, answer, act.t))


async def shortcut(
    deps: Deps, body: dict[str, Any], context: AsyncBoltContext
) -> BoltResponse | None:
    """Open what a shortcut stands for. A global one has no channel to answer in."""
    act = await _act(deps, context, body, body["user"]["id"], body.get("message") or {})
    route = SHORTCUTS.get(body["callback_id"])
    answer = await _routed(deps, route, act, Reply.UNKNOWN_ACTION)
    if isinstance(answer, Message | Modal) and not await responses.tell(deps, body, answer, act.t):
        return BoltResponse(status=500, body="")  # then Slack itself says that it did not work
    return None


async def said(deps: Deps, body: dict[str, Any], context: AsyncBoltContext) -> None:
    """Do and answer what somebody says to the bot; the caller acks when what it did is durable.

    An exception leaves the event without an ack, so that Slack sends it again. What was done is
    not done twice (the key of the act), and what may have been answered is not answered twice.
    """
    key = body.get("event_id")
    heard = conversations.heard(body["event"], deps.identity.user)
    if heard is None or not isinstance(key, str):
        return
    if await deps.db.read(talk.was_answered, key):
        return
    if await deps.db.read(forgetting.was_forgotten, heard.user, heard.at):
        return
    what = parse_said(heard.line)
    act = await _act(deps, context, body, heard.user, what, key=key)
    act = replace(act, at=heard.at, may_be_late=True)
    answer = await _answer(deps, SPOKEN[type(what)], act)
    if isinstance(answer, Modal):  # an event gives no leave to open one
        answer = usage.form_behind_a_button(heard.line, act.t)
    if not isinstance(answer, Message):  # done when Slack sent it before, and not yet answered
        answer = shown(Reply.DONE_BEFORE, act.t)
    if isinstance(answer, Message) and await deps.db.write(talk.is_to_be_answered, key, act.now):
        deps.afterwards.start(conversations.answer(deps, heard, answer))


async def failed(
    deps: Deps, error: Exception, body: dict[str, Any], context: AsyncBoltContext
) -> BoltResponse:
    """Answer in place of a listener that raised.

    Slack repeats events: they get no ack. It never repeats commands, clicks and modals: their
    author is asked to try again.
    """
    type_ = _sort_of(body)
    if isinstance(error, Unavailable):
        log.error("listener.failed", type=type_, error=deps.db.why(error))
    else:
        log.error("listener.failed", type=type_, exc_info=error)
    if body.get("type") == "event_callback":
        return BoltResponse(status=500, body="")
    t = context.get("t") or texts(deps.settings.language)
    answer = reply(Reply.TRY_AGAIN, t)
    if "command" in body:
        return BoltResponse(status=200, body=answer.ephemeral)
    if body.get("type") == "view_submission":  # an empty answer would close it, and all were lost
        return BoltResponse(status=200, body=ack_body(Form(body["view"]), answer, t))
    if body.get("trigger_id"):
        deps.afterwards.start(responses.tell(deps, body, answer, t))
    return BoltResponse(status=200, body="")


async def _act(
    deps: Deps,
    context: AsyncBoltContext,
    body: dict[str, Any],
    user: str,
    what: T,
    *,
    key: str | None = None,
    done_at: str | None = None,
) -> Act[T]:
    """The act; a failure that comes later is answered in its words too."""
    member = await deps.db.glance(members.member, user)
    t = context["t"] = await languages.texts_for(deps, member)
    now = deps.clock.now()
    return Act(
        member,
        t,
        key or body["trigger_id"],
        instant(done_at) if done_at else now,
        now,
        what,
        Form(body["view"]) if body.get("view") else _NOWHERE,
        body.get("response_url") or "",
    )


async def _routed(deps: Deps, route: Route | None, act: Act[Any], unknown: Reply) -> Shown:
    """The answer of this route; `unknown` where there is none, or the value is none of ours."""
    if route is None:
        return shown(unknown, act.t)
    try:
        return await _answer(deps, route, act.meaning(route.reads(act.what)))
    except NotOurs:
        return shown(unknown, act.t)


async def _answer(deps: Deps, route: Route, act: Act[Any]) -> Shown:
    return shown(await route.answer(deps, act), act.t)
