"""What somebody filled into a modal, field by field, under the names that the view gave them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.views.modals import name_of

# https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
_CHOSEN = (
    "selected_conversation",
    "selected_channel",
    "selected_user",
    "selected_date",
    "selected_time",
)


class Form:
    """The fields of a submitted view. What is missing, or of another kind, counts as empty."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self.view = view
        self._block_ids = [
            block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"
        ]
        values = (view.get("state") or {}).get("values") or {}
        self._fields: dict[str, Mapping[str, Any]] = {
            name_of(block_id): next(iter(elements.values()), {})
            for block_id, elements in values.items()
        }

    @property
    def first(self) -> str | None:
        """The block_id of the first field; None for a view without any."""
        return self._block_ids[0] if self._block_ids else None

    def block_id(self, name: str) -> str | None:
        """The block_id under which this field stands in the view; None when it does not."""
        return next((found for found in self._block_ids if name_of(found) == name), None)

    def text(self, name: str) -> str:
        """What was typed, without the spaces around it."""
        return _text(self._field(name).get("value")).replace("\0", "").strip()

    def choice(self, name: str) -> str | None:
        """The value of a chosen option, the id of a channel or person, or a date or time."""
        field = self._field(name)
        option = field.get("selected_option")
        if isinstance(option, dict):
            return _text(option.get("value")) or None
        return next((_text(field[key]) for key in _CHOSEN if field.get(key)), None)

    def number(self, name: str) -> int | None:
        """The chosen or typed whole number of at most six digits, as all of ours are."""
        found = self.choice(name) or self.text(name)
        good = found.isascii() and found.isdigit() and len(found) <= 6
        return int(found) if good else None

    def rich_text(self, name: str) -> Mapping[str, Any]:
        """What was written in Slack's editor, as its block of rich text."""
        written = self._field(name).get("rich_text_value")
        return written if isinstance(written, dict) else {}

    def ticked(self, name: str) -> frozenset[str]:
        """The values of the ticked boxes."""
        options = self._field(name).get("selected_options") or []
        return frozenset(_text(option.get("value")) for option in options)

    def moment(self, name: str) -> datetime | None:
        """The chosen date and time, aware and UTC."""
        seconds = self._field(name).get("selected_date_time")
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None

    def _field(self, name: str) -> Mapping[str, Any]:
        return self._fields.get(name, {})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
