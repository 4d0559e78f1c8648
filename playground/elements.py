"""The shapes of Block Kit's interactive elements."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Final

from playground import limits
from playground.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    plain,
)
from playground.shapes import (
    Check,
    Shape,
    ShapeFaults,
    array,
    boolean,
    exactly_one,
    integer,
    matching,
    one_of,
    text,
    url,
)

_ACTION: Final = {"action_id": text(limits.ACTION_ID, 1)}
_CONFIRM: Final = {"confirm": CONFIRM}
_FOCUS: Final = {"focus_on_load": boolean}
_PLACEHOLDER: Final = {"placeholder": plain(limits.PLACEHOLDER)}
_CONVERSATION: Final = text(20, 9)


def is_date(given: str) -> bool:
    """Whether this is a date as Slack writes it, YYYY-MM-DD."""
    try:
        date.fromisoformat(given)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", given) is not None


def is_time(given: str) -> bool:
    """Whether this is a time as Slack writes it, HH:mm."""
    try:
        time.fromisoformat(given)
    except ValueError:
        return False
    return re.fullmatch(r"\d\d:\d\d", given) is not None


def _is_number(given: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", given) is not None


_DATE: Final = matching(is_date, "a date in the form YYYY-MM-DD")
_TIME: Final = matching(is_time, "a time in the form HH:mm")
_NUMBER: Final = matching(_is_number, "a number in a string")


def _initial_options_exist(value: object, path: str, faults: ShapeFaults) -> None:
    """What is chosen at first must be one of the options, the same in every field."""
    if not isinstance(value, dict):
        return
    options = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        if isinstance(group, dict):
            options += group.get("options") or []
    chosen = value.get("initial_options")
    chosen = list(chosen) if isinstance(chosen, list) else []
    chosen += [value["initial_option"]] if value.get("initial_option") is not None else []
    if any(each not in options for each in chosen):
        faults.add("initial option must exactly match one of the provided options", path)


def _option_values_differ(value: object, path: str, faults: ShapeFaults) -> None:
    options = value.get("options") if isinstance(value, dict) else None
    values = [o.get("value") for o in options or [] if isinstance(o, dict)]
    if len(values) != len(set(map(repr, values))):
        faults.add("options must have unique values", f"{path}/options")


def _select(extra: Mapping[str, Check], required: Mapping[str, Check] | None = None) -> Shape:
    common = {**_ACTION, **_CONFIRM, **_FOCUS, **_PLACEHOLDER}
    return Shape(required or {}, {**common, **extra})


def _static(initial: Mapping[str, Check]) -> Shape:
    lists = {
        "options": array(PLAIN_OPTION, limits.SELECT_OPTIONS),
        "option_groups": array(OPTION_GROUP, limits.OPTION_GROUPS),
    }
    return Shape(
        {},
        {**_ACTION, **_CONFIRM, **_FOCUS, **_PLACEHOLDER, **lists, **initial},
        (exactly_one("options", "option_groups"), _initial_options_exist, _option_values_differ),
    )


def _conversations(*, multi: bool) -> Shape:
    initial: dict[str, Check] = (
        {"initial_conversations": array(_CONVERSATION, 100)}
        if multi
        else {"initial_conversation": _CONVERSATION, "response_url_enabled": boolean}
    )
    return _select({**initial, "default_to_current_conversation": boolean, "filter": FILTER})


_MOST: Final[Mapping[str, Check]] = {"max_selected_items": integer(1, 100)}

SELECTS: Final[Mapping[str, Check]] = {
    "static_select": _static({"initial_option": PLAIN_OPTION}),
    "users_select": _select({"initial_user": text(20, 9)}),
    "conversations_select": _conversations(multi=False),
    "channels_select": _select({"initial_channel": text(20, 9), "response_url_enabled": boolean}),
    "multi_static_select": _static(
        {"initial_options": array(PLAIN_OPTION, limits.SELECT_OPTIONS), **_MOST}
    ),
    "multi_users_select": _select({"initial_users": array(text(20, 9), 100), **_MOST}),
    "multi_conversations_select": Shape({}, {**_conversations(multi=True).optional, **_MOST}),
    "multi_channels_select": _select({"initial_channels": array(text(20, 9), 100), **_MOST}),
}

_CHOICE: Final = (_initial_options_exist, _option_values_differ)

CHOICES: Final[Mapping[str, Check]] = {
    "checkboxes": Shape(
        {"options": array(RICH_OPTION, limits.CHOICES)},
        {**_ACTION, **_CONFIRM, **_FOCUS, "initial_options": array(RICH_OPTION, limits.CHOICES)},
        _CHOICE,
    ),
    "radio_buttons": Shape(
        {"options": array(RICH_OPTION, limits.CHOICES)},
        {**_ACTION, **_CONFIRM, **_FOCUS, "initial_option": RICH_OPTION},
        _CHOICE,
    ),
}

PICKERS: Final[Mapping[str, Check]] = {
    "datepicker": _select({"initial_date": _DATE}),
    "timepicker": _select({"initial_time": _TIME, "timezone": text(100, 1)}),
}

DATETIME: Final[Mapping[str, Check]] = {
    "datetimepicker": Shape(
        {}, {**_ACTION, **_CONFIRM, **_FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}
    )
}

BUTTONS: Final[Mapping[str, Check]] = {
    "button": Shape(
        {"text": plain(limits.BUTTON_TEXT)},
        {
            **_ACTION,
            **_CONFIRM,
            "url": url(limits.BUTTON_URL),
            "value": text(limits.BUTTON_VALUE, 1),
            "style": one_of("primary", "danger"),
            "accessibility_label": text(limits.ACCESSIBILITY_LABEL, 1),
        },
    ),
    "overflow": Shape(
        {"options": array(PLAIN_OPTION, limits.OVERFLOW_OPTIONS)},
        {**_ACTION, **_CONFIRM},
        (_option_values_differ,),
    ),
}

IMAGE: Final[Mapping[str, Check]] = {
    "image": Shape(
        {"alt_text": text(limits.ALT_TEXT), "image_url": url(limits.IMAGE_URL)},
    )
}

_TYPED: Final[Mapping[str, Check]] = {
    **_ACTION,
    **_FOCUS,
    **_PLACEHOLDER,
    "dispatch_action_config": DISPATCH,
}
_LENGTHS: Final[Mapping[str, Check]] = {
    "min_length": integer(0, limits.PLAIN_TEXT_INPUT),
    "max_length": integer(1, limits.PLAIN_TEXT_INPUT),
}

TYPED: Final[Mapping[str, Check]] = {
    "plain_text_input": Shape(
        {},
        {
            **_TYPED,
            **_LENGTHS,
            "initial_value": text(limits.PLAIN_TEXT_INPUT),
            "multiline": boolean,
        },
    ),
    "email_text_input": Shape({}, {**_TYPED, "initial_value": text(limits.PLAIN_TEXT_INPUT)}),
    "url_text_input": Shape({}, {**_TYPED, "initial_value": text(limits.PLAIN_TEXT_INPUT)}),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
    ),
}

FILE_INPUT: Final[Mapping[str, Check]] = {
    "file_input": Shape(
        {},
        {
            **_ACTION,
            "filetypes": array(text(20, 1), 100),
            "max_files": integer(1, limits.FILE_INPUT_FILES),
        },
    )
}

IN_ACTIONS: Final = {**BUTTONS, **SELECTS, **CHOICES, **PICKERS, **DATETIME}
IN_SECTION: Final = {**BUTTONS, **SELECTS, **CHOICES, **PICKERS, **IMAGE}
IN_INPUT: Final = {**SELECTS, **CHOICES, **PICKERS, **DATETIME, **TYPED}
