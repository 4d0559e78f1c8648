"""What a message says: checked the same way wherever the bot says it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground import limits
from playground.blocks import check_message_blocks
from playground.errors import SlackSaysNo
from playground.json_values import Json, json_value
from playground.pictures import not_loaded
from playground.workspace import Workspace


@dataclass(frozen=True)
class Content:
    """Text, blocks and attachments of a message; None for what was not given."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.blocks or self.attachments)


def _listed(value: object, error: str) -> list[Json] | None:
    if value is None:
        return None
    listed = json_value(value, error)
    if not isinstance(listed, list):
        raise SlackSaysNo(error)
    return listed


def content_of(
    given: Mapping[str, Any], warn: Callable[[str], None], workspace: Workspace | None = None
) -> Content:
    """Reads `text`, `blocks` and `attachments`, each from JSON or a string that holds JSON.

    Text beyond 40,000 characters is cut as Slack does. `warn` is told when a screen reader would
    have nothing to read; `workspace` says which pictures it can't load. Raises SlackSaysNo:
    `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`, `invalid_attachments`,
    `too_many_attachments`, `invalid_arguments`.
    """
    text = given.get("text")
    if text is not None and not isinstance(text, str):
        raise SlackSaysNo("invalid_arguments", ["text must be a string [json-pointer:/text]"])
    blocks = _listed(given.get("blocks"), "invalid_blocks_format")
    attachments = _listed(given.get("attachments"), "invalid_attachments")
    if blocks:
        check_message_blocks(blocks)
        if workspace and (faults := not_loaded(workspace, blocks)):
            raise SlackSaysNo("invalid_blocks", faults)
    if attachments and len(attachments) > limits.ATTACHMENTS:
        raise SlackSaysNo("too_many_attachments")
    if blocks and not text:
        warn("missing_text_in_message")
    return Content(text[: limits.MESSAGE_TEXT_CUT] if text else text, blocks, attachments)


def metadata_of(value: Any) -> Json | None:
    """Message metadata: an event_type and a flat event_payload; {} to take it away.

    Raises SlackSaysNo: `invalid_metadata_format`, `invalid_metadata_schema`,
    `metadata_too_large`.
    """
    value = json_value(value, "invalid_metadata_format")
    if value is None or value == {}:
        return None if value is None else {}
    if not isinstance(value, dict) or not isinstance(value.get("event_payload"), dict):
        raise SlackSaysNo("invalid_metadata_format")
    event_type = value.get("event_type")
    if not isinstance(event_type, str) or not 0 < len(event_type) <= limits.METADATA_EVENT_TYPE:
        raise SlackSaysNo("invalid_metadata_format")
    if set(value) - {"event_type", "event_payload", "entities"}:
        raise SlackSaysNo("invalid_metadata_schema")
    if len(json.dumps(value)) > limits.METADATA_BYTES:
        raise SlackSaysNo("metadata_too_large")
    return value
