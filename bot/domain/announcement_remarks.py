"""What is worth a second look before an announcement is posted: warnings, never a refusal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.announcements import Announcement
from bot.domain.clock_times import times_in
from bot.domain.dates import WrittenDate, dates_in, day_of
from bot.domain.events import Event, Hours
from bot.domain.knowledge import normalised_url
from bot.domain.markup import unescape
from bot.domain.times import to_local


class TextDoubt(StrEnum):
    """What may be wrong with an announcement."""

    NO_ALT_TEXT = "alt"
    VAGUE_LINK = "link"
    EMOJI_ALONE = "emoji"
    OTHER_DATE = "date"
    FORMER_TIME = "time"
    OTHER_REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Remark:
    """One doubt, and the words of the text that gave rise to it."""

    doubt: TextDoubt
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An announcement in a list, and where it contradicts its event."""

    announcement: Announcement
    remarks: tuple[Remark, ...] = ()


_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|([^<>]*))?>")
# What a link says to somebody who hears nothing but the links of a text.
_VAGUE = re.compile(
    r"(?:(?:klickt?|click|press)\s+)?(?:hier|here|da|dort|link|mehr|more|dieser link|this link)"
    r"(?:\s+(?:klicken|lang|entlang))?[\s.!:…»>→]*",
    re.IGNORECASE,
)
_REGISTRATION = re.compile(
    r"anmeld|registri|regist(?:er|ration)|sign[ -]?up|ticket|teilnahme", re.IGNORECASE
)
_EMOJI = re.compile(
    r":[a-z0-9_+'-]+:|[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)


def remarks(text: str, *, has_picture: bool, alt_text: str, event: Event | None) -> list[Remark]:
    """What may be wrong with `text` (mrkdwn), its picture, and what both say of `event`."""
    found = []
    if has_picture and not alt_text.strip():
        found.append(Remark(TextDoubt.NO_ALT_TEXT))
    found += (Remark(TextDoubt.VAGUE_LINK, label) for label in _vague_links(text))
    found += (Remark(TextDoubt.EMOJI_ALONE, line) for line in _lines_of_emoji(text))
    if event is not None:
        found += contradictions(text, event)
    return list(dict.fromkeys(found))


def contradictions(text: str, event: Event, moved_from: Hours | None = None) -> tuple[Remark, ...]:
    """Where `text` (mrkdwn) says something else than `event`: its date, its registration.

    Of an event that was moved from other hours also where it still names those.
    """
    found = [Remark(TextDoubt.OTHER_DATE, words) for words in _other_dates(text, event)]
    if moved_from is not None:
        former = _former_times(text, event.hours, moved_from)
        found += (Remark(TextDoubt.FORMER_TIME, words) for words in former)
    found += (Remark(TextDoubt.OTHER_REGISTRATION, url) for url in _other_links(text, event))
    return tuple(dict.fromkeys(found))


def _vague_links(text: str) -> Iterator[str]:
    for link in _LINK.finditer(text):
        label = unescape(link[2] or "").strip("*_~ ")
        if label and is_vague(label):
            yield label


def is_vague(words: str) -> bool:
    """Whether the words of a link say nothing of what it leads to: "hier"."""
    return _VAGUE.fullmatch(words) is not None


def _without_links(text: str) -> str:
    """`text` with the words of its links, without their addresses."""
    return _LINK.sub(lambda link: link[2] or "", text)


def _lines_of_emoji(text: str) -> Iterator[str]:
    """The lines in which an emoji stands where a word would: without it they say nothing."""
    for line in text.splitlines():
        rest = _EMOJI.sub("", _without_links(line))
        if _EMOJI.search(line) and not any(sign.isalpha() for sign in rest):
            yield unescape(line.strip())


def _other_dates(text: str, event: Event) -> Iterator[str]:
    start = to_local(event.starts_at, event.timezone).date()
    end = to_local(event.ends_at, event.timezone).date()
    for line in unescape(_without_links(text)).splitlines():
        for written in dates_in(line):
            if not written.unclear and _is_outside(written, start, end):
                yield written.words


def _is_outside(written: WrittenDate, start: date, end: date) -> bool:
    """Whether a date, with or without its year, is there and is none of the event's days."""
    years = {written.year} if written.year else {start.year, end.year}
    return any(
        all(day and not start <= day <= end for day in (day_of(year, one) for year in years))
        for one in (written.first, written.last)
    )


def _former_times(text: str, hours: Hours, before: Hours) -> Iterator[str]:
    """The times at which the event was to begin or end, and does no longer."""
    gone = _clock_times(before) - _clock_times(hours)
    for line in unescape(_without_links(text)).splitlines():
        yield from (words for time, words in times_in(line) if time in gone)


def _clock_times(hours: Hours) -> set[tuple[int, int]]:
    local = (to_local(one, hours.timezone) for one in (hours.starts_at, hours.ends_at))
    return {(one.hour, one.minute) for one in local}


def _other_links(text: str, event: Event) -> Iterator[str]:
    """The links that look like a registration and do not lead to the event's."""
    right = _normalised(event.registration_url) if event.registration_url else None
    for line in text.splitlines():
        for link in _LINK.finditer(line):
            url = unescape(link[1])
            words = f"{link[2] or ''} {url}" if link[2] else line
            if _REGISTRATION.search(words) and _normalised(url) != right:
                yield url


def _normalised(url: str) -> str:
    try:
        return normalised_url(url)
    except ValueError:  # as with a port that is none
        return url
