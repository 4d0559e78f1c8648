"""A submitted form, and what may come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.markup import plain
from bot.locales import Texts
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers.forms import Form


@dataclass(frozen=True, slots=True)
class Submit:
    """Who sent which form. `metadata` is what the bot put into it, and comes from outside.

    `key` names this one sending: a form that was refused keeps its key, so it is to be remembered
    (`storage.handled_events`) only together with what the form does. `view` is its id, `under` that
    of the modal on which it lies, empty for none.
    """

    user: str
    t: Texts
    form: Form
    metadata: str
    key: str
    view: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """It is done: this modal closes, and with `all_of_them` also those under it."""

    all_of_them: bool = False


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong stands at the fields (plain text by name); all that was typed stays."""

    at: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stay:
    """It can't be done now; the reason is shown, and all that was typed stays."""

    why: Message


@dataclass(frozen=True, slots=True)
class Show:
    """The modal becomes another one."""

    modal: Modal


@dataclass(frozen=True, slots=True)
class Push:
    """Another modal is laid on top of it; closing that leads back, with all that was typed."""

    modal: Modal


Result = Close | Errors | Stay | Show | Push


def ack_body(form: Form, result: Result, t: Texts) -> dict[str, Any]:
    """What Slack is answered; empty closes the modal.

    https://docs.slack.dev/surfaces/modals#updating_response
    """
    match result:
        case Close(all_of_them):
            return {"response_action": "clear"} if all_of_them else {}
        case Show(modal):
            return {"response_action": "update", "view": modal.payload()}
        case Push(modal):
            return {"response_action": "push", "view": modal.payload()}
        case Stay(why) if form.first is None:
            return ack_body(form, Push(notice(why, t)), t)
        case Stay(why):
            return {"response_action": "errors", "errors": {form.first: plain(why.text)}}
        case Errors(at):
            errors = {form.block_id(name) or form.first: text for name, text in at.items()}
            return {"response_action": "errors", "errors": errors}
