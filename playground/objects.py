"""The shapes of Block Kit's composition objects: texts, options, confirmations."""

from playground import limits
from playground.shapes import (
    Check,
    Shape,
    ShapeFaults,
    array,
    at_least_one,
    boolean,
    by_type,
    one_of,
    text,
    url,
)


def plain(most: int) -> Check:
    """A plain_text object of 1 to `most` characters."""
    shape = Shape({"text": text(most, 1)}, {"emoji": boolean})
    return by_type({"plain_text": shape})


def rich(most: int) -> Check:
    """A plain_text or mrkdwn object of 1 to `most` characters."""
    return by_type(
        {
            "plain_text": Shape({"text": text(most, 1)}, {"emoji": boolean}),
            "mrkdwn": Shape({"text": text(most, 1)}, {"verbatim": boolean}),
        }
    )


def _object(shape: Shape) -> Check:
    """A composition object: it has no `type`, so a `type` is one field too many."""

    def check(value: object, path: str, faults: ShapeFaults) -> None:
        if isinstance(value, dict) and "type" in value:
            faults.add("invalid additional property: type", path)
        shape(value, path, faults)

    return check


def option(label: Check) -> Check:
    """One choice of a menu; `label` says which texts it may carry."""
    return _object(
        Shape(
            {"text": label, "value": text(limits.OPTION_VALUE, 1)},
            {"description": rich(limits.OPTION_DESCRIPTION), "url": url(limits.BUTTON_URL)},
        )
    )


PLAIN_OPTION = option(plain(limits.OPTION_TEXT))
RICH_OPTION = option(rich(limits.OPTION_TEXT))

OPTION_GROUP = _object(
    Shape(
        {
            "label": plain(limits.OPTION_GROUP_LABEL),
            "options": array(PLAIN_OPTION, limits.SELECT_OPTIONS),
        }
    )
)

CONFIRM = _object(
    Shape(
        {
            "title": plain(limits.CONFIRM_TITLE),
            "text": rich(limits.CONFIRM_TEXT),
            "confirm": plain(limits.CONFIRM_BUTTON),
            "deny": plain(limits.CONFIRM_BUTTON),
        },
        {"style": one_of("primary", "danger")},
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
