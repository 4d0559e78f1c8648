"""What Slack's own form complains of before it sends anything, in the person's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from playground import limits
from playground.inputs import interactive, value_in
from playground.json_values import Json

_WORDS: Final = {
    "empty": ("Bitte füllt dieses Feld aus.", "Please fill in this field."),
    "short": ("Bitte schreibt mindestens {} Zeichen.", "Please write at least {} characters."),
    "long": ("Bitte schreibt höchstens {} Zeichen.", "Please write at most {} characters."),
    "url": (
        "Bitte gebt eine vollständige Adresse an, etwa https://example.org.",
        "Please give a full address, such as https://example.org.",
    ),
    "email": ("Bitte gebt eine E-Mail-Adresse an.", "Please give an e-mail address."),
    "files": ("Höchstens {} Dateien passen hier hinein.", "At most {} files go in here."),
    "filetype": (
        "Hier passen nur Dateien dieser Art: {}.",
        "Only files of this kind go in here: {}.",
    ),
    "number": ("Bitte gebt eine Zahl an.", "Please give a number."),
    "whole": ("Bitte gebt eine ganze Zahl an.", "Please give a whole number."),
    "least": ("Die kleinste mögliche Zahl ist {}.", "The smallest possible number is {}."),
    "most": ("Die größte mögliche Zahl ist {}.", "The greatest possible number is {}."),
}
# a key of _WORDS, and what stands in its gap
_Complaint = tuple[str, object]


def complaints(blocks: Sequence[Json], state: Mapping[str, Any], locale: str) -> dict[str, str]:
    """What is wrong with these answers: block_id → complaint."""
    language = 0 if locale.startswith("de") else 1
    found: dict[str, str] = {}
    for block, element in interactive(blocks):
        if block["type"] != "input":
            continue
        given = state[block["block_id"]][element["action_id"]]
        complaint = _complaint(element, given)
        if value_in(given) in (None, "", []):
            complaint = None if block.get("optional") else ("empty", None)
        if complaint is not None:
            key, gap = complaint
            found[block["block_id"]] = _WORDS[key][language].format(gap)
    return found


def _complaint(element: Json, state: Mapping[str, Any]) -> _Complaint | None:
    value = str(state.get("value") or "")
    kind = element["type"]
    if kind == "plain_text_input":
        return _text_complaint(element, value)
    if kind == "url_text_input" and not value.startswith(("http://", "https://")):
        return "url", None
    if kind == "email_text_input" and "@" not in value:
        return "email", None
    if kind == "file_input":
        return _file_complaint(element, state["files"])
    if kind == "number_input":
        return _number_complaint(element, value)
    return None


def _text_complaint(element: Json, value: str) -> _Complaint | None:
    least = element.get("min_length") or 0
    most = element.get("max_length") or limits.PLAIN_TEXT_INPUT
    if len(value) < least:
        return "short", least
    return ("long", most) if len(value) > most else None


def _file_complaint(element: Json, files: Sequence[Json]) -> _Complaint | None:
    most, kinds = element.get("max_files") or limits.FILE_INPUT_FILES, element.get("filetypes")
    if len(files) > most:
        return "files", most
    if kinds and any(file["filetype"] not in kinds for file in files):
        return "filetype", ", ".join(kinds)
    return None


def _number_complaint(element: Json, value: str) -> _Complaint | None:
    try:
        number = float(value)
    except ValueError:
        return "number", None
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "whole", None
    if number < float(element.get("min_value") or number):
        return "least", element["min_value"]
    if number > float(element.get("max_value") or number):
        return "most", element["max_value"]
    return None
