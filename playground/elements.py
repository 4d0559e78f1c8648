"""The shapes of Block Kit's interactive elements."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any, Final

from playground import limits
from playground.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    STYLE,
    plain,
)
from playground.shapes import (
    Check,
    Shape,
    array,
    boolean,
    exactly_one,
    fault,
    integer,
    matching,
    text,
    url,
)

_FOCUS: Final[Mapping[str, Check]] = {
    "action_id": text(limits.ACTION_ID, 1),
    "focus_on_load": boolean,
}
_CONFIRM: Final[Mapping[str, Check]] = {"action_id": _FOCUS["action_id"], "confirm": CONFIRM}
_PLACEHOLDER: Final[Mapping[str, Check]] = {**_FOCUS, "placeholder": plain(limits.PLACEHOLDER)}
_ID: Final = text(20, 9)
_IDS: Final = array(_ID, 100)


def _written(form: str, read: Callable[[str], object]) -> Callable[[str], bool]:
    """Whether a string has this form, and `read` makes sense of it."""

    def matches(given: str) -> bool:
        try:
            read(given)
        except ValueError:
            return False
        return re.fullmatch(form, given) is not None

    return matches


_DATE: Final = matching(
    _written(r"\d{4}-\d\d-\d\d", date.fromisoformat), "a date in the form YYYY-MM-DD"
)
_TIME: Final = matching(_written(r"\d\d:\d\d", time.fromisoformat), "a time in the form HH:mm")
_NUMBER: Final = matching(_written(r"-?\d+(\.\d+)?", float), "a number in a string")


def _initial_options_exist(value: Any, path: str) -> Iterator[str]:
    """What is chosen at first must be one of the options, the same in every field."""
    options = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        if isinstance(group, dict):
            options += group.get("options") or []
    chosen = value.get("initial_options")
    chosen = list(chosen) if isinstance(chosen, list) else []
    chosen += [value["initial_option"]] if value.get("initial_option") is not None else []
    if any(each not in options for each in chosen):
        yield fault("initial option must exactly match one of the provided options", path)


def _option_values_differ(value: Any, path: str) -> Iterator[str]:
    values = [o.get("value") for o in value.get("options") or [] if isinstance(o, dict)]
    if len(values) != len(set(map(repr, values))):
        yield fault("options must have unique values", f"{path}/options")


def _select(*also: Check, **fields: Check) -> Shape:
    return Shape({}, {**_CONFIRM, **_PLACEHOLDER, **fields}, also)


def _static(**fields: Check) -> Shape:
    return _select(
        exactly_one("options", "option_groups"),
        _initial_options_exist,
        _option_values_differ,
        options=array(PLAIN_OPTION, limits.SELECT_OPTIONS),
        option_groups=array(OPTION_GROUP, limits.OPTION_GROUPS),
        **fields,
    )


def _conversations(**fields: Check) -> Shape:
    return _select(default_to_current_conversation=boolean, filter=FILTER, **fields)


_MOST: Final = integer(1, 100)

_SELECTS: Final[Mapping[str, Check]] = {
    "static_select": _static(initial_option=PLAIN_OPTION),
    "users_select": _select(initial_user=_ID),
    "conversations_select": _conversations(initial_conversation=_ID, response_url_enabled=boolean),
    "channels_select": _select(initial_channel=_ID, response_url_enabled=boolean),
    "multi_static_select": _static(
        initial_options=array(PLAIN_OPTION, limits.SELECT_OPTIONS), max_selected_items=_MOST
    ),
    "multi_users_select": _select(initial_users=_IDS, max_selected_items=_MOST),
    "multi_conversations_select": _conversations(
        initial_conversations=_IDS, max_selected_items=_MOST
    ),
    "multi_channels_select": _select(initial_channels=_IDS, max_selected_items=_MOST),
}


def _choices(**fields: Check) -> Shape:
    return Shape(
        {"options": array(RICH_OPTION, limits.CHOICES)},
        {**_CONFIRM, **_FOCUS, **fields},
        (_initial_options_exist, _option_values_differ),
    )


_CHOICES: Final[Mapping[str, Check]] = {
    "checkboxes": _choices(initial_options=array(RICH_OPTION, limits.CHOICES)),
    "radio_buttons": _choices(initial_option=RICH_OPTION),
}

_PICKERS: Final[Mapping[str, Check]] = {
    "datepicker": _select(initial_date=_DATE),
    "timepicker": _select(initial_time=_TIME, timezone=text(100, 1)),
}

_DATETIME: Final[Mapping[str, Check]] = {
    "datetimepicker": Shape(
        {}, {**_CONFIRM, **_FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}
    )
}

_BUTTONS: Final[Mapping[str, Check]] = {
    "button": Shape(
        {"text": plain(limits.BUTTON_TEXT)},
        {
            **_CONFIRM,
            "url": url(limits.BUTTON_URL),
            "value": text(limits.BUTTON_VALUE, 1),
            "style": STYLE,
            "accessibility_label": text(limits.ACCESSIBILITY_LABEL, 1),
        },
    ),
    "overflow": Shape(
        {"options": array(PLAIN_OPTION, limits.OVERFLOW_OPTIONS)},
        _CONFIRM,
        (_option_values_differ,),
    ),
}

IMAGE: Final[Mapping[str, Check]] = {
    "image": Shape({"alt_text": text(limits.ALT_TEXT), "image_url": url(limits.IMAGE_URL)})
}


def typed_into(**fields: Check) -> Mapping[str, Check]:
    """The optional fields of what is typed into."""
    return {**_PLACEHOLDER, "dispatch_action_config": DISPATCH, **fields}


_LENGTH: Final = limits.PLAIN_TEXT_INPUT
_TYPED: Final[Mapping[str, Check]] = {
    "plain_text_input": Shape(
        {},
        typed_into(
            initial_value=text(_LENGTH),
            multiline=boolean,
            min_length=integer(0, _LENGTH),
            max_length=integer(1, _LENGTH),
        ),
    ),
    "email_text_input": Shape({}, typed_into(initial_value=text(_LENGTH))),
    "url_text_input": Shape({}, typed_into(initial_value=text(_LENGTH))),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        typed_into(initial_value=_NUMBER, min_value=_NUMBER, max_value=_NUMBER),
    ),
}

FILE_INPUT: Final[Mapping[str, Check]] = {
    "file_input": Shape(
        {},
        {
            "action_id": _FOCUS["action_id"],
            "filetypes": array(text(20, 1), 100),
            "max_files": integer(1, limits.FILE_INPUT_FILES),
        },
    )
}

IN_ACTIONS: Final = {**_BUTTONS, **_SELECTS, **_CHOICES, **_PICKERS, **_DATETIME}
IN_SECTION: Final = {**_BUTTONS, **_SELECTS, **_CHOICES, **_PICKERS, **IMAGE}
IN_INPUT: Final = {**_SELECTS, **_CHOICES, **_PICKERS, **_DATETIME, **_TYPED}
