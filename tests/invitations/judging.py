"""How a reading compares with what is right: by field, and as the tables of the README."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from bot.invitations.reader import read
from bot.invitations.reading import Doubt, InvitationReading, ReadField
from tests.invitations import FIELDS

TODAY = date(2026, 11, 23)
BERLIN = "Europe/Berlin"
# A mark is never wrong there: what is said of them is seldom said under a label.
SOFT = {"title", "location", "host", "capacity", "talks"}

Entry = dict[str, Any]


class Verdict(StrEnum):
    """What became of one field. The last two are what must not be: nobody would look again."""

    RIGHT = "right"
    EMPTY = "rightly empty"
    MISSING = "missing"
    MARKED = "wrong, marked"
    WRONG = "wrong"
    INVENTED = "invented"


UNMARKED = {Verdict.WRONG, Verdict.INVENTED}


def judged(entry: Entry, text: str | None = None) -> dict[str, Verdict]:
    """The verdict on each field of an invitation, or of another `text` that says the same."""
    draft = _read(entry, text)
    return {name: _verdict(entry, draft, name) for name in (*FIELDS, "state")}


def misread(entry: Entry, text: str | None = None) -> set[str]:
    """The fields that are read otherwise than is right, with `check` for the marks."""
    draft = _read(entry, text)
    right: Entry = entry["right"]
    fine = {Verdict.RIGHT, Verdict.EMPTY}
    wrong = {name for name, verdict in judged(entry, text).items() if verdict not in fine}
    must = set(right.get("check", ()))
    if (
        must - _marked(draft)
        or _marked(draft) - must - set(right.get("may_check", ())) - SOFT - wrong
    ):
        wrong.add("check")
    description = draft.description or ""
    said = all(words in description for words in right.get("says", ()))
    if not said or any(words in description for words in right.get("not_says", ())):
        wrong.add("description")
    return wrong


def rows_by_half(entries: Iterable[Entry]) -> Iterator[str]:
    """Rows of a table: how many texts and fields are read right, by collection and half."""
    entries = list(entries)
    for collection in ("first", "further", "announced"):
        for held_back in (False, True):
            half = [
                one
                for one in entries
                if collection_of(one) == collection and bool(one.get("held_back")) is held_back
            ]
            yield _row_of(f"{collection}, {'held back' if held_back else 'open'}", half)


def _row_of(name: str, half: list[Entry]) -> str:
    fields = len(half) * (len(FIELDS) + 3)  # the state, the marks and the description too
    wrong = [misread(one) for one in half]
    right = sum(not one for one in wrong)
    return f"| {name} | {len(half)} | {right} | {fields - sum(map(len, wrong))} of {fields} |"


def rows_by_field(entries: Iterable[Entry]) -> Iterator[str]:
    """Rows of a table: what became of each field, and of all."""
    counts = {name: Counter[Verdict]() for name in (*FIELDS, "state")}
    for entry in entries:
        for name, verdict in judged(entry).items():
            counts[name][verdict] += 1
    counts["all"] = sum(counts.values(), Counter())
    for name, count in counts.items():
        yield f"| {name} | {' | '.join(str(count[verdict]) for verdict in Verdict)} |"


def collection_of(entry: Entry) -> str:
    """Which of the collections it is of: the first, or one that was written later."""
    name = str(entry["file"]).partition("_")[0]
    return name if name in ("further", "announced") else "first"


def _read(entry: Entry, text: str | None) -> InvitationReading:
    return _once(entry["text"] if text is None else text, entry.get("today", TODAY))


@cache
def _once(text: str, today: date) -> InvitationReading:
    return read(text, today, BERLIN)


def _verdict(entry: Entry, draft: InvitationReading, name: str) -> Verdict:
    right: Entry = entry["right"]
    found, wanted = _shown(draft, name), right.get(name)
    if found in (wanted, *right.get("or", {}).get(name, ())):
        if name in right.get("check", ()) and name not in _marked(draft):
            return Verdict.WRONG
        return Verdict.EMPTY if found is None else Verdict.RIGHT
    if found is None:
        return Verdict.MISSING
    marked = "date" if name == "end_date" else name
    if marked in _marked(draft):
        return Verdict.MARKED
    return Verdict.INVENTED if wanted is None else Verdict.WRONG


def _marked(draft: InvitationReading) -> set[str]:
    """The fields that are to be looked at although something may stand in them."""
    named: set[ReadField] = {part for part, why in draft.doubts.items() if why is not Doubt.MISSING}
    return {part.value for part in named}


def _shown(draft: InvitationReading, name: str) -> Any:
    """A field of a draft as the collection writes it."""
    value = getattr(draft, name)
    if name == "talks":
        parts = "talk", "speaker", "role", "organisation"
        talks = [{key: getattr(talk, key) for key in parts} for talk in value]
        return [{key: one for key, one in talk.items() if one} for talk in talks] or None
    if name in ("start", "end") and value is not None:
        return value.strftime("%H:%M")
    return value
