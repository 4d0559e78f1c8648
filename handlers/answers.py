"""What a handler answers, and how that is put to Slack."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.deps import Deps
from bot.domain.markup import plain
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.locales import Texts
from bot.views.events import no_such_event
from bot.views.message import Message, reply
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.forms import Form

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong stands at the fields of the form (plain text by name); nothing is lost."""

    at: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Push:
    """Another modal is laid on top of the form; closing it leads back, with all that was typed."""

    modal: Modal


@dataclass(frozen=True, slots=True)
class InPlace:
    """What the bot wrote to the clicker alone says this from now on."""

    message: Message


# In answer to a form a Message keeps it open, so that all that was typed stays; a Modal takes its
# place; None closes it.
Shown = Message | Modal | Errors | Push | InPlace | None
Answer = Shown | Reply | NoSuchEvent | Repeated[Any]
Handler = Callable[[Deps, Act[T]], Awaitable[Answer]]


def shown(answer: Answer, t: Texts) -> Shown:
    """The answer as it is shown; None for what Slack sent before, and was answered then."""
    match answer:
        case Reply():
            return reply(answer, t)
        case NoSuchEvent(number):
            return no_such_event(number, t)
        case Repeated():
            return None
        case _:
            return answer


def in_place_of(view: Mapping[str, Any], modal: Modal) -> Modal:
    """The modal as it takes the place of `view`: what was to be closed with that still is."""
    return replace(modal, clears=True) if view.get("clear_on_close") else modal


def ack_body(form: Form, answer: Shown, t: Texts) -> dict[str, Any]:
    """What Slack is answered when a form was sent; empty closes the modal.

    https://docs.slack.dev/surfaces/modals#updating_response
    """
    match answer:
        case None:
            return {}
        case Modal():
            modal = in_place_of(form.view, answer)
            return {"response_action": "update", "view": modal.payload()}
        case InPlace(message):
            return ack_body(form, message, t)
        case Push(modal):
            return {"response_action": "push", "view": modal.payload()}
        case Message() if form.first is None:
            return ack_body(form, Push(notice(answer, t)), t)
        case Message():
            return {"response_action": "errors", "errors": {form.first: plain(answer.text)}}
        case Errors(at):
            errors = {form.block_id(name) or form.first: text for name, text in at.items()}
            return {"response_action": "errors", "errors": errors}
