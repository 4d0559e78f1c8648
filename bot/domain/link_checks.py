"""Whether a link still leads somewhere: what each answer means, and what three failures mean."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, StrEnum, auto
from urllib.parse import urlsplit

from bot.domain.addresses import normalised_url
from bot.domain.ids import EventNumber, ItemId

# A failure counts when the check before it is a day ago: so three of them are on three days.
FAILURES = 3
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SOON = timedelta(hours=1)
# When a link is asked for which there was no turn, or while our own network failed.
PUT_OFF = timedelta(hours=1)
# When nobody was ever seen alive, so many that do not answer are our own trouble.
MANY = 5


class Why(StrEnum):
    """Why there was no answer of the web server."""

    NO_SUCH_HOST = "no_such_host"
    NO_NAME_SERVER = "no_name_server"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    HUNG_UP = "hung_up"  # or it said what is no HTTP
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    REDIRECTS = "redirects"
    NOT_ASKED = "not_asked"  # a private address, an unusual port, no web address
    BUSY = "busy"  # its host had no time for us, or was being asked by others


@dataclass(frozen=True, slots=True)
class LinkAnswered:
    """The web server's answer; the other two are what it said in these headers."""

    status: int
    location: str | None = None
    retry_after: str | None = None

    @property
    def word(self) -> str:
        """As it is kept."""
        return str(self.status)

    @property
    def leads_on(self) -> bool:
        """Whether it says where to ask instead (RFC 9110, section 15.4)."""
        return self.status in (301, 302, 303, 307, 308) and bool(self.location)


@dataclass(frozen=True, slots=True)
class Unreached:
    """There was no answer of the web server."""

    why: Why

    @property
    def word(self) -> str:
        """As it is kept."""
        return self.why.value


Answer = LinkAnswered | Unreached


class LinkVerdict(Enum):
    """What an answer says of a link."""

    ALIVE = auto()
    FAILED = auto()
    UNKNOWN = auto()


# Nobody was reached who could have answered: it may be our own network that fails.
_SILENCE = (Why.NO_SUCH_HOST, Why.NO_NAME_SERVER, Why.TIMEOUT, Why.UNREACHABLE)
_NOT_TRIED = (Why.NOT_ASKED, Why.BUSY)
_FAILURES = (Why.NO_SUCH_HOST, Why.NO_NAME_SERVER, Why.REFUSED, Why.TIMEOUT, Why.HUNG_UP)
# The server does not do what we asked, or speaks of the network between us (RFC 9110, RFC 6585).
_NOT_OF_THE_PAGE = (501, 505, 511)


def verdict(answer: Answer) -> LinkVerdict:
    """What `answer` says, after all redirects.

    404, 410 and the server's own troubles (5xx) are failures, as are a name, host or web server
    that is not there. All other refusals (401, 403, 429, 451 …) say that something is there, and
    that bots may not see it; so does 503, with which shields against bots ask for a proof. So may
    a certificate that we do not trust: browsers find by themselves what is missing in its chain.
    And so may redirects in a circle, which often only want a cookie.
    """
    match answer:
        case Unreached(why):
            return LinkVerdict.FAILED if why in _FAILURES else LinkVerdict.UNKNOWN
        case LinkAnswered(503):  # it will be back, or it keeps bots out
            return LinkVerdict.UNKNOWN
        case LinkAnswered(status) if status < 400:
            return LinkVerdict.ALIVE
        case LinkAnswered(404 | 410):
            return LinkVerdict.FAILED
        case LinkAnswered(status) if 500 <= status <= 599 and status not in _NOT_OF_THE_PAGE:
            return LinkVerdict.FAILED
    return LinkVerdict.UNKNOWN


def settles(answer: Answer) -> bool:
    """Whether the answer to a HEAD is enough; else GET is asked, which more servers do well.

    Many answer a HEAD with 405, 501, 403 or 404, hang up or say nothing, and show the page all the
    same. Whoever asks us to come later (429, 503) is left alone.
    """
    match answer:
        case Unreached(why):
            return why not in (Why.TIMEOUT, Why.HUNG_UP)
        case LinkAnswered(status, _, retry_after):
            return status < 400 or status == 429 or (status == 503 and retry_after is not None)


def waits(answer: Answer, now: datetime) -> timedelta | None:
    """How long the host wants to be left alone; None when it does not say so, and at most a week.

    https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    if not isinstance(answer, LinkAnswered) or answer.status not in (429, 503):
        return None
    asked = _span(answer.retry_after, now) if answer.retry_after else None
    if asked is None:
        return _SOON if answer.status == 429 else None
    return min(max(asked, timedelta()), _WEEK)


def _span(written: str, now: datetime) -> timedelta | None:
    """A number of seconds or a date, as it stands in the header."""
    if written.isascii() and written.isdigit():
        return timedelta(seconds=min(int(written[:9]), _WEEK.total_seconds()))
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now


def are_silent(answers: Collection[Answer]) -> bool:
    """Whether of those that were asked nobody was reached who could have answered."""
    tried = _tried(answers)
    return bool(tried) and all(
        isinstance(answer, Unreached) and answer.why in _SILENCE for answer in tried
    )


def is_our_own_trouble(asked: Collection[Answer], witnesses: Collection[Answer]) -> bool:
    """Whether it is rather our own network that fails, of the answers of different hosts.

    `witnesses` are those of links that were alive the last time. One who was reached is enough.
    """
    if not are_silent(asked):
        return False
    return are_silent(witnesses) or (not _tried(witnesses) and len(_tried(asked)) >= MANY)


def _tried(answers: Collection[Answer]) -> list[Answer]:
    """The answers for which anybody was asked at all."""
    return [one for one in answers if not (isinstance(one, Unreached) and one.why in _NOT_TRIED)]


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of a link that is to be asked; `claimed_until` is when others may ask it."""

    id: ItemId
    url: str
    checked_at: datetime | None
    failures: int
    dead_since: datetime | None
    claimed_until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a link after it was asked; `answer` is None when it is alive."""

    checked_at: datetime | None
    check_at: datetime
    failures: int
    dead_since: datetime | None
    answer: str | None


def standing(link: Link, answer: Answer, now: datetime) -> Standing:
    """What is known of `link` after `answer` at `now` (aware, UTC), and when it is asked again.

    Alive or dead ones are asked again after a week, an hour of the day further for some, so that
    they do not stay together; those that fail after a day. One success makes all well again.
    """
    at_ease = now + _WEEK + timedelta(hours=link.id % 24)
    found = verdict(answer)
    if found is LinkVerdict.ALIVE:
        return Standing(now, at_ease, 0, None, None)
    failures, dead_since = link.failures, link.dead_since
    if found is LinkVerdict.FAILED and (link.checked_at is None or now - link.checked_at >= _DAY):
        failures = min(failures + 1, FAILURES)
        dead_since = dead_since or (now if failures == FAILURES else None)
    check_at = at_ease if failures == 0 or dead_since else now + _DAY
    wanted = waits(answer, now)
    if wanted is not None:
        check_at = now + max(wanted, _DAY)
    return Standing(now, check_at, failures, dead_since, answer.word)


def host_of(url: str) -> str:
    """The host of a link, always in one spelling; empty for what is no address."""
    try:
        return urlsplit(normalised_url(url)).hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A knowledge item whose link is called dead; `answer` is the last one, as it is kept."""

    id: ItemId
    title: str
    url: str
    event: EventNumber | None
    dead_since: datetime
    checked_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class DeadLinkPage:
    """Some dead links; `number` counts from 1, `count` is how many there are in all."""

    links: tuple[DeadLink, ...]
    number: int
    pages: int
    count: int


ARCHIVE = "https://web.archive.org/web/2*/"


def archived(url: str) -> str:
    """Where the Internet Archive lists what it has kept of `url`, by year.

    https://archive.org/help/wayback_api.php; 2* are all times that begin with a 2.
    """
    return ARCHIVE + url
