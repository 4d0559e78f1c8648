"""Whether an invitation says that its event was put off or cancelled."""

import re
from collections.abc import Sequence

from bot.domain.dates import Meaning, dates_in
from bot.invitations.reading import StatedChange

_NOT = re.compile(
    r"\b(?:nicht|not|falls|wenn|if|sollte|kein\w*|statt|instead of)\b[^.!?]{0,40}$", re.IGNORECASE
)
_CANCELLED = re.compile(
    r"\babgesagt\b|\bfällt (?:\w+ ){0,3}aus\b|\bfindet (?:\w+ ){0,3}nicht statt\b|\bentfällt\b"
    r"|\bmüssen (?:\w+ ){0,8}absagen\b|\bcancell?ed\b|\bcalled off\b|\bhave to cancel\b"
    r"|^\W*absage\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\bverschoben\b|\bverlegt auf\b|\bmüssen (?:\w+ ){0,8}verschieben\b|\bpostponed\b"
    r"|\brescheduled\b"
    r"|\bmoved (?:from|to) (?:the )?[0-9a-z]+day\b|\bneuer termin\b|\bnew date\b"
    r"|\bterminänderung\b",
    re.IGNORECASE,
)


_NEW_DATE = re.compile(r"\b(?:neuer termin|new date)\b[^.!?]{0,20}[0-9]", re.IGNORECASE)


def read_change(lines: Sequence[str]) -> StatedChange | None:
    """What has become of the event, if the text says so; a cancellation before all else."""
    if any(_says(_CANCELLED, line) for line in lines):
        return StatedChange.CANCELLED
    moved = any(one.meaning is Meaning.FORMER for line in lines for one in dates_in(line))
    return (
        StatedChange.POSTPONED if moved or any(_says(_POSTPONED, line) for line in lines) else None
    )


def names_a_new_date(lines: Sequence[str]) -> bool:
    """Whether the text tells the new day from the old one."""
    former = any(one.meaning is Meaning.FORMER for line in lines for one in dates_in(line))
    return former or any(_NEW_DATE.search(line) for line in lines)


def _says(form: re.Pattern[str], line: str) -> bool:
    return any(not _NOT.search(line[: found.start()]) for found in form.finditer(line))
