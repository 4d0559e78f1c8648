"""The modal or Home in which something was done, and what stands in its fields."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain import values
from bot.domain.files import GivenFile
from bot.domain.ids import EventNumber
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
    """A view as Slack sends it. What is missing in it, or of another kind, counts as empty.

    It is false where something was done in no view at all.
    """

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

    def __bool__(self) -> bool:
        return bool(self.view)

    @property
    def id(self) -> str:
        """Slack's name of this view."""
        return _text(self.view.get("id"))

    @property
    def is_home(self) -> bool:
        """Whether it is somebody's Home, and not a modal."""
        return self.view.get("type") == "home"

    @property
    def callback_id(self) -> str:
        """Which of our forms or lists it is."""
        return _text(self.view.get("callback_id"))

    @property
    def metadata(self) -> str:
        """What the bot wrote into it."""
        return _text(self.view.get("private_metadata"))

    @property
    def under(self) -> str:
        """The id of the modal on which it lies; empty for none."""
        return _text(self.view.get("previous_view_id"))

    @property
    def first(self) -> str | None:
        """The block_id of the first field; None for a view without any."""
        return self._block_ids[0] if self._block_ids else None

    def block_id(self, name: str) -> str | None:
        """The block_id under which this field stands in the view; None when it does not."""
        return next((found for found in self._block_ids if name_of(found) == name), None)

    def text(self, name: str) -> str:
        """What was typed, without the spaces around it."""
        return _text(self._field(name).get("value")).strip()

    def choice(self, name: str) -> str | None:
        """The value of a chosen option, the id of a channel or person, or a date or time."""
        field = self._field(name)
        option = field.get("selected_option")
        if isinstance(option, dict):
            return _text(option.get("value")) or None
        return next((_text(field[key]) for key in _CHOSEN if field.get(key)), None)

    def number(self, name: str) -> EventNumber | None:
        """The chosen or typed whole number of at most six digits, as all of ours are."""
        return values.number_or_none(self.choice(name) or self.text(name))

    def rich_text(self, name: str) -> Mapping[str, Any]:
        """What was written in Slack's editor, as its block of rich text."""
        written = self._field(name).get("rich_text_value")
        return written if isinstance(written, dict) else {}

    def ticked(self, name: str) -> frozenset[str]:
        """The values of the ticked boxes."""
        options = self._field(name).get("selected_options") or []
        return frozenset(_text(option.get("value")) for option in options)

    def files(self, name: str) -> tuple[GivenFile, ...]:
        """The files that were given, as far as Slack says where they are."""
        given = self._field(name).get("files")
        found = given if isinstance(given, list) else []
        return tuple(_file(one) for one in found if isinstance(one, dict))

    def moment(self, name: str) -> datetime | None:
        """The chosen date and time, aware and UTC."""
        seconds = self._field(name).get("selected_date_time")
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None

    def _field(self, name: str) -> Mapping[str, Any]:
        return self._fields.get(name, {})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _file(given: Mapping[str, Any]) -> GivenFile:
    size = given.get("size")
    url = _text(given.get("url_private_download"))
    return GivenFile(_text(given.get("name")), size if isinstance(size, int) else 0, url)
