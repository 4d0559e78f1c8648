"""A click, and who made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.locales import Texts
from handlers.people import Asker


@dataclass(frozen=True, slots=True)
class Click:
    """A button that somebody clicked. Its value comes from outside and may be forged."""

    user: str
    t: Texts
    action_id: str
    value: str
    key: str
    at: datetime
    response_url: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)  # the modal or Home that it stands in

    @property
    def asker(self) -> Asker:
        """Who clicked."""
        return Asker(self.user, self.t, self.key, self.response_url)

    @property
    def number(self) -> int | None:
        """The event's number that the value is; None for anything else."""
        return number_in(self.value)

    @property
    def row(self) -> int:
        """The id of a row in the database that the value is; 0, which none has, for all else."""
        value = self.value
        return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else 0


def number_in(value: str) -> int | None:
    """A positive number of at most six digits, as all of ours are; None for anything else."""
    good = value.isascii() and value.isdigit() and len(value) <= 6 and int(value) > 0
    return int(value) if good else None
