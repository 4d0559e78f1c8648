"""What came of something that somebody did: the outcomes that many use cases share."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.ids import EventNumber

T = TypeVar("T")


class Reply(StrEnum):
    """An outcome of which one text says all; the value is the key of that text."""

    # what was asked could not be understood, or not be done
    UNKNOWN_ACTION = "error.unknown.action"
    UNKNOWN_FORM = "error.unknown.form"
    TRY_AGAIN = "error.try.again"
    NOT_OPENED = "error.not.opened"
    ORGANIZERS_ONLY = "organizers.only"
    ROLE_UNSURE = "organizers.unsure"
    FILE_NOT_SENT = "file.not.sent"
    FILES_ENOUGH = "file.enough"
    THANKED = "talk.thanks"
    DONE_BEFORE = "talk.done.before"
    # settings
    LANGUAGE_SAVED = "language.saved"
    CALENDAR_ENDED = "calendar.ended"
    REMINDERS_ON = "reminders.on"
    REMINDERS_OFF = "reminders.off"
    # organizers
    ORGANIZER_ADDED = "organizers.done.added"
    ORGANIZER_ALREADY = "organizers.done.already"
    ORGANIZER_REMOVED = "organizers.done.removed"
    ORGANIZER_NEVER = "organizers.never"
    ORGANIZER_IN_SETTINGS = "organizers.in.settings"
    ORGANIZER_IN_GROUP = "organizers.in.group"
    NOT_ADDED = "organizers.none"
    LAST_ORGANIZER = "organizers.last"
    PERSON_UNKNOWN = "organizers.person.unknown"
    NOBODY_TO_ANSWER_FOR = "rsvp.for.nobody"
    PLACE_RELEASED = "rsvp.for.released"
    # asking those who have not answered
    NUDGING = "nudge.begun"
    NUDGE_TOO_LATE = "nudge.too.late"
    NUDGE_UNKNOWN = "nudge.unknown"
    # announcements
    NO_CHANNEL = "announce.no.channel"
    ANNOUNCEMENT_GONE = "announce.gone"
    WITHDRAWN = "announce.withdrawn"
    DELETED = "announce.deleted"
    DISCARDED = "announce.discarded"
    BEING_POSTED = "announce.being.posted"
    TIME_PASSED = "announce.time.passed"
    ONLY_A_PREVIEW = "announce.only.preview"
    # deliveries that wait for a decision
    TRIED_AGAIN = "home.stuck.tried"
    DROPPED = "home.stuck.dropped"
    NOT_STUCK = "home.stuck.gone"
    # the Wissensspeicher
    ITEM_GONE = "kb.gone"
    ITEM_WITHDRAWN = "kb.withdrawn"
    NOT_YOUR_TALK = "talk.not.yours"
    ANOTHER_DECIDED = "talk.another.decided"
    TALK_HAS_NONE = "talk.none.said"
    ASKED_OFTEN_ENOUGH = "talk.later.enough"
    PROPOSAL_WITHDRAWN = "kb.proposal.withdrawn"
    NO_LINKS = "kb.links.none"
    FOLLOW_UP_ON_ITS_WAY = "follow_up.on.its.way"
    FOLLOW_UP_POSTED_BEFORE = "follow_up.posted.before"
    FOLLOW_UP_TOO_EARLY = "follow_up.too.early"
    LINK_MOVED = "links.moved"
    LINK_WELL = "links.found_well"
    NOT_DEAD = "links.not_dead"
    # feedback
    FEEDBACK_CLOSED = "feedback.closed"
    FEEDBACK_OFF = "feedback.off"
    # topics for coming events
    TOPIC_GONE = "topics.gone"
    TOPIC_CLOSED = "topics.closed.already"
    TOPIC_WITHDRAWN = "topics.withdrawn"
    TOPIC_NOT_WITHDRAWN = "topics.not.withdrawn"
    ASKED = "search.asked"
    JUST_ASKED = "search.just.asked"
    ASKED_ENOUGH = "search.asked.enough"


@dataclass(frozen=True, slots=True)
class NoSuchEvent:
    """There is no event of this number; without a number: none is planned."""

    number: EventNumber | None


@dataclass(frozen=True, slots=True)
class Repeated(Generic[T]):
    """Slack sent the same act before; nothing was done. `made` is what came of it then."""

    made: T | None = None


@dataclass(frozen=True, slots=True)
class AddressTaken:
    """Another item, of this title, has this address already; nothing was done."""

    title: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """So many of this member wait, or are open, that no more are taken for now."""

    limit: int


@dataclass(frozen=True, slots=True)
class Overtaken(Generic[T]):
    """Somebody else (`by`, as far as it is known) saved it since it was opened: `stored`."""

    stored: T
    by: str | None
