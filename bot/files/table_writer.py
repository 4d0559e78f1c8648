"""Writes knowledge items as a table (CSV) that Excel and LibreOffice open right."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.formulas import harmless
from bot.domain.knowledge import KnowledgeItem
from bot.domain.visibility import day_of
from bot.files.forms import ITEM

_TO_BE_HELD = re.compile(r'[|;,"\n]')


def write_table(items: Iterable[KnowledgeItem], zone: str) -> str:
    """All of `items`; read into an empty database it gives the same again.

    Its days are those of `zone` (IANA name).

    The byte order mark tells Excel that it is UTF-8; semicolons are what it takes for the columns
    where the comma is for decimals, as in German.
    """
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(ITEM)
    for item in items:
        rows.writerow([harmless(_cell(getattr(item, name), zone)) for name in ITEM])
    return "\ufeff" + written.getvalue()


def _cell(value: str | int | datetime | Sequence[str] | None, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return day_of(value, zone).isoformat()
    return str(value) if isinstance(value, str | int) else _list(value)


def _list(tags: Sequence[str]) -> str:
    """Tags divided by commas; one with a sign in it that may divide tags stands in quotes."""
    return ",".join(map(_tag, tags))


def _tag(tag: str) -> str:
    quoted = tag.replace('"', '""')
    return f'"{quoted}"' if _TO_BE_HELD.search(tag) else tag
