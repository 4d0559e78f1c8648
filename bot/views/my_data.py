"""All that is kept of one member as a file that they can read, and the words around it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from bot.domain.files import File
from bot.domain.my_data import Kept, OwnData
from bot.domain.personal_data import Purpose
from bot.domain.rsvps import SIGNS, answer_of
from bot.locales import Texts
from bot.views.dates import moment_in_words
from bot.views.message import Message, simple

# What is kept beside the database, each in the words `data.elsewhere.<name>` and `….until`.
ELSEWHERE = ("letters", "emoji", "programme", "exports", "copies", "log")
_EVENT = "event"
# Values that there are words for, by table and column.
_WORDS: dict[tuple[str, str], Callable[[str, Texts], str]] = {
    ("announcements", "status"): lambda value, t: t.plain(f"data.announcement.{value}"),
    ("audit", "action"): lambda value, t: t.plain(f"data.action.{value.replace(' ', '_')}"),
    ("deliveries", "kind"): lambda value, t: t.plain(f"problems.kind.{value}"),
    ("deliveries", "state"): lambda value, t: t.plain(f"data.state.{value}"),
    ("knowledge", "kind"): lambda value, t: t.plain(f"kb.kind.{value}"),
    ("knowledge", "status"): lambda value, t: t.plain(f"kb.form.status.{value}"),
    ("members", "language"): lambda value, t: t.plain(f"home.language.{value}"),
    ("topics", "status"): lambda value, t: t.plain(f"topics.status.{value}"),
    ("payload", "status"): lambda value, t: t.plain(f"kb.form.status.{value}"),
    ("reactions", "emoji"): lambda value, _: SIGNS[said] if (said := answer_of(value)) else value,
    ("rsvps", "answer"): lambda value, t: t.plain(f"export.answer.{value}"),
    ("rsvps", "via"): lambda value, t: t.plain(f"export.via.{value}"),
}


def on_its_way(t: Texts) -> Message:
    """That the file comes by direct message."""
    return simple(t("data.soon"))


def comment(t: Texts) -> str:
    """What is written beside the file."""
    return t("data.comment")


def nothing(found: OwnData, t: Texts) -> Message:
    """That nothing is kept but what asking left behind, and how long that stays."""
    return simple(t("data.nothing", days=found.retention_days, asked=Purpose.ONCE.days))


def file(found: OwnData, now: datetime, zone: str, t: Texts) -> File:
    """The file: JSON with words in place of names of tables; times by the clocks of `zone`."""
    said = {
        t.plain("data.file.about"): t.plain("data.file.introduction"),
        t.plain("data.file.user"): found.user,
        t.plain("data.file.at"): moment_in_words(now, zone, t),
        t.plain("data.file.kept"): list(_sections(found, zone, t)),
        t.plain("data.file.elsewhere"): [
            {
                t.plain("data.file.what"): t.plain(f"data.elsewhere.{where}"),
                t.plain("data.file.term"): t.plain(f"data.elsewhere.{where}.until"),
            }
            for where in ELSEWHERE
        ],
    }
    content = json.dumps(said, ensure_ascii=False, indent=2).encode()
    return File(t.plain("data.file.name"), t.plain("data.file.title"), content)


def table_label(table: str, t: Texts) -> str:
    """What the rows of a table are called."""
    return t.plain(f"data.table.{table}")


def column_label(table: str, column: str, t: Texts) -> str:
    """What a column is called: in its own table, or wherever there is one of that name."""
    own = f"data.column.{table}.{column}"
    return t.plain(own) if own in t else t.plain(f"data.column.{column}")


def term(purpose: Purpose, retention_days: int, t: Texts) -> str:
    """How long what serves this purpose is kept, in words."""
    return t.plain(f"data.until.{purpose}", days=purpose.days or retention_days)


def _sections(found: OwnData, zone: str, t: Texts) -> Iterator[dict[str, Any]]:
    """What is kept, by table and purpose: first why and how long, then row by row."""
    values = _Values(found, zone, t)
    for (table, purpose), rows in groupby(
        sorted(found.kept, key=_section), key=lambda one: (one.table, one.purpose)
    ):
        yield {
            t.plain("data.file.what"): table_label(table, t),
            t.plain("data.file.purpose"): t.plain(f"data.purpose.{purpose}"),
            t.plain("data.file.basis"): t.plain(f"data.basis.{purpose.basis}"),
            t.plain("data.file.term"): term(purpose, found.retention_days, t),
            t.plain("data.file.then"): t.plain(f"data.then.{purpose.then}"),
            t.plain("data.file.on_wish"): t.plain(f"data.then.{purpose.on_wish}"),
            t.plain("data.file.rows"): [values.row(one) for one in rows],
        }


def _section(one: Kept) -> tuple[int, str]:
    return list(Purpose).index(one.purpose), one.table


class _Values:
    """What stands in the rows, in words where there are some."""

    def __init__(self, found: OwnData, zone: str, t: Texts) -> None:
        self._found, self._zone, self._t = found, zone, t

    def row(self, one: Kept) -> dict[str, Any]:
        """A row, with the labels of its columns and when its time is over."""
        said = {
            column_label(one.table, name, self._t): self._said(one.table, name, value)
            for name, value in one.values.items()
        }
        if one.until is not None:
            said[self._t.plain("data.file.until")] = moment_in_words(one.until, self._zone, self._t)
        return said

    def _said(self, table: str, name: str, value: Any) -> Any:
        t = self._t
        if isinstance(value, bool):
            return t.plain("data.value.yes" if value else "data.value.no")
        if isinstance(value, datetime):
            return moment_in_words(value, self._zone, t)
        if isinstance(value, dict):
            return {
                t.plain(f"data.payload.{part}"): self._said("payload", part, said)
                for part, said in value.items()
            }
        words = _WORDS.get((table, name))
        if name == _EVENT:
            return self._event(value)
        if words:
            try:
                return words(value, t)
            except KeyError:  # written by another version
                return value
        return self._subject(value) if name == "subject" else value

    def _event(self, number: int) -> str:
        t, title = self._t, self._found.titles.get(number)  # type: ignore[call-overload]
        return t.plain("event.name", number=number, title=title) if title else f"LabCamp#{number}"

    def _subject(self, subject: str) -> str:
        """What an organizer did something to: `event 11 U0ANNA`."""
        t, user = self._t, self._found.user
        what, _, rest = subject.partition(" ")
        if what == user:
            return t.plain("data.value.you")
        number, _, whom = rest.partition(" ")
        if what == _EVENT and number.isdigit():
            event = self._event(int(number))
            return f"{event}, {t.plain('data.value.you')}" if whom == user else event
        return subject
