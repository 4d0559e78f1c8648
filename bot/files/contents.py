"""What a file says, entry by entry, and what is wrong with it, line by line."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.domain.ids import EventNumber

_KEPT = 1000  # faults; nobody mends more than that by hand


@dataclass(frozen=True, slots=True)
class _Remark:
    """What is said of a line, from 1; `file` is within an archive, None when it is just one."""

    line: int
    message: str
    file: str | None = None

    def __str__(self) -> str:
        return f"{place(self.file, self.line)}: {self.message}"


@dataclass(frozen=True, slots=True)
class FileFault(_Remark):
    """One thing to mend: what is wrong and what to do.

    `entry` is the line at which the entry with it begins, None for its own; where it `ends` the
    reading, nothing is known of what stands behind it.
    """

    entry: int | None = None
    ends: bool = False


class LeftOut(_Remark):
    """Something that is no fault and no entry either: it stays where it is, and that is said."""


def place(file: str | None, line: int) -> str:
    """Where something stands, in words."""
    return f"{file}, line {line}" if file else f"line {line}"


class FileFaults(Exception):
    """A file that can't be imported: `faults` by line, and how many `more` there are.

    So many `entries` might be left out for that, 0 where it would not help.
    """

    def __init__(self, faults: Iterable[FileFault], more: int = 0, entries: int = 0) -> None:
        self.entries = entries
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file or "", fault.line)))
        self.more = more
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def ending(self) -> Iterator[FileFault]:
        """The faults as those behind which nothing was read."""
        return (replace(fault, ends=True) for fault in self.faults)


class Faults:
    """The faults of a file as they are found; of very many the first are kept, and all counted."""

    def __init__(self) -> None:
        self.kept: list[FileFault] = []
        self.more = 0
        self.entries = 0  # that have one
        self._ended = False
        self._last: tuple[str | None, int] | None = None  # entry with a fault

    def add(self, *faults: FileFault) -> None:
        """Take them in; those of one entry come one after the other."""
        room = max(_KEPT - len(self.kept), 0)
        self.kept += faults[:room]
        self.more += len(faults[room:])
        for fault in faults:
            self._ended = self._ended or fault.ends
            entry = (fault.file, fault.entry or fault.line)
            self.entries += entry != self._last
            self._last = entry

    def refuse(self, *, leave_out: bool = False) -> None:
        """Raise FileFaults if there is any; with `leave_out` if one ended the reading."""
        if self._ended or (self.kept and not leave_out):
            raise FileFaults(self.kept, self.more, 0 if self._ended else self.entries)


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event as far as the file gives it.

    `given` holds the fields under the file's names, with the values of the domain, `None` (or
    an empty tuple) for what is to be cleared; a field that is left out is not in it. `starts`
    and `ends` are naive wall times: the zone may be known to the database only. A `fold` of 1
    means the second pass of the hour that autumn repeats. `lines` says where each field stands.
    """

    number: EventNumber
    line: int
    given: Mapping[str, Any]
    lines: Mapping[str, int]
    uid: str | None = None  # by which a calendar knows it


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An event of a calendar; its number is said, or known by its `uid`, or still to be found.

    `starts` and `ends` may be instants (aware); wall times are those of the event's zone.
    """

    uid: str
    said: EventNumber | None
    line: int
    given: Mapping[str, Any]
    lines: Mapping[str, int]

    def numbered(self, number: EventNumber) -> EventEntry:
        """The event under its number."""
        return EventEntry(number, self.line, self.given, self.lines, self.uid or None)


@dataclass(frozen=True, slots=True)
class KnowledgeEntry:
    """A knowledge item as far as the file gives it; `given` and `lines` as in EventEntry.

    `guessed` holds fields of which the file says nothing plainly: they count for new items only.
    One that is not `sound` has faults, which have been told.
    """

    url: str
    line: int
    given: Mapping[str, Any]
    lines: Mapping[str, int]
    guessed: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic as far as the file gives it, its title at least; as in EventEntry."""

    line: int
    given: Mapping[str, Any]


# What is found in a file, one after the other.
Found = EventEntry | CalendarEntry | KnowledgeEntry | TopicEntry | FileFault | LeftOut


class UnknownEnding(Exception):
    """A file whose ending says nothing; the message names those that do, and what may help."""

    def __init__(self, path: Path, known: Collection[str], advice: str = "") -> None:
        ending = f"'{path.suffix}'" if path.suffix else "no ending"
        super().__init__(f"{path.name} has {ending}; known are {', '.join(known)}{advice}")
