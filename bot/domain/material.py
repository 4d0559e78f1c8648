"""What there is of an event, by its talks; and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.events import Session
from bot.domain.fields import folded
from bot.domain.knowledge import KeptItem

PAGE_SIZE = 8


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one talk; `talk` is None for what belongs to the whole event."""

    talk: str | None
    items: tuple[KeptItem, ...]


@dataclass(frozen=True, slots=True)
class MaterialPage:
    """Some of the items of an event, by talk. `number` counts from 1."""

    groups: tuple[Group, ...]
    number: int
    total: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE_SIZE < self.total


def by_session(sessions: Sequence[Session], items: Sequence[KeptItem]) -> tuple[Group, ...]:
    """The items in the order of the talks; talks without any are left out.

    Then come those of talks that the event does not name, then all others. Case and spaces of a
    talk make no difference.
    """
    names = {folded(session.name): session.name for session in sessions}
    found: dict[str | None, list[KeptItem]] = {talk: [] for talk in names.values()}
    whole = []
    for kept in items:
        if kept.item.session is None:
            whole.append(kept)
        else:
            talk = names.setdefault(folded(kept.item.session), kept.item.session)
            found.setdefault(talk, []).append(kept)
    return tuple(
        Group(talk, tuple(of_it)) for talk, of_it in [*found.items(), (None, whole)] if of_it
    )


def missing(sessions: Sequence[Session], groups: Sequence[Group]) -> tuple[Session, ...]:
    """The talks of which there is nothing yet."""
    there = {folded(group.talk) for group in groups if group.talk is not None}
    return tuple(session for session in sessions if folded(session.name) not in there)


def page_of(groups: Sequence[Group], number: int) -> MaterialPage:
    """The `number`th page (from 1), the last one beyond it."""
    flat = [(group.talk, kept) for group in groups for kept in group.items]
    number = max(1, min(number, -(-len(flat) // PAGE_SIZE)))
    shown: dict[str | None, list[KeptItem]] = {}
    for talk, kept in flat[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
        shown.setdefault(talk, []).append(kept)
    some = tuple(Group(talk, tuple(items)) for talk, items in shown.items())
    return MaterialPage(some, number, len(flat))
