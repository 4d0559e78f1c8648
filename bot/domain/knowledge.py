"""A knowledge item: one link of the Wissensspeicher."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.addresses import normalised_url
from bot.domain.ids import EventNumber, ItemId

# The address of an item is what makes it the same item.
__all__ = [
    "Addition",
    "ItemKind",
    "KeptItem",
    "KnowledgeItem",
    "Publication",
    "Visibility",
    "normalised_url",
]


class ItemKind(StrEnum):
    """What stands behind the link."""

    RECORDING = "recording"
    SLIDES = "slides"
    BOARD = "board"
    PAPER = "paper"
    PICTURE = "picture"
    WEBSITE = "website"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may see a talk, or an item that is published (bot.domain.visibility)."""

    PUBLIC = "public"  # all the world: the page, the feed, what is exported for the public
    MEMBERS = "members"  # whoever is in Slack
    NOBODY = "nobody"  # nobody yet but organizers


class Publication(StrEnum):
    """Whether organizers have let the item in."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class KnowledgeItem:
    """One link. `event` is an event's number, which need not be in the database.

    `dead` is what the bot found out and nobody wrote: it makes no other item of it. Nor does what
    the contact of its talk said: that they `decided` who sees it, that they took it back, and who
    that was (None where they are forgotten). It is shown no further than its `talk_shown` is now.
    """

    title: str
    url: str
    kind: ItemKind = ItemKind.OTHER
    event: EventNumber | None = None
    session: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    status: Publication = Publication.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    visible_from: datetime | None = None  # nobody sees it before (aware, UTC)
    dead: bool = field(default=False, compare=False, repr=False)
    decided: bool = field(default=False, compare=False, repr=False)
    decided_by: str | None = field(default=None, compare=False, repr=False)
    withdrawn: bool = field(default=False, compare=False, repr=False)
    withdrawn_by: str | None = field(default=None, compare=False, repr=False)
    talk_shown: Visibility = field(default=Visibility.PUBLIC, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item as it is stored. `proposed_by` is the member who proposed it, if one did."""

    id: ItemId
    item: KnowledgeItem
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A published item, under its normalised address, and since when it is there (UTC)."""

    key: str
    item: KnowledgeItem
    added_at: datetime
