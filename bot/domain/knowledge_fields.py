"""The fields of a knowledge item, one row each: all that lists them is made from here."""

import re
from collections.abc import Sequence

from bot.domain import fields, limits
from bot.domain.fields import FieldKind, FieldRow, Flaw, Wrong, on_one_line
from bot.domain.knowledge import ItemKind, Publication, Visibility

# Quotation marks hold a tag together that would not be one without them.
_TAG = re.compile(r'\s*(?:"(?P<held>(?:[^"]|"")*)"\s*(?=[,;\n]|$)|(?P<bare>[^,;\n]*))(?:[,;\n]|$)')
_TO_BE_HELD = re.compile(r'["#]|.*[,;\n]', re.DOTALL)


def _tags(written: str, before: Sequence[str]) -> tuple[str, ...] | Wrong:
    """Tags between commas, without # before them, each once; those of `before` as they were."""
    stood = {on_one_line(tag): tag for tag in before}
    found = (stood.get(tag, tag) for tag in map(_tag, _TAG.finditer(written)))
    tags = tuple(dict.fromkeys(tag for tag in found if tag))
    if any(len(tag) > limits.TAG for tag in tags):
        return Wrong(Flaw.TAG_LONG, str(limits.TAG))
    return tags if len(tags) <= limits.MOST_TAGS else Wrong(Flaw.TAGS, str(limits.MOST_TAGS))


def _tag(match: re.Match[str]) -> str:
    held = (match["held"] or "").replace('""', '"')
    if _TO_BE_HELD.match(held):
        return on_one_line(held)
    return on_one_line((match["bare"] or match[0].rstrip(",;\n")).strip().lstrip("#"))


def _shown(tag: str) -> str:
    quoted = tag.replace('"', '""')
    return f'"{quoted}"' if _TO_BE_HELD.match(tag) else tag


TAGS = FieldKind(
    str,
    _tags,
    lambda tags: ", ".join(map(_shown, tags)),
    limit=limits.MOST_TAGS * (2 * limits.TAG + 4),  # each as long as can be, in quotation marks
    nothing=(),
)

# In the order in which they are stored; a form's menus of events and talks offer what there is.
ITEM_FIELDS = (
    FieldRow("title", fields.line(), required=True),
    FieldRow("url", fields.address(), required=True),
    FieldRow("kind", fields.choice(ItemKind), required=True, defaulted=True),
    FieldRow("event", fields.NUMBER),
    FieldRow("session", fields.line()),
    FieldRow("tags", TAGS),
    FieldRow("description", fields.paragraph(limits.PARAGRAPH)),
    FieldRow("status", fields.choice(Publication), defaulted=True),
    FieldRow("visibility", fields.choice(Visibility), defaulted=True),
    # a day, by the clocks at home; the item has the instant at which it begins
    FieldRow("visible_from", fields.DAY),
)
# In the order of a file, where what is long comes last.
FILED_ITEM = tuple(sorted(ITEM_FIELDS, key=lambda row: row.kind.bulk))
