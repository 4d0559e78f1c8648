"""What is kept about people: for which purpose, on which legal basis, how long, and what then.

The tables say beside each of their columns whether it is about a person, and for which of these
purposes (`storage.tables`). What people see of it, what is deleted, and `docs/privacy` go by that.
The articles are those of the GDPR: https://eur-lex.europa.eu/eli/reg/2016/679/oj
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.members import is_a_person

# What stands where the id of somebody stood who is forgotten, and where a text mentioned a person.
SOMEBODY, LEFT_OUT = "somebody", "…"
_ID = re.compile(r"(?<!\w)[UW][A-Z0-9]+(?!\w)")
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|([^<>]*))?>")


class Basis(StrEnum):
    """Why it may be kept; what each means is written in the words `data.basis.<name>`."""

    TASK = "task"  # Article 6 (1) (e): the community is part of a public task; else (f)
    WISH = "wish"  # Article 6 (1) (a): the person asked for it, and can end it
    DUTY = "duty"  # Article 6 (1) (c) with 5 (2), 17 and 32: to show what was done, and to keep it


class Fate(StrEnum):
    """What becomes of it: when its time is over, or when the person wants to be forgotten."""

    DELETED = "deleted"
    COUNTED = "counted"  # only how many there were stays
    NAMELESS = "nameless"  # what was done stays, but not who did it
    KEPT = "kept"


class Purpose(StrEnum):
    """What data of people serve; each in the words `data.purpose.<name>` and `data.until.<name>`.

    `then` is what becomes of it when its time is over, `on_wish` when the person wants that.
    `days` counts from `since`, a column of the same table or the end of the event; without `since`
    it stays until there is no reason any more. With 0 days it is LABCAMP_RETENTION_DAYS.
    """

    basis: Basis
    then: Fate
    on_wish: Fate
    days: int
    since: str | None

    def __new__(
        cls,
        name: str,
        basis: Basis,
        then: Fate,
        on_wish: Fate = Fate.DELETED,
        days: int = 0,
        since: str | None = None,
    ) -> "Purpose":
        """A purpose; by its name alone it is found again."""
        purpose = str.__new__(cls, name)
        purpose._value_, purpose.basis, purpose.then = name, basis, then
        purpose.on_wish, purpose.days, purpose.since = on_wish, days, since
        return purpose

    ANSWERS = "answers", Basis.TASK, Fate.COUNTED, Fate.DELETED, 0, "event"
    MESSAGES = "messages", Basis.TASK, Fate.DELETED, Fate.DELETED, 90, "done_at"
    SETTINGS = "settings", Basis.WISH, Fate.DELETED, Fate.DELETED, 0, "since"
    ROLE = "role", Basis.TASK, Fate.DELETED
    CALENDAR = "calendar", Basis.WISH, Fate.DELETED
    PROPOSALS = "proposals", Basis.TASK, Fate.NAMELESS, Fate.NAMELESS, 90, "added_at"
    # so that one can take one's own topic back, and nobody proposes too many at a time
    TOPICS = "topics", Basis.TASK, Fate.NAMELESS, Fate.NAMELESS
    VOTES = "votes", Basis.TASK, Fate.DELETED
    ASKED = "asked", Basis.TASK, Fate.DELETED, Fate.DELETED, 14, "event"
    # of whose words it is nobody knows; they may name somebody
    FEEDBACK = "feedback", Basis.TASK, Fate.DELETED, Fate.KEPT, 365, "event"
    MATERIAL = "material", Basis.TASK, Fate.NAMELESS, Fate.NAMELESS
    ANNOUNCING = "announcing", Basis.TASK, Fate.DELETED, Fate.NAMELESS, 90, "planned_at"
    ONCE = "once", Basis.DUTY, Fate.DELETED, Fate.DELETED, 7, "seen_at"
    PACE = "pace", Basis.DUTY, Fate.DELETED, Fate.DELETED, 1, "until"
    AUDIT = "audit", Basis.DUTY, Fate.DELETED, Fate.NAMELESS, 365, "at"
    FORGETTING = "forgetting", Basis.DUTY, Fate.DELETED, Fate.KEPT, 365, "at"
    # of people who need be no members (Article 14): as organizers write it, until they take it out
    PROGRAMME = "programme", Basis.TASK, Fate.KEPT, Fate.KEPT


class Relation(StrEnum):
    """What of a person a column holds."""

    OWNER = "owner"  # the id of the member whose row it is
    ABOUT = "about"  # something about the owner of the row
    NAMES = "names"  # ids of members can stand in the text or JSON of it
    MENTIONS = "mentions"  # a text in which people can mention members, as Slack writes it
    PSEUDONYM = "pseudonym"  # what nobody can tell an id from
    OTHERS = "others"  # names of people as organizers write them, members or not


@dataclass(frozen=True, slots=True)
class Personal:
    """What a column has to do with people: what it holds of them, and what for."""

    relation: Relation
    purpose: Purpose


def ids(text: str) -> list[str]:
    """What may be ids of people in a text: they begin with U or W.

    https://docs.slack.dev/reference/objects/user-object
    """
    return _ID.findall(text)


def names(text: str, user: str) -> bool:
    """Whether the id of this user stands in a text, as a word of its own.

    What is no id of Slack's, whoever sent it, names nobody: a `1` stands in others' rows too.
    """
    return is_a_person(user) and _whole(user).search(text) is not None


def without(text: str, user: str) -> str:
    """The text with nobody's id where this user's stood, and not even that where it was mentioned.

    Beside the id a mention may show the name: https://docs.slack.dev/messaging/formatting-message-text
    """
    mention = re.compile(rf"<@{re.escape(user)}(?:\|[^<>]*)?>")
    return _whole(user).sub(SOMEBODY, mention.sub(LEFT_OUT, text))


def unmentioned(text: str) -> str:
    """The text with the name that a mention shows in its place, and no id: none is kept of it."""
    return _MENTION.sub(lambda mention: mention[1] or LEFT_OUT, text)


def _whole(user: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(user)}(?!\w)")
