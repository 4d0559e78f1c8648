"""RSVPs: the answers, the emoji that give them, and the rule by which the last action wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """What a member can say to an event, in the order in which it is shown."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Via(StrEnum):
    """The way an answer came."""

    REACTION = "reaction"
    BUTTON = "button"
    COMMAND = "command"
    ORGANIZER = "organizer"  # somebody who organizes answered for the member


# Slack's names; the mirror keeps them, so that another one needs a migration of its rows.
EMOJI: dict[Answer, str] = {
    Answer.YES: "white_check_mark",
    Answer.MAYBE: "thinking_face",
    Answer.NO: "x",
}
# The same as it is shown in texts.
SIGNS: dict[str, str] = {Answer.YES: "✅", Answer.MAYBE: "🤔", Answer.NO: "❌"}
_ANSWERS = {emoji: answer for answer, emoji in EMOJI.items()}
# Groups under five are shown as that once the answers are gone.
_ENOUGH = 5
FEW = "<5"
# Of several that came in the same instant, or were found after downtime, the first counts.
_PRECEDENCE = {Answer.YES: 2, Answer.MAYBE: 1, Answer.NO: 0}


def answer_of(emoji: str) -> Answer | None:
    """The answer that a reaction gives, skin tones ignored; None for any other emoji."""
    return _ANSWERS.get(emoji.partition("::")[0])


@dataclass(frozen=True, slots=True)
class Rsvp:
    """A member's answer. `waitlisted_at` is set while a yes waits for a free place."""

    user: str
    answer: Answer
    via: Via
    updated_at: datetime
    waitlisted_at: datetime | None = None

    @property
    def takes_a_place(self) -> bool:
        """Whether this answer counts against the capacity."""
        return self.answer is Answer.YES and self.waitlisted_at is None

    @property
    def gets_the_join_link(self) -> bool:
        """Whether this member is shown where the event meets: yes or maybe, not while waiting."""
        return self.takes_a_place or self.answer is Answer.MAYBE


@dataclass(frozen=True, slots=True)
class Reaction:
    """One line of the mirror: an answer's emoji of one member on one message.

    `added_at` is the newest known adding (None when only the removal was seen), `changed_at` the
    newest known change of either sort.
    """

    answer: Answer
    added_at: datetime | None
    changed_at: datetime
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many said what; those on the waiting list are not among the yeses."""

    yes: int = 0
    maybe: int = 0
    no: int = 0
    waiting: int = 0
    are_final: bool = False  # the answers themselves are gone

    def shown(self, name: str) -> str:
        """How many said this, as it is shown: of a few, in the end, only that they are few."""
        found: int = getattr(self, name)
        return FEW if self.are_final and 0 < found < _ENOUGH else str(found)

    def final(self) -> dict[str, int | str]:
        """What is kept of them in the end: nothing by which a few could be counted.

        The groups have nobody in common and no sum of them is kept, so that no difference of two
        numbers is a small group.
        """
        kept = replace(self, are_final=True)
        return {
            name: kept.shown(name) if kept.shown(name) == FEW else getattr(kept, name)
            for name in ("yes", "maybe", "no", "waiting")
        }

    @classmethod
    def of_final(cls, kept: Mapping[str, int | str]) -> "Counts":
        """The counts of which this was kept."""
        numbers = {name: 1 if number == FEW else int(number) for name, number in kept.items()}
        return cls(**numbers, are_final=True)


def merge(known: Reaction | None, news: Reaction) -> Reaction:
    """The mirror's line after `news`, in whatever order the two were made.

    An older change never overwrites a newer one, but the newest adding is remembered through a
    removal: that is what tells a removal before a button from one after it.
    """
    if known is None:
        return news
    # of two changes in one instant the removal counts, whichever came first
    newest = max(known, news, key=lambda reaction: (reaction.changed_at, reaction.removed))
    added = [at for at in (known.added_at, news.added_at) if at is not None]
    return Reaction(
        news.answer, max(added, default=None), newest.changed_at, removed=newest.removed
    )


def settled(current: Rsvp | None, reactions: Iterable[Reaction]) -> tuple[Answer, datetime] | None:
    """What a member's reactions make of the answer: it and its time, or None for no answer.

    `reactions` are the member's lines on all messages of the event, removed ones too. A button
    or command that came after the newest adding stands; otherwise the newest emoji that is still
    there counts.
    """
    seen = list(reactions)
    newest = max((r.added_at for r in seen if r.added_at is not None), default=None)
    spoken = current is not None and current.via is not Via.REACTION
    if current and spoken and (newest is None or current.updated_at >= newest):
        return current.answer, current.updated_at
    there = [
        (r.added_at, _PRECEDENCE[r.answer], r.answer)
        for r in seen
        if r.added_at is not None and not r.removed
    ]
    if current and _stands_as_said_again(current, seen):
        there.append((current.updated_at, _PRECEDENCE[current.answer], current.answer))
    if not there:
        return None
    at, _, answer = max(there)
    return answer, at


def _stands_as_said_again(current: Rsvp, seen: Iterable[Reaction]) -> bool:
    """Whether an answer given by emoji was said again in words, and the emoji not taken away since.

    Such a word makes no other answer, so it only moves the time: what is heard of late, but was
    done before it, does not overrule it.
    """
    own = [r for r in seen if r.answer is current.answer and r.added_at is not None]
    added = max((r.added_at for r in own if r.added_at is not None), default=None)
    if current.via is not Via.REACTION or added is None or added >= current.updated_at:
        return False
    is_there = any(not r.removed for r in own)
    return is_there or max(r.changed_at for r in own) < current.updated_at


def free_places(capacity: int | None, taken: int) -> int | None:
    """How many more can come; None without a capacity, never below zero."""
    return None if capacity is None else max(0, capacity - taken)
