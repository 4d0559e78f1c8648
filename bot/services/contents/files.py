"""Files whose time in Slack is over."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.services.contents import Unwanted
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file to be deleted, by Slack's id."""

    file: str


def old_file(connection: Connection, delivery: Delivery, now: datetime) -> OldFile | Unwanted:
    """The file that somebody got a day ago."""
    return OldFile(str(delivery.payload["file"]))
