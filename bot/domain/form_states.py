"""What forms remember until they are sent: it lies in the form itself, seen by nobody."""

from dataclasses import dataclass, field

from bot.domain.ids import AnnouncementId, EventNumber, ItemId, TopicId
from bot.domain.knowledge import Publication

Link = tuple[str, str]  # an address, and the title that is guessed for it


@dataclass(frozen=True, slots=True)
class EventForm:
    """The event that the form is about (None: a new one) and its revision when it was opened.

    `seen` has a sign of what every field held then. `filled_in` counts how often the form was
    filled in anew.
    """

    event: EventNumber | None
    revision: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    filled_in: int = 0


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The item that is changed (None: a new one), and how the form stands.

    `seen` is a sign of the item when the form was opened, `status` its status then. `filled_in`
    and `picks` count how often the form, or its event, became another one. `page` is the page of
    the list of proposals under the form; `over_known` says that it lies over a word about a known
    address, `material` which page of which event's list lies under it. `rest` are links that wait
    for their turn, of `total`.
    """

    item: ItemId | None = None
    seen: str = ""
    status: Publication | None = None
    publishes: bool = False
    filled_in: int = 0
    picks: int = 0
    page: int | None = None
    over_known: bool = False
    material: str = ""
    rest: tuple[Link, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class LinksForm:
    """The links of a message that one may choose from, and the event that they may be of."""

    links: tuple[Link, ...]
    event: EventNumber | None = None


@dataclass(frozen=True, slots=True)
class AnnouncementForm:
    """The draft that is written or looked at, and the announcement (`of`) that it changes.

    `was` is the imprint of that announcement when the form was opened, `seen` the imprint of the
    draft when it was looked at; `at_once` says that it was not to be planned.
    """

    draft: AnnouncementId | None = None
    of: AnnouncementId | None = None
    was: int | None = None
    seen: int | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class SearchForm:
    """How often words were put into the field, and whether an organizer opened the search."""

    filled_in: int = 0
    organizes: bool = False  # only what is shown depends on it


@dataclass(frozen=True, slots=True)
class TopicForm:
    """The topic that the form is about, and the page of the list from which it was opened.

    `filled_in` counts how often the choice of another topic was filled in anew; `seen` is the sign
    of the topic that the form shows.
    """

    topic: TopicId
    page: int = 1
    filled_in: int = 0
    seen: str = ""


@dataclass(frozen=True, slots=True)
class TalksForm:
    """The event whose talks the form is about: who their contacts are, or who sees them.

    `seen` has a sign of what was said of each talk when the form was opened, by the sign of the
    talk. `filled_in` counts how often the form was filled in anew.
    """

    event: EventNumber
    seen: dict[str, str] = field(default_factory=dict)
    filled_in: int = 0


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """The ticket with which a sentence is said, and where the letter with it can be renewed.

    That is an address of Slack's, good for half an hour.
    """

    ticket: str
    letter: str = ""
