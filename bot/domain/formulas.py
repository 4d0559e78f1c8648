"""Cells of a table that a program would take for a formula: made harmless, and read again."""

import re

from bot.domain.invisible_signs import UNSEEN_SIGNS

# What Excel and LibreOffice take for a formula at a cell's beginning, after any space; and after
# what nobody sees, for that may be taken out later. https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(rf"'*[\s{UNSEEN_SIGNS}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def harmless(cell: str) -> str:
    """`cell` as text: what would be a formula gets an apostrophe, as the programs do it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """What `harmless` made of a cell, as it was."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
