"""What docs/privacy lists of personal data, as the register says it.

`python -m tests.privacy` writes those parts of the documents anew.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.domain.personal_data import Purpose, Relation
from bot.locales import texts
from bot.settings import Settings
from bot.views.my_data import column_label, table_label, term
from storage import personal_data

FOLDER = Path(__file__).parent.parent / "docs" / "privacy"
DOCUMENTS = sorted(FOLDER.glob("*.md"))
T = texts("de")
DAYS = Settings("").retention_days

_MEMBERS, _ORGANIZERS = "Mitglieder", "Organisator:innen"
# Whose data it is, and who gets to see it in Slack beside themselves.
PEOPLE: dict[Purpose, tuple[str, str]] = {
    Purpose.ANSWERS: (_MEMBERS, "Organisator:innen die Namen, alle anderen nur Zahlen"),
    Purpose.MESSAGES: (
        _MEMBERS,
        "niemand; Fragen und Vorschläge gehen an die Organisator:innen",
    ),
    Purpose.SETTINGS: (_MEMBERS, "niemand"),
    Purpose.ROLE: (_ORGANIZERS, _ORGANIZERS),
    Purpose.CALENDAR: (_MEMBERS, "wer die geheime Adresse kennt"),
    Purpose.PROPOSALS: (_MEMBERS, _ORGANIZERS),
    Purpose.TOPICS: (_MEMBERS, "niemand"),
    Purpose.VOTES: (_MEMBERS, "niemand; alle sehen nur Zahlen"),
    Purpose.ASKED: (_MEMBERS, "niemand"),
    Purpose.FEEDBACK: (
        "wer darin genannt wird; von wem es ist, weiß niemand",
        "Organisator:innen, ab fünf Antworten, nach dem Abschluss",
    ),
    Purpose.MATERIAL: (_MEMBERS, _ORGANIZERS),
    Purpose.ANNOUNCING: (_ORGANIZERS, "der Kanal den Text, Organisator:innen auch Entwürfe"),
    Purpose.ONCE: (_MEMBERS, "niemand"),
    Purpose.PACE: (_MEMBERS, "niemand"),
    Purpose.AUDIT: (
        "Organisator:innen und Mitglieder, für die sie etwas tun",
        "niemand; nur wer etwas zuletzt geändert hat, erfahren Organisator:innen",
    ),
    Purpose.FORGETTING: ("Mitglieder, die gelöscht werden wollten", "niemand"),
    Purpose.PROGRAMME: (
        "Vortragende und Gastgebende, auch ohne Slack-Konto",
        "alle Mitglieder; mit PUBLIC_URL auch die Öffentlichkeit",
    ),
}
_PARTS = {
    Relation.OWNER: "Slack-ID der Person",
    Relation.ABOUT: "Angabe zu dieser Person",
    Relation.NAMES: "kann Slack-IDs enthalten",
    Relation.MENTIONS: "kann Erwähnungen enthalten",
    Relation.PSEUDONYM: "Pseudonym",
    Relation.OTHERS: "kann Namen enthalten",
}


def activities() -> str:
    """What is processed, by purpose: for the record of processing activities."""
    rows = [
        (
            T.plain(f"data.purpose.{purpose}"),
            T.plain(f"data.basis.{purpose.basis}"),
            PEOPLE[purpose][0],
            _data(purpose),
            PEOPLE[purpose][1],
            term(purpose, DAYS, T),
        )
        for purpose in Purpose
    ]
    return _table(
        ("Zweck", "Rechtsgrundlage", "Betroffene", "Daten", "Wer es in Slack sieht", "Frist"), rows
    )


def in_short() -> str:
    """The same for those whose data they are."""
    rows = [
        (
            T.plain(f"data.purpose.{purpose}"),
            T.plain(f"data.basis.{purpose.basis}"),
            term(purpose, DAYS, T),
        )
        for purpose in Purpose
    ]
    return _table(("Wofür", "Auf welcher Grundlage", "Wie lange"), rows)


def terms() -> str:
    """How long it is kept, and what becomes of it then, or at once on request."""
    rows = [
        (
            ", ".join(f"`{table}`" for table in _tables(purpose)),
            T.plain(f"data.purpose.{purpose}"),
            term(purpose, DAYS, T),
            T.plain(f"data.then.{purpose.then}"),
            T.plain(f"data.then.{purpose.on_wish}"),
        )
        for purpose in Purpose
    ]
    return _table(("Tabellen", "Zweck", "Frist", "Danach", "Auf Wunsch sofort"), rows)


def columns() -> str:
    """Every column that has to do with people."""
    rows = [
        (
            f"`{column.table.name}.{column.name}`",
            column_label(column.table.name, column.name, T),
            _PARTS[about.relation],
            T.plain(f"data.purpose.{about.purpose}"),
        )
        for column, about in personal_data.columns()
    ]
    return _table(("Spalte", "Bezeichnung", "Was sie enthält", "Zweck"), rows)


def seen() -> str:
    """Who sees what in Slack."""
    rows = [(T.plain(f"data.purpose.{one}"), *PEOPLE[one]) for one in Purpose]
    return _table(("Was", "Über wen", "Wer es in Slack außer der Person selbst sieht"), rows)


_PARTS_OF_DOCUMENTS: dict[str, Callable[[], str]] = {
    "activities": activities,
    "short": in_short,
    "terms": terms,
    "columns": columns,
    "seen": seen,
}
_MADE = re.compile(r"(<!-- make privacy: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def document(text: str) -> str:
    """The document as it has to stand: what is made from the register is made anew."""
    return _MADE.sub(lambda part: f"{part[1]}{_PARTS_OF_DOCUMENTS[part[2]]()}\n{part[3]}", text)


def _tables(purpose: Purpose) -> list[str]:
    return list(
        dict.fromkeys(
            column.table.name for column, it in personal_data.columns() if it.purpose is purpose
        )
    )


def _data(purpose: Purpose) -> str:
    """The columns of this purpose, by table, as people call them."""
    parts = []
    for table in _tables(purpose):
        labels = dict.fromkeys(
            column_label(table, column.name, T)
            for column, it in personal_data.columns()
            if column.table.name == table and it.purpose is purpose
        )
        parts.append(f"{table_label(table, T)}: {', '.join(labels)}")
    return "; ".join(parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    for file in DOCUMENTS:
        file.write_text(document(file.read_text("utf-8")), encoding="utf-8")
