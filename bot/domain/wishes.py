"""The wish to be forgotten, remembered without the id of whoever had it."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

# What was made before counts no more; and no backup that is older is to be kept.
REMEMBERED_DAYS = 365
_KEY, _BYTES = 16, 48  # bytes of a key, and of a key with its digest


@dataclass(frozen=True, slots=True)
class Wish:
    """That somebody wanted to be forgotten at `at` (aware, UTC).

    `digest` is a keyed hash of their id, `key` its own random key (both hexadecimal): nobody reads
    an id from them, but it can be asked whether it was this one. HMAC: RFC 2104.
    """

    digest: str
    key: str
    at: datetime

    @classmethod
    def of(cls, user: str, at: datetime) -> "Wish":
        """The wish of this user, under a new key."""
        key = secrets.token_hex(_KEY)
        return cls(_digest(user, key), key, at)

    def is_of(self, user: str) -> bool:
        """Whether it is this user's."""
        return hmac.compare_digest(_digest(user, self.key), self.digest)

    @property
    def line(self) -> str:
        """The wish as a line of the file beside the backups."""
        return f"{self.at.isoformat()} {self.key} {self.digest}"

    @classmethod
    def from_line(cls, line: str) -> "Wish":
        """The wish in such a line; raises ValueError when there is none."""
        at, key, digest = line.split()
        found = cls(digest, key, datetime.fromisoformat(at))
        if found.at.tzinfo is None or len(bytes.fromhex(key + digest)) != _BYTES:
            raise ValueError("no wish")
        return found


def is_forgotten(user: str, wishes: Collection[Wish]) -> bool:
    """Whether one of these wishes is this user's."""
    return any(wish.is_of(user) for wish in wishes)


def _digest(user: str, key: str) -> str:
    return hmac.new(bytes.fromhex(key), user.encode(), hashlib.sha256).hexdigest()
