"""A file with an invitation, or a calendar file → a draft of an event, or why there is none."""

import datetime as dt

from bot.domain import limits
from bot.domain.fields import Flaw, Wrong
from bot.domain.invisible_signs import readable
from bot.invitations.reader import read as read_text
from bot.invitations.reading import InvitationReading
from bot.vevents import is_calendar

_PAGE = ("<!doctype html", "<html")


def read(content: bytes, name: str, today: dt.date, zone: str) -> InvitationReading | Wrong:
    """What a file of this name says of its event, as bot.invitations.reader.read does of a text."""
    text = _text(content)
    if text is None:
        return Wrong(Flaw.FILE_NO_TEXT)
    calendar = is_calendar(text)
    if not text or (name.lower().endswith(".ics") and not calendar):
        return Wrong(Flaw.FILE_NO_EVENT)
    if not calendar and len(text) > limits.INVITATION:
        return Wrong(Flaw.INVITATION, str(limits.INVITATION))
    draft = read_text(text, today, zone)
    # of a calendar only events with a date are read
    return Wrong(Flaw.FILE_NO_EVENT) if calendar and draft.date is None else draft


def _text(content: bytes) -> str | None:
    """The text, if it is one in UTF-8 and no page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\0" in text or text.lstrip().lower().startswith(_PAGE):
        return None
    return readable(text).strip()
