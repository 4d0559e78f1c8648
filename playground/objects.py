"""The shapes of Block Kit's composition objects: texts, options, confirmations."""

from collections.abc import Iterator
from typing import Any

from playground import limits
from playground.shapes import (
    Check,
    Shape,
    array,
    at_least_one,
    boolean,
    by_type,
    fault,
    one_of,
    text,
    url,
)


def plain(most: int) -> Check:
    """A plain_text object of 1 to `most` characters."""
    return by_type({"plain_text": _text(most, "emoji")})


def rich(most: int) -> Check:
    """A plain_text or mrkdwn object of 1 to `most` characters."""
    return by_type({"plain_text": _text(most, "emoji"), "mrkdwn": _text(most, "verbatim")})


def _text(most: int, flag: str) -> Shape:
    return Shape({"text": text(most, 1)}, {flag: boolean})


def _object(shape: Shape) -> Check:
    """A composition object: it has no `type`, so a `type` is one field too many."""

    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, dict) and "type" in value:
            yield fault("invalid additional property: type", path)
        yield from shape(value, path)

    return check


def _option(label: Check) -> Check:
    return _object(
        Shape(
            {"text": label, "value": text(limits.OPTION_VALUE, 1)},
            {"description": rich(limits.OPTION_DESCRIPTION), "url": url(limits.BUTTON_URL)},
        )
    )


PLAIN_OPTION = _option(plain(limits.OPTION_TEXT))
RICH_OPTION = _option(rich(limits.OPTION_TEXT))

OPTION_GROUP = _object(
    Shape(
        {
            "label": plain(limits.OPTION_GROUP_LABEL),
            "options": array(PLAIN_OPTION, limits.SELECT_OPTIONS),
        }
    )
)

STYLE = one_of("primary", "danger")

CONFIRM = _object(
    Shape(
        {
            "title": plain(limits.CONFIRM_TITLE),
            "text": rich(limits.CONFIRM_TEXT),
            "confirm": plain(limits.CONFIRM_BUTTON),
            "deny": plain(limits.CONFIRM_BUTTON),
        },
        {"style": STYLE},
    )
)

DISPATCH = _object(
    Shape(
        {},
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)},
    )
)

FILTER = _object(
    Shape(
        {},
        {
            "include": array(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
        (at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
    )
)
