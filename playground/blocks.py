"""Whether Slack would take these blocks, this view, this message; every fault named at once."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from playground import limits
from playground.elements import FILE_INPUT, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from playground.errors import SlackSaysNo
from playground.objects import plain, rich
from playground.rich_text import EDITOR, RICH_TEXT
from playground.shapes import (
    Check,
    Shape,
    array,
    at_least_one,
    boolean,
    by_type,
    fault,
    must,
    text,
    url,
)

Surface = Literal["message", "modal", "home"]

_ID: Final[Mapping[str, Check]] = {"block_id": text(limits.BLOCK_ID)}


_CONTEXT_ELEMENT: Final = by_type(
    {
        "plain_text": plain(limits.TEXT_OBJECT),
        "mrkdwn": rich(limits.TEXT_OBJECT),
        **IMAGE,
    }
)

_COMMON: Final[Mapping[str, Check]] = {
    "divider": Shape({}, _ID),
    "header": Shape({"text": plain(limits.HEADER_TEXT)}, _ID),
    "section": Shape(
        {},
        {
            **_ID,
            "text": rich(limits.SECTION_TEXT),
            "fields": array(rich(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": by_type(IN_SECTION),
            "expand": boolean,
        },
        (at_least_one("text", "fields"),),
    ),
    "context": Shape({"elements": array(_CONTEXT_ELEMENT, limits.CONTEXT_ELEMENTS)}, _ID),
    "actions": Shape({"elements": array(by_type(IN_ACTIONS), limits.ACTIONS_ELEMENTS)}, _ID),
    "image": Shape(
        {"alt_text": text(limits.ALT_TEXT), "image_url": url(limits.IMAGE_URL)},
        {**_ID, "title": plain(limits.IMAGE_TITLE)},
    ),
    "rich_text": RICH_TEXT,
}


def _input(elements: Mapping[str, Check]) -> Shape:
    return Shape(
        {"label": plain(limits.INPUT_LABEL), "element": by_type(elements)},
        {
            **_ID,
            "hint": plain(limits.INPUT_HINT),
            "optional": boolean,
            "dispatch_action": boolean,
        },
    )


# https://docs.slack.dev/reference/block-kit/blocks says which block may stand where. Blocks for
# workflows, videos, tables, calls and remote files are left out: this workspace refuses them.
_ANYWHERE: Final[Mapping[str, Check]] = {**_COMMON, "input": _input({**IN_INPUT, **EDITOR})}
_BLOCKS: Final[Mapping[Surface, Check]] = {
    "message": by_type(
        {**_ANYWHERE, "markdown": Shape({"text": text(limits.MARKDOWN_TEXT, 1)}, _ID)}
    ),
    "modal": by_type({**_COMMON, "input": _input({**IN_INPUT, **FILE_INPUT, **EDITOR})}),
    "home": by_type(_ANYWHERE),
}


def elements_of(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of one block, in their order."""
    kind = block.get("type")
    found: list[Any] = []
    if kind == "actions":
        found = list(block.get("elements") or [])
    elif kind == "section" and block.get("accessory"):
        found = [block["accessory"]]
    elif kind == "input":
        found = [block.get("element")]
    return [e for e in found if isinstance(e, dict) and e.get("type") != "image"]


def _ids_differ(blocks: list[Any], path: str) -> Iterator[str]:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id:
            if block_id in seen:
                yield fault(f"`block_id` `{block_id}` already exists", f"{path}/{number}/block_id")
            seen.add(block_id)
        actions: set[str] = set()
        for place, element in enumerate(elements_of(block)):
            action_id = element.get("action_id")
            if isinstance(action_id, str) and action_id in actions:
                where = f"{path}/{number}/elements/{place}/action_id"
                yield fault(f"`action_id` `{action_id}` already exists", where)
            actions.add(str(action_id))


def block_faults(blocks: object, surface: Surface, path: str = "/blocks") -> list[str]:
    """Every fault of a list of blocks on a surface, as Slack words them; empty when it is good."""
    most = limits.BLOCKS_IN_MESSAGE if surface == "message" else limits.BLOCKS_IN_VIEW
    faults = list(array(_BLOCKS[surface], most, least=0)(blocks, path))
    if isinstance(blocks, list):
        faults += _ids_differ(blocks, path)
        elements = [e for b in blocks if isinstance(b, dict) for e in elements_of(b)]
        if sum(e.get("focus_on_load") is True for e in elements) > 1:
            faults.append(fault("only one element may have `focus_on_load`", path))
    return faults


def check_message_blocks(blocks: object) -> list[dict[str, Any]]:
    """The blocks of a message, if Slack would take them.

    Raises SlackSaysNo: `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`.
    """
    if not isinstance(blocks, list):
        raise SlackSaysNo("invalid_blocks_format")
    if faults := block_faults(blocks, "message"):
        raise SlackSaysNo("invalid_blocks", faults)
    if len(json.dumps(blocks, ensure_ascii=False)) > limits.BLOCKS_CHARACTERS:
        raise SlackSaysNo("msg_blocks_too_long")
    return blocks


_VIEW_COMMON: Final[Mapping[str, Check]] = {
    "private_metadata": text(limits.PRIVATE_METADATA),
    "callback_id": text(limits.CALLBACK_ID),
    "external_id": text(limits.EXTERNAL_ID),
}
# They are checked on their own.
_ANY_BLOCKS: Final[Mapping[str, Check]] = {"blocks": must(lambda _: True, "")}

_VIEWS: Final[Mapping[Surface, Check]] = {
    "modal": Shape(
        {"title": plain(limits.VIEW_TITLE), **_ANY_BLOCKS},
        {
            **_VIEW_COMMON,
            "submit": plain(limits.VIEW_BUTTON),
            "close": plain(limits.VIEW_BUTTON),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    ),
    "home": Shape(_ANY_BLOCKS, _VIEW_COMMON),
}


def view_faults(view: object, surface: Surface) -> list[str]:
    """Every fault of a modal or a home tab; empty when it is good."""
    if not isinstance(view, dict):
        return [fault("must be an object", "/view")]
    of_type = must(lambda kind: kind == surface, f"must be `{surface}`")
    faults = [*of_type(view.get("type"), "/view/type"), *_VIEWS[surface](view, "/view")]
    blocks = view.get("blocks")
    faults += block_faults(blocks, surface, "/view/blocks")
    listed = blocks if isinstance(blocks, list) else []
    has_input = any(isinstance(b, dict) and b.get("type") == "input" for b in listed)
    if surface == "modal" and has_input and not view.get("submit"):
        faults.append(fault("missing required field: submit", "/view"))
    return faults


def check_view(view: object, surface: Surface) -> dict[str, Any]:
    """A view, if Slack would take it.

    Raises SlackSaysNo: `invalid_arguments` with the faults, `view_too_large`.
    """
    if faults := view_faults(view, surface):
        raise SlackSaysNo("invalid_arguments", faults)
    if not isinstance(view, dict) or len(json.dumps(view)) > limits.VIEW_BYTES:
        raise SlackSaysNo("view_too_large")
    return view
