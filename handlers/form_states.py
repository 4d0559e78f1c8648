"""What a form of an event was filled with: kept in the form itself until it is sent."""

import json
from dataclasses import dataclass
from typing import Any

from bot.domain.limits import LARGEST_NUMBER


@dataclass(frozen=True, slots=True)
class FormState:
    """The event that the form is about, its revision then, and a sign of what every field held."""

    event: int | None = None
    revision: int = 0
    seen: dict[str, str] | None = None
    filled_in: int = 0

    def written(self) -> str:
        """As a view's private_metadata."""
        return json.dumps([self.event, self.revision, self.seen or {}, self.filled_in])


def read(metadata: str) -> FormState | None:
    """What the bot wrote into the form; None for a form from another time."""
    try:
        found: Any = json.loads(metadata)
        event, revision, signs, filled_in = found
        state = FormState(event, int(revision), dict(signs), int(filled_in))
    except (ValueError, TypeError, OverflowError):
        return None
    return state if event is None or _is_a_number(event) else None


def _is_a_number(event: object) -> bool:
    """Whether it can be the number of an event; what comes back may have been changed outside."""
    if not isinstance(event, int) or isinstance(event, bool):
        return False
    return 0 < event <= LARGEST_NUMBER
