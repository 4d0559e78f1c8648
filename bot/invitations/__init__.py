"""The text of an invitation → a draft of an event. What it does not say is not invented."""

import re
from dataclasses import replace
from datetime import date

from bot.invitations.heading import read_heading
from bot.invitations.links import meeting, registration
from bot.invitations.places import read_host, read_place
from bot.invitations.prose import read_description
from bot.invitations.reading import NEEDED, Doubt, InvitationReading, ReadField, entry_of_reading
from bot.invitations.talks import read_talks
from bot.invitations.text import first_match, prepare
from bot.invitations.when import read_when

__all__ = ["NEEDED", "Doubt", "InvitationReading", "ReadField", "entry_of_reading", "read"]

_CAPACITY = re.compile(
    r"\b(?:max(?:imal|\.)?|höchstens|bis zu|up to|begrenzt auf|limited to|beschränkt auf)\s+"
    r"(?:die ersten\s+)?(?P<most>[1-9][0-9]{0,4})\b"
    r"(?!\s*(?:uhr|h\b|min|stunden|euro|€|%|[.:][0-9]))"
    r"|\b(?P<places>[1-9][0-9]{0,4})\s+(?:freie\s+)?"
    r"(?:plätze|teilnehme\w+|teilnehmende|places|seats|spots)\b"
    r"|\b(?:plätze|teilnehme\w+|teilnehmerzahl)\b[^.!?]{0,20}\bauf (?P<limit>[1-9][0-9]{0,4})\b",
    re.IGNORECASE,
)


def read(raw: str, today: date, zone: str) -> InvitationReading:
    """What the invitation `raw` says of its event, as wall times in `zone` (IANA name).

    A missing year is the next such date from `today` on, and doubtful. Never raises, whatever
    the text is.
    """
    text = prepare(raw)
    heading = read_heading(text.lines)
    when = read_when(text.lines, heading.line, today, zone)
    rooms, registrations = meeting(text), registration(text)
    used = frozenset(
        number for number in (*heading.lines, when.date_line, when.hours_line) if number is not None
    )
    talks = read_talks(text.lines, used)
    draft = InvitationReading(
        number=heading.number,
        title=heading.title,
        date=when.date,
        end_date=when.end_date,
        start=when.start,
        end=when.end,
        location=read_place(text.lines, when.date_line, meets_online=bool(rooms)),
        join_url=rooms[0] if rooms else None,
        registration_url=registrations[0] if registrations else None,
        host=read_host(text.lines),
        capacity=_capacity(text.lines),
        talks=talks.talks,
        description=read_description(text, heading, talks.lines),
    )
    doubts = dict(when.doubts)
    if heading.several:
        doubts[ReadField.NUMBER] = Doubt.SEVERAL
    if len(rooms) > 1:
        doubts[ReadField.JOIN_URL] = Doubt.SEVERAL
    if len(registrations) > 1:
        doubts[ReadField.REGISTRATION_URL] = Doubt.SEVERAL
    if not all(session.talk for session in talks.talks):
        doubts[ReadField.TALKS] = Doubt.NO_TOPIC
    missing = {part: Doubt.MISSING for part in NEEDED if getattr(draft, part) is None}
    return replace(draft, doubts={**missing, **doubts})


def _capacity(lines: tuple[str, ...]) -> int | None:
    found = first_match(lines, _CAPACITY)
    return int(found["most"] or found["places"] or found["limit"]) if found else None
