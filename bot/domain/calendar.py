"""What a calendar holds of an event, and the secret address of somebody's own calendar."""

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

    def proves(self, kept: "FeedToken") -> bool:
        """Whether this is the token that was kept; takes as long whatever differs."""
        return hmac.compare_digest(str(self), str(kept))


def new_token() -> FeedToken:
    """A token that nobody can guess."""
    return FeedToken(secrets.token_hex(_HANDLE // 2), secrets.token_hex(_SECRET // 2))


def token_of(text: str) -> FeedToken | None:
    """The token in an address; None when it is none of ours."""
    return FeedToken(text[:_HANDLE], text[_HANDLE:]) if _TOKEN.fullmatch(text) else None
