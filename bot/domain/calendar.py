"""What a calendar holds of an event, and the secret address of somebody's own calendar."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.events import Event
from bot.domain.rsvps import Rsvp

_HANDLE = 12  # hexadecimal digits: enough to be unique among members
_SECRET = 40  # hexadecimal digits: 160 bits, which nobody guesses
_TOKEN = re.compile(rf"[0-9a-f]{{{_HANDLE + _SECRET}}}")


class Dated(Protocol):
    """An event as it goes into a member's own calendar, from wherever they come to it."""

    @property
    def event(self) -> Event:
        """The event."""

    @property
    def rsvp(self) -> Rsvp | None:
        """The member's answer."""

    @property
    def may_join(self) -> bool:
        """Whether the link to the meeting belongs into this calendar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in a calendar, in that of one member together with the answer.

    `changed_at` (aware, UTC) is when the event was changed last.
    """

    event: Event
    changed_at: datetime
    rsvp: Rsvp | None = None

    @property
    def revised_at(self) -> datetime:
        """When that which the calendar says was changed last, the answer included."""
        return max(self.changed_at, self.rsvp.updated_at) if self.rsvp else self.changed_at

    @property
    def may_join(self) -> bool:
        """Whether the link to the meeting belongs into this calendar."""
        return self.rsvp is not None and self.rsvp.gets_the_join_link


@dataclass(frozen=True, slots=True)
class FeedToken:
    """The secret part of an address: `handle` finds whose it is, `secret` proves it."""

    handle: str
    secret: str

    def __str__(self) -> str:
        """The token as it stands in the address."""
        return self.handle + self.secret

    @property
    def kept(self) -> "KeptToken":
        """What is stored of it."""
        return KeptToken(self.handle, hashlib.sha256(str(self).encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token as it is stored: nobody who reads the database learns an address from it."""

    handle: str
    digest: str

    def is_of(self, token: FeedToken) -> bool:
        """Whether it was made of this token; takes as long whatever differs."""
        return hmac.compare_digest(self.digest, token.kept.digest)


def new_handle() -> str:
    """A handle that no other member has."""
    return secrets.token_hex(_HANDLE // 2)


def token_with(handle: str, key: str) -> FeedToken:
    """The token with this handle, which nobody guesses who does not know the bot's `key`.

    It is made again whenever its address is to be shown, so it need not be stored.
    """
    secret = hmac.new(key.encode(), f"calendar {handle}".encode(), hashlib.sha256).hexdigest()
    return FeedToken(handle, secret[:_SECRET])


def token_of(text: str) -> FeedToken | None:
    """The token in an address; None when it is none of ours."""
    return FeedToken(text[:_HANDLE], text[_HANDLE:]) if _TOKEN.fullmatch(text) else None
