"""blocks.validate: whether Slack would take blocks, a message or a view."""

import re
from typing import Any

from playground.blocks import check_message_blocks, check_view
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method

_GIVEN = ("blocks", "message", "view")
_POINTER = re.compile(r"(.*?) ?\[json-pointer:(.*)\]")


def _validate(ctx: Context) -> Json:
    """Exactly one of the three is given, as JSON in a string."""
    given = [name for name in _GIVEN if name in ctx.args]
    if len(given) != 1:
        raise SlackSaysNo("invalid_arguments")
    (name,) = given
    shown = ctx.args.json(name, "invalid_arguments")
    try:
        _check(name, shown)
    except SlackSaysNo as no:
        raise SlackSaysNo(
            f"invalid_{name}", errors=[_error(said) for said in no.messages or (no.error,)]
        ) from no
    return {}


def _check(name: str, shown: Any) -> None:
    if name == "view":
        surface = shown.get("type") if isinstance(shown, dict) else None
        check_view(shown, "home" if surface == "home" else "modal")
    else:
        blocks = shown.get("blocks") if isinstance(shown, dict) else shown
        check_message_blocks(blocks or [])


def _error(said: str) -> Json:
    match = _POINTER.fullmatch(said)
    words, pointer = match.groups() if match else (said, "")
    return {"pointer": pointer, "code": "failed_constraint", "message": words}


# No scope is needed, and "special rate limits apply" without a figure:
# https://docs.slack.dev/reference/methods/blocks.validate
METHODS = {"blocks.validate": Method(_validate, tier=None)}
