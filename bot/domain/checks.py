"""What keeps the bot from its work, judged by what was learned of all that it needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.channels import Obstacle, Place
from bot.domain.scopes import SCOPES

# Slack refuses, and so do we, what was signed five minutes before or after our time:
# https://docs.slack.dev/authentication/verifying-requests-from-slack
CLOCK_TOLERANCE = timedelta(minutes=2)
# Seconds for which a request that Slack signed with our secret speaks for the secret.
_SPEAKS_FOR = 3600.0


class What(StrEnum):
    """What is wrong. Operators and organizers read of it in the words `trouble.<value>`."""

    TOKEN = "token"  # noqa: S105  # a name
    SCOPES = "scopes"
    CLOCK_FAST = "clock-fast"
    CLOCK_SLOW = "clock-slow"
    SECRET = "secret"  # noqa: S105  # a name
    ARCHIVED = "channel-archived"
    OUTSIDE = "channel-outside"
    UNKNOWN = "channel-unknown"
    NOBODY = "organizers-nobody"
    GROUP = "organizers-group"
    SHARED = "database-shared"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong, with what it is about: a channel, scopes, minutes, Slack's word."""

    what: What
    about: str = ""


@dataclass(slots=True)
class TokenStanding:
    """What Slack says of the bot's token. None as long as it has not said, or has nothing to say.

    `trouble` is its word for why it does not take it, `scopes` what the token may do.
    """

    trouble: str | None = None
    scopes: frozenset[str] | None = None
    said_at: datetime | None = None  # by Slack's clock


@dataclass(slots=True)
class Signatures:
    """Whether the requests of Slack that come in are signed with our secret.

    Anybody may send one that is not. So only one that names our workspace counts, if no right one
    came for an hour, and only until the next right one (docs/decisions/0017).
    """

    are_foreign: bool = False
    valid_at: float | None = None  # by the same clock as `now`

    def valid(self, now: float) -> None:
        """One was signed with our secret, at this time in seconds."""
        self.are_foreign, self.valid_at = False, now

    def foreign(self, now: float) -> None:
        """One that names our workspace was not."""
        is_long_ago = self.valid_at is None or now - self.valid_at > _SPEAKS_FOR
        self.are_foreign = self.are_foreign or is_long_ago


@dataclass(slots=True)
class BackupStanding:
    """How the bot's own backups stand; nothing is known until the first was due to be made."""

    is_known: bool = False
    refused: str | None = None  # why there is no new one
    made_at: datetime | None = None  # the newest that there is


@dataclass(slots=True)
class Learned:
    """What was learned last of all that the bot needs; None where nothing was."""

    token: TokenStanding = field(default_factory=TokenStanding)
    signatures: Signatures = field(default_factory=Signatures)
    fast: timedelta | None = None  # how far our clock is before Slack's; negative when behind
    channel: Place | None = None
    somebody_organizes: bool | None = None
    group_refused: str | None = None  # Slack's word for why it does not say who is in the group
    backup: BackupStanding = field(default_factory=BackupStanding)
    is_sole: bool = True  # no other bot runs on the same SQLite file
    # something was refused: it may have changed what was asked for last
    is_doubted: bool = False


def troubles(learned: Learned) -> tuple[Trouble, ...]:
    """All that is wrong, as far as it is known."""
    return tuple(trouble for rule in _RULES for trouble in rule(learned))


def unknown(learned: Learned) -> frozenset[What]:
    """That of which nothing was learned since the start: what was wrong then may still be so."""
    is_known = {
        What.SCOPES: learned.token.scopes is not None,
        What.CLOCK_FAST: learned.fast is not None,
        What.CLOCK_SLOW: learned.fast is not None,
        What.SECRET: learned.signatures.valid_at is not None,
        **dict.fromkeys(_OBSTACLES.values(), learned.channel is not None),
        What.NOBODY: learned.somebody_organizes is not None,
        What.BACKUP: learned.backup.is_known,
    }
    return frozenset(what for what, known in is_known.items() if not known)


def _token(learned: Learned) -> Iterator[Trouble]:
    if learned.token.trouble is not None:
        yield Trouble(What.TOKEN, learned.token.trouble)


def _scopes(learned: Learned) -> Iterator[Trouble]:
    given = learned.token.scopes
    missing = SCOPES - given if given is not None else ()
    if missing:
        yield Trouble(What.SCOPES, ", ".join(sorted(missing)))


def _clock(learned: Learned) -> Iterator[Trouble]:
    fast = learned.fast
    if fast is not None and abs(fast) > CLOCK_TOLERANCE:
        minutes = str(round(abs(fast).total_seconds() / 60))
        yield Trouble(What.CLOCK_FAST if fast > timedelta() else What.CLOCK_SLOW, minutes)


def _secret(learned: Learned) -> Iterator[Trouble]:
    if learned.signatures.are_foreign:
        yield Trouble(What.SECRET)


_OBSTACLES = {
    Obstacle.ARCHIVED: What.ARCHIVED,
    Obstacle.OUTSIDE: What.OUTSIDE,
    Obstacle.UNKNOWN: What.UNKNOWN,
}


def _channel(learned: Learned) -> Iterator[Trouble]:
    place = learned.channel
    if place is not None and place.obstacle is not None:
        yield Trouble(_OBSTACLES[place.obstacle], place.channel)


def _organizers(learned: Learned) -> Iterator[Trouble]:
    if learned.group_refused is not None:
        yield Trouble(What.GROUP, learned.group_refused)
    if learned.somebody_organizes is False:
        yield Trouble(What.NOBODY)


def _database(learned: Learned) -> Iterator[Trouble]:
    if not learned.is_sole:
        yield Trouble(What.SHARED)
    if learned.backup.refused is not None:
        yield Trouble(What.BACKUP, learned.backup.refused)


_RULES: tuple[Callable[[Learned], Iterator[Trouble]], ...] = (
    _token,
    _scopes,
    _clock,
    _secret,
    _channel,
    _organizers,
    _database,
)
