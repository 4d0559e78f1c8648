"""Files whose time in Slack is over."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.services.contents import Unwanted
from storage import members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file to be deleted, by Slack's id."""

    file: str


def old_file(connection: Connection, delivery: Delivery, now: datetime) -> OldFile | Unwanted:
    """The file that somebody got a day ago."""
    return OldFile(str(delivery.payload["file"]))


@dataclass(frozen=True, slots=True)
class UnsentFile:
    """That somebody does not get the file that they asked for; their language, if it is known."""

    language: str | None


def unsent(connection: Connection, delivery: Delivery, now: datetime) -> UnsentFile:
    """Word to whoever waits for a file that could not be sent."""
    member = members.get(connection, delivery.target)
    return UnsentFile(member.language if member else None)
