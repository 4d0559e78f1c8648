"""What people do with interactive elements: the ids, values and states that Slack makes of it."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from playground.blocks import elements_of
from playground.json_values import Json
from playground.rich_text import typed

# For each kind of element: the field of what was chosen, and that of what it starts with.
_CHOSEN: Final = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
_LISTS: Final = ("selected_options", "selected_users", "selected_conversations",
                 "selected_channels", "files")  # fmt: skip


def with_ids(blocks: Sequence[Mapping[str, Any]], new_id: Callable[[], str]) -> list[Json]:
    """The blocks, copied, with ids made for those that have none, as Slack does."""
    filled = [copy.deepcopy(dict(b)) for b in blocks]
    for block in filled:
        block["block_id"] = block.get("block_id") or new_id()
        for element in elements_of(block):
            element["action_id"] = element.get("action_id") or new_id()
    return filled


def interactive(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def find_element(
    blocks: Sequence[Json], action_id: str, block_id: str | None = None
) -> tuple[Json, Json]:
    """The element with this action_id and its block.

    Raises AssertionError, naming what there is, when nobody could have clicked it.
    """
    for block, element in interactive(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    there = ", ".join(e["action_id"] for _, e in interactive(blocks)) or "nothing to click"
    raise AssertionError(f"there is no {action_id!r} to click here, only: {there}")


def _options(element: Json) -> list[Json]:
    grouped = [o for g in element.get("option_groups") or [] for o in g["options"]]
    return [*(element.get("options") or []), *grouped]


def _option(element: Json, value: object) -> Json:
    for each in _options(element):
        if value == each or value == each["value"]:
            return each
    known = [o["value"] for o in _options(element)]
    raise AssertionError(f"{element['action_id']!r} offers {known}, not {value!r}")


def state_of(element: Json, given: object) -> Json:
    """The element's entry in `state.values` when a person gave `given` (None: nothing).

    For menus `given` is an option's value (or several); for pickers, inputs and lists of people
    or channels it is what Slack carries: text, date, time, seconds, ids, a block of rich text (or
    plain words, typed into the editor).
    """
    kind = element["type"]
    field = _CHOSEN[kind][0]
    if given == "" and field == "value":
        given = None
    if field == "selected_option" and given is not None:
        given = copy.deepcopy(_option(element, given))
    elif field == "selected_options":
        chosen = given if isinstance(given, list | tuple) else []
        given = [copy.deepcopy(_option(element, each)) for each in chosen]
    elif field in _LISTS:
        given = list(given) if isinstance(given, list | tuple) else []
    elif field == "selected_date_time" and given is not None:
        given = int(str(given))
    elif field == "value" and given is not None:
        given = str(given)
    elif field == "rich_text_value" and isinstance(given, str):
        given = typed(given)
    return {"type": kind, field: given}


def _initial_state(element: Json) -> Json | None:
    """The element's entry in `state.values` before anyone touched it; None for buttons."""
    if element["type"] not in _CHOSEN:
        return None
    _, start = _CHOSEN[element["type"]]
    if start == "initial_options":
        return state_of(element, [o["value"] for o in element.get(start) or []])
    if start == "initial_option":
        chosen = element.get(start)
        return state_of(element, chosen["value"] if chosen else None)
    return state_of(element, element.get(start))


def full_state(blocks: Sequence[Json], filled: Mapping[str, Any]) -> Json:
    """`state.values`: every stateful element with what was typed, else what it starts with.

    What was typed stays as long as block_id, action_id and kind do.
    """
    values: Json = {}
    for block, element in interactive(blocks):
        start = _initial_state(element)
        if start is None:
            continue
        known = filled.get(block["block_id"], {}).get(element["action_id"])
        kept = known if known is not None and known["type"] == element["type"] else start
        values.setdefault(block["block_id"], {})[element["action_id"]] = copy.deepcopy(kept)
    return values


def value_in(state: Json) -> Any:
    """What was typed or chosen, of a state; None, "" or [] where nothing was."""
    return state[_CHOSEN[state["type"]][0]]


def action_of(block: Json, element: Json, state: Json | None, value: str | None, ts: str) -> Json:
    """The entry of `actions` in a block_actions payload, `ts` being its action_ts."""
    action: Json = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": ts,
    }
    if element["type"] == "button":
        action["text"] = copy.deepcopy(element["text"])
        for name in ("value", "style", "url"):
            if element.get(name) is not None:
                action[name] = element[name]
        return action
    if element["type"] == "overflow":
        return action | {"selected_option": copy.deepcopy(_option(element, value))}
    return action | {k: v for k, v in (state or {}).items() if k != "type"}
