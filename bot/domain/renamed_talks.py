"""Which talk is which after the talks of an event were changed: a mended topic makes no other."""

from collections.abc import Callable, Sequence

from bot.domain.events import Session
from bot.domain.fields import folded


def renamed(
    before: Sequence[Session], after: Sequence[Session]
) -> tuple[tuple[Session, Session], ...]:
    """The talks that go by another name now, each as it was and as it is.

    One is known by its speaker, else by its contact; the only one left over by its place, as long
    as no two speakers are named. Which of several alike is which nobody can tell.
    """
    gone, new = _not_among(before, after), _not_among(after, before)
    found = []
    for known_by in (_speaker, _contact):
        for one in list(gone):
            was, now = _alike(one, gone, known_by), _alike(one, new, known_by)
            if len(was) == len(now) == 1:
                found.append((one, now[0]))
                gone.remove(one)
                new.remove(now[0])
    if len(gone) == len(new) == 1 and len(before) == len(after):
        one, other = gone[0], new[0]
        is_named = one.speaker and other.speaker
        if list(before).index(one) == list(after).index(other) and not is_named:
            found.append((one, other))
    return tuple(found)


def _not_among(some: Sequence[Session], others: Sequence[Session]) -> list[Session]:
    names = {folded(other.name) for other in others}
    return [one for one in some if folded(one.name) not in names]


def _alike(
    one: Session, others: Sequence[Session], known_by: Callable[[Session], str]
) -> list[Session]:
    known = known_by(one)
    return [other for other in others if known and known_by(other) == known]


def _speaker(talk: Session) -> str:
    return folded(talk.speaker or "")


def _contact(talk: Session) -> str:
    return talk.contact or ""
