"""The text of an invitation → a draft of an event. What it does not say is not invented."""

import re
from dataclasses import replace
from datetime import date

from bot.invitations.calendar_files import read_calendar
from bot.invitations.changes import names_a_new_date, read_change
from bot.invitations.heading import read_heading
from bot.invitations.hosts import read_host
from bot.invitations.links import meeting, registers, registration
from bot.invitations.places import read_place
from bot.invitations.prose import read_description
from bot.invitations.reading import NEEDED, Doubt, InvitationReading, ReadField, StatedChange
from bot.invitations.talks import read_talks
from bot.invitations.text import first_match, prepare
from bot.invitations.when import read_when
from bot.vevents import is_calendar

_CAPACITY = re.compile(
    r"\b(?:max(?:imal|\.)?|höchstens|bis zu|up to|begrenzt auf|limited to|beschränkt auf|nur)\s+"
    r"(?:die ersten\s+|the first\s+)?(?P<most>[1-9][0-9]{0,4})\s+(?:\w+\s+)?"
    r"(?:plätz|teilnehm|personen|leute|people|places|seats|spots|participants|attendees)"
    r"|\b(?:max(?:imal|\.)?|begrenzt auf|limited to|beschränkt auf)\s+(?P<bare>[1-9][0-9]{0,4})\b"
    r"(?!\s*(?:uhr|h\b|min|stunden|tage|euro|€|%|mb|seiten|zeichen|wörter|[.:][0-9]))"
    r"|\b(?:room for|platz für)\s+(?P<room>[1-9][0-9]{0,4})\b"
    r"|\b(?P<places>[1-9][0-9]{0,4})\s+(?:freie\s+)?(?:plätze|places|seats|spots)\b"
    r"|\b(?:plätze|teilnehme\w+|teilnehmerzahl|seats|places)\b[^.!?]{0,20}\b(?:auf"
    r"|to) (?P<limit>[1-9][0-9]{0,4})\b",
    re.IGNORECASE,
)


def read(raw: str, today: date, zone: str) -> InvitationReading:
    """What the invitation `raw` says of its event, as wall times in `zone` (IANA name).

    A missing year is the next such date from `today` on, and doubtful. Never raises, whatever
    the text is.
    """
    if is_calendar(raw):
        return read_calendar(raw, today, zone)
    text = prepare(raw)
    heading = read_heading(text.lines)
    when = read_when(text.lines, heading.line, today, zone)
    rooms, registrations = meeting(text), registration(text)
    used = frozenset(
        number for number in (*heading.lines, when.date_line, when.hours_line) if number is not None
    )
    talks = read_talks(text.lines, used)
    place = read_place(text.lines, when.date_line, meets_online=bool(rooms))
    host = read_host(text.lines)
    draft = InvitationReading(
        number=heading.number,
        title=heading.title,
        date=when.date,
        end_date=when.end_date,
        start=when.start,
        end=when.end,
        location=place.value,
        join_url=rooms[0] if rooms else None,
        registration_url=registrations[0] if registrations else None,
        host=host.value,
        capacity=_capacity(text.lines),
        talks=talks.talks,
        description=read_description(text, heading, talks.lines),
        state=read_change(text.lines),
    )
    doubted = {
        ReadField.NUMBER: (heading.several, Doubt.SEVERAL),
        ReadField.TITLE: (heading.unsure, Doubt.UNSURE),
        ReadField.LOCATION: (not place.sure, Doubt.UNSURE),
        ReadField.HOST: (not host.sure, Doubt.UNSURE),
        ReadField.JOIN_URL: (len(rooms) > 1, Doubt.SEVERAL),
        ReadField.REGISTRATION_URL: (len(registrations) > 1, Doubt.SEVERAL),
        ReadField.TALKS: (talks.unsure, Doubt.UNSURE),
    }
    change = draft.state
    if change is StatedChange.POSTPONED and when.date and not names_a_new_date(text.lines):
        doubted[ReadField.DATE] = (ReadField.DATE not in when.doubts, Doubt.UNSURE)
    doubts = dict(when.doubts) | {part: why for part, (so, why) in doubted.items() if so}
    if not all(session.talk for session in talks.talks):
        doubts[ReadField.TALKS] = Doubt.NO_TOPIC
    missing = {part: Doubt.MISSING for part in NEEDED if getattr(draft, part) is None}
    if not registrations and any(registers(line) for line in text.lines):
        missing[ReadField.REGISTRATION_URL] = Doubt.MISSING
    return replace(draft, doubts={**missing, **doubts})


def _capacity(lines: tuple[str, ...]) -> int | None:
    found = first_match(lines, _CAPACITY)
    return int(next(filter(None, found.groups()))) if found else None
