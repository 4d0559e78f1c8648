"""What was measured, on the terminal and as the tables of docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- measured: make bench writes this -->", "<!-- /measured -->"


class Report:
    """Shown while it grows, written when all of it is there."""

    def __init__(self) -> None:
        self._console = Console(width=110)
        self._parts: list[str] = []

    def show(self, *parts: Table | str) -> None:
        """Print tables and sentences, and keep them."""
        for part in parts:
            self._console.print(part)
            self._parts.append(as_markdown(part) if isinstance(part, Table) else part)

    def write(self, document: Path = DOCUMENT) -> None:
        """Put all that was shown in the place of what the document says was measured before."""
        before, _, rest = document.read_text("utf-8").partition(_BEGIN)
        _, _, after = rest.partition(_END)
        text = "\n\n".join([_machine(), *self._parts])
        document.write_text(f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}", "utf-8")


def as_markdown(table: Table) -> str:
    """The table as Markdown, its title above it."""
    heads = [str(column.header) for column in table.columns]
    rows = zip(*(column.cells for column in table.columns), strict=True)
    lines = [_row(heads), _row("---" for _ in heads), *(_row(map(str, row)) for row in rows)]
    return "\n".join([f"**{table.title}**", "", *lines])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    memory, day = psutil.virtual_memory().total / 1e9, datetime.now(UTC).date()
    return (
        f"{day:%d %B %Y}, {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, "
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}."
    )
