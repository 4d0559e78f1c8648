"""A click, and who made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.people import Asker


@dataclass(frozen=True, slots=True)
class Click:
    """A button that somebody clicked. Its value comes from outside and may be forged."""

    user: str
    language: str
    action_id: str
    value: str
    key: str
    at: datetime
    response_url: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)  # the modal or Home that it stands in

    @property
    def asker(self) -> Asker:
        """Who clicked."""
        return Asker(self.user, self.language, self.key, self.response_url)
