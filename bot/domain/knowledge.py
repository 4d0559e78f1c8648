"""A knowledge item: one link of the Wissensspeicher, and how its address is compared."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit


class Kind(StrEnum):
    """What stands behind the link."""

    RECORDING = "recording"
    SLIDES = "slides"
    BOARD = "board"
    PAPER = "paper"
    PICTURE = "picture"
    WEBSITE = "website"
    OTHER = "other"


class Publication(StrEnum):
    """Whether members see the item."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class KnowledgeItem:
    """One link. `event` is an event's number, which need not be in the database."""

    title: str
    url: str
    kind: Kind = Kind.OTHER
    event: int | None = None
    session: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    status: Publication = Publication.PUBLISHED


def normalised_url(url: str) -> str:
    """`url` in the form in which two addresses of one item are equal.

    Scheme and host in lower case, without a default port, a trailing slash or a fragment that
    is empty. The path and the query keep their case: servers may tell them apart.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    default_port = {"http": 80, "https": 443}.get(parts.scheme.lower())
    port = "" if parts.port in (None, default_port) else f":{parts.port}"
    return urlunsplit(
        (parts.scheme.lower(), host + port, parts.path.rstrip("/"), parts.query, parts.fragment)
    )
