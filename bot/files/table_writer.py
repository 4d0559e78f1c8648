"""Writes knowledge items as a table (CSV) that Excel and LibreOffice open right."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from bot.domain.formulas import harmless
from bot.domain.knowledge import KnowledgeItem
from bot.files.forms import ITEM

_TO_BE_HELD = re.compile(r'[|;,"\n]')


def write_table(items: Iterable[KnowledgeItem]) -> str:
    """All of `items`; read into an empty database it gives the same again.

    The byte order mark tells Excel that it is UTF-8; semicolons are what it takes for the columns
    where the comma is for decimals, as in German.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(ITEM)
    for item in items:
        rows.writerow([harmless(_cell(getattr(item, name))) for name in ITEM])
    return "\ufeff" + written.getvalue()


def _cell(value: str | int | Sequence[str] | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) else _list(value)


def _list(tags: Sequence[str]) -> str:
    """Tags divided by commas; one with a sign in it that may divide tags stands in quotes."""
    return ",".join(map(_tag, tags))


def _tag(tag: str) -> str:
    quoted = tag.replace('"', '""')
    return f'"{quoted}"' if _TO_BE_HELD.search(tag) else tag
