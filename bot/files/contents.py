"""What a file says, entry by entry, and what is wrong with it, line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `line` counts from 1; `message` says what is wrong and what to do."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class FileFaults(Exception):
    """A file that can't be imported; `faults` holds all that was found, by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event as far as the file gives it.

    `given` holds the fields under the file's names, with the values of the domain, `None` (or
    an empty tuple) for what is to be cleared; a field that is left out is not in it. `starts`
    and `ends` are naive wall times: the zone may be known to the database only. A `fold` of 1
    means the second pass of the hour that autumn repeats. `lines` says where each field stands.
    """

    number: int
    line: int
    given: Mapping[str, Any]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """A knowledge item as far as the file gives it; `given` and `lines` as in EventEntry."""

    url: str
    line: int
    given: Mapping[str, Any]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """All entries of a file, in its order; no number and no normalised address comes twice."""

    events: tuple[EventEntry, ...] = ()
    knowledge: tuple[KnowledgeEntry, ...] = ()
