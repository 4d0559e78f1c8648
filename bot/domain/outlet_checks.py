"""Whether a text about an event says what the event says: its date, times, links and names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from bot.domain.clock_times import times_in, without_times
from bot.domain.dates import WrittenDate, dates_in
from bot.domain.events import Event
from bot.domain.outlet_reading import Read, read
from bot.domain.outlets import Occasion, Outlet, OutletSource, Output
from bot.domain.post_lengths import NETWORKS
from bot.domain.times import to_local


class Differs(StrEnum):
    """In what a text and its event differ."""

    OTHER_DATE = "other-date"
    OTHER_TIME = "other-time"
    OTHER_LINK = "other-link"
    OTHER_NUMBER = "other-number"
    NO_DATE = "no-date"
    NO_TIME = "no-time"
    NO_LINK = "no-link"
    NO_NAME = "no-name"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, the text (its name) in which it is, and the words that are there or lack."""

    output: str
    differs: Differs
    words: str = ""


_NUMBER = re.compile(r"LabCamp\s*#\s*(\d+)", re.IGNORECASE)
_LONGEST = 200  # characters of a text that are repeated in a difference


def differences(
    output: Output, source: OutletSource, pages: Iterable[str] = ()
) -> list[Difference]:
    """Where a text says something else than its event, or leaves out what it has to say.

    `pages` are addresses of the community's own that may be named beside those of the event. What
    stands in the event's own title, description and talks is what the event says.
    """
    said, own = read(output.name, output.text), _own_words(source)
    found = [
        *(Difference(output.name, Differs.OTHER_DATE, one) for one in _other_dates(said, own)),
        *(Difference(output.name, Differs.OTHER_TIME, one) for one in _other_times(said, own)),
        *(Difference(output.name, Differs.OTHER_LINK, one) for one in _others(said, own, pages)),
        *(Difference(output.name, Differs.OTHER_NUMBER, one) for one in _numbers(said, own)),
        *_lacking(output, said, source),
    ]
    network = NETWORKS.get(output.name)
    if network is not None and (length := network.length(output.text)) > network.limit:
        found.append(Difference(output.name, Differs.TOO_LONG, f"{length} > {network.limit}"))
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """What an event says: its moments by the clocks at home, the lines somebody wrote, links."""

    number: int
    moments: tuple[datetime, ...]
    lines: tuple[str, ...]
    links: frozenset[str]


def _own_words(source: OutletSource) -> _OwnWords:
    event, hours = source.event, source.moved_from
    moments = [to_local(one, event.timezone) for one in _instants(event)]
    if hours is not None:
        moments += [to_local(one, hours.timezone) for one in (hours.starts_at, hours.ends_at)]
    written = [event.title, event.description, event.location, event.host, event.accessibility]
    for session in event.sessions:
        written += [session.talk, session.speaker, session.role, session.organisation]
        written += [session.by, f"{session.talk} – {session.by}"]
    links = [event.registration_url]
    for group in source.groups:
        written.append(group.talk)
        for kept in group.items:
            written += [kept.item.title, kept.item.description]
            links.append(kept.item.url)
    lines = [line for text in written if text for line in text.splitlines()]
    found = [*(link for link in links if link), *read("own.txt", "\n".join(lines)).links]
    return _OwnWords(event.number, tuple(moments), tuple(lines), frozenset(map(_bare, found)))


def _instants(event: Event) -> list[datetime]:
    closes = [event.closes_at] if event.closes_at else []
    return [event.starts_at, event.ends_at, *closes]


def _other_dates(said: Read, own: _OwnWords) -> Iterator[str]:
    """The dates that are none of the event's, nor in what somebody wrote of it."""
    written = {_day(one) for line in own.lines for one in _dates(line)}
    days = {(one.month, one.day, one.year) for one in own.moments}
    known = written | days | {(month, day, None) for month, day, _ in days}
    for line in said.lines:
        for one in _dates(line):
            if not one.unclear and _day(one) not in known:
                yield one.words
    # in the hour that autumn brings twice, times of a zone equal none of another
    instants = {one.astimezone(UTC).replace(microsecond=0) for one in own.moments}
    yield from (one.isoformat() for one in said.instants if one.astimezone(UTC) not in instants)


@lru_cache(maxsize=512)  # what stands in one text stands in all of them
def _dates(line: str) -> tuple[WrittenDate, ...]:
    return tuple(dates_in(without_times(line)))


def _day(written: WrittenDate) -> tuple[int, int, int | None]:
    return (*written.first, written.year)


def _other_times(said: Read, own: _OwnWords) -> Iterator[str]:
    known = {(one.hour, one.minute) for one in own.moments}
    known |= {time for line in own.lines for time, _ in times_in(line)}
    yield from (words for line in said.lines for time, words in times_in(line) if time not in known)


def _others(said: Read, own: _OwnWords, pages: Iterable[str]) -> Iterator[str]:
    known = own.links | {_bare(page) for page in pages if page}
    yield from (link[:_LONGEST] for link in said.links if _bare(link) not in known)


def _bare(link: str) -> str:
    """An address without what a sentence may put behind it."""
    return link.rstrip(".,;:!?'\")]>*_")


def _numbers(said: Read, own: _OwnWords) -> Iterator[str]:
    known = {own.number, *(int(one) for line in own.lines for one in _NUMBER.findall(line))}
    for line in said.lines:
        for found in _NUMBER.finditer(line):
            if int(found[1]) not in known:
                yield found[0]


def _lacking(output: Output, said: Read, source: OutletSource) -> Iterator[Difference]:
    """What is not there: day, start, registration, and the names."""
    event, occasion = source.event, source.occasion
    start = to_local(event.starts_at, event.timezone)
    days = {_day(one) for line in said.lines for one in _dates(line)}
    if not days & {(start.month, start.day, year) for year in (start.year, None)}:
        yield Difference(output.name, Differs.NO_DATE, f"{start:%Y-%m-%d}")
    clock = (start.hour, start.minute)
    times = {time for line in said.lines for time, _ in times_in(line)}
    if occasion is Occasion.INVITATION and clock not in times:
        yield Difference(output.name, Differs.NO_TIME, f"{start:%H:%M}")
    link = source.registration
    if link and _bare(link) not in {_bare(one) for one in said.links}:
        yield Difference(output.name, Differs.NO_LINK, link[:_LONGEST])
    told = _folded("\n".join(said.lines))
    for name in _names(output, source):
        if _folded(name) not in told:
            yield Difference(output.name, Differs.NO_NAME, name[:_LONGEST])


def _names(output: Output, source: OutletSource) -> Iterator[str]:
    """What the text has to name: the event; where there is room for them its talks and speakers."""
    event = source.event
    yield f"LabCamp#{event.number}"
    if output.outlet is Outlet.SOCIAL:
        return
    yield event.title
    if source.occasion is not Occasion.CANCELLATION:
        for session in event.sessions:
            yield from filter(None, (session.talk, session.speaker))


def _folded(text: str) -> str:
    return " ".join(text.split())
