"""Questions that the Wissensspeicher had no answer to, on their way to the organizers."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.services.contents import Unwanted
from storage import members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What `asker` looked for; `key` names the one time that it was asked."""

    asker: str
    words: str
    key: str
    language: str | None


def asked(connection: Connection, delivery: Delivery, now: datetime) -> OpenQuestion | Unwanted:
    """The question; whom to tell is not known yet, or it is the target."""
    payload, member = delivery.payload, members.get(connection, delivery.target)
    return OpenQuestion(
        str(payload["asker"]),
        str(payload["words"]),
        str(payload.get("key", "")),
        member.language if member else None,
    )
