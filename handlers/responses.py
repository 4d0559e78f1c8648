"""The way an answer reaches whoever typed, clicked or used a shortcut."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.delivery_outcomes import Attempt, Later, PutBack, Sent
from bot.domain.replies import Reply
from bot.locales import Texts
from bot.slack.views import Opened, ViewOutcome
from bot.views.message import Message, reply
from bot.views.modals import Modal, notice
from handlers.answers import in_place_of

log = structlog.get_logger()

_TRIES = 3
_PATIENCE = 30.0  # seconds; nobody waits longer for an answer


async def opened(deps: Deps, trigger: str, modal: Modal, t: Texts) -> Message | None:
    """Open a modal for a command; what is to be said instead when that does not work any more."""
    outcome = await deps.slack.views.open(trigger, modal)
    if isinstance(outcome, Opened):
        return None
    log.warning("modal.not_opened", callback_id=modal.callback_id, outcome=outcome)
    return reply(Reply.NOT_OPENED, t)


async def tell(deps: Deps, body: dict[str, Any], answer: Message | Modal, t: Texts) -> bool:
    """Show an answer to a click or shortcut to whoever made it; whether that worked.

    A message goes where it was clicked, or into a modal where there is no such place; one that
    only the clicker saw turns into the answer. A modal that can't be opened is replaced by a word
    about that.
    """
    url, replace = body.get("response_url"), bool(body.get("container", {}).get("is_ephemeral"))
    if isinstance(answer, Modal) or not url:
        modal = answer if isinstance(answer, Modal) else notice(answer, t)
        outcome = await _shown(deps, body, modal)
        if isinstance(outcome, Opened):
            return True
        log.warning("modal.not_opened", callback_id=modal.callback_id, outcome=outcome)
        if not url:
            return False
        answer, replace = reply(Reply.NOT_OPENED, t), False
    return await deps.slack.respond(url, answer, replace=replace)


async def at_most_once(say: Callable[[], Awaitable[Attempt]]) -> None:
    """Say something to one person; again only while Slack says that it did not say it."""
    for _ in range(_TRIES):
        outcome = await say()
        if not isinstance(outcome, Later | PutBack):
            break
        pause = outcome.retry_after if isinstance(outcome, Later) else outcome.pause
        await asyncio.sleep(min(pause.total_seconds(), _PATIENCE))
    if not isinstance(outcome, Sent):
        log.warning("answer.not_said", outcome=outcome)


def renew(deps: Deps, view: str, make: Callable[[], Awaitable[Modal | None]]) -> None:
    """Show the modal with this id, that lies under a form, anew; nothing for an empty id."""
    if view:
        deps.afterwards.start(_renewed(deps, view, make))


async def _renewed(deps: Deps, view: str, make: Callable[[], Awaitable[Modal | None]]) -> None:
    modal = await make()
    outcome = await deps.slack.views.update(view, modal) if modal else None
    if modal and not isinstance(outcome, Opened):
        log.warning("modal.not_renewed", callback_id=modal.callback_id, outcome=outcome)


async def _shown(deps: Deps, body: dict[str, Any], modal: Modal) -> ViewOutcome:
    """The modal on the screen: alone, on top of the one that was clicked in, or in its place."""
    view = body.get("view") or {}
    if view.get("type") != "modal":
        return await deps.slack.views.open(body["trigger_id"], modal)
    if view["callback_id"] == modal.replaces or _is_in_the_way(view, modal):
        return await deps.slack.views.update(view["id"], in_place_of(view, modal))
    return await deps.slack.views.push(body["trigger_id"], modal)


def _is_in_the_way(view: dict[str, Any], modal: Modal) -> bool:
    """Whether there would be no room left on top of `view`; one with fields is never replaced.

    Three lie on top of one another: https://docs.slack.dev/reference/methods/views.push. A form
    over the second would be the third, and leave none for what is said of it.
    """
    is_form = any(block.get("type") == "input" for block in view.get("blocks") or ())
    return not is_form and _depth(view) >= (2 if modal.submit is not None else 3)


def _depth(view: dict[str, Any]) -> int:
    """How many modals lie there, this one and those below it."""
    below, first = view.get("previous_view_id"), view.get("root_view_id")
    return 1 if below is None else 2 if below == first else 3
