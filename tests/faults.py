"""What was tried to break the bot, as the tests are marked, and what was seen: docs/faults.md.

`python -m tests.faults` runs all tests that are marked as

    @pytest.mark.fault("disk", "full while a backup is made", expected="all else goes on")

and writes the document from what came of them. A test that has measured something records it:
`record_property("seen", "30 s")`.
"""

import ast
import platform
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "faults.md"
KINDS = {
    "killed": "Killed",
    "disk": "The disk and the file",
    "database": "The database",
    "clock": "The clock",
    "slack": "Slack",
    "others": "Other servers",
    "two": "Two at once",
}
_HEAD = """# What was tried to break the bot

Written by `make faults` from a run of the tests that it names, on {day}: Python {python},
SQLite {sqlite}, {system}. *Seen* is what came of that run, in so many cases (steps, databases, ways
in); nothing in it is written by hand. `make chaos` kills at random places instead, 500 times.
"""
_SEEN = "seen"


@dataclass(frozen=True)
class Fault:
    """One thing that was tried, and what has to come of it."""

    kind: str
    what: str
    expected: str
    test: str  # its file and name

    @property
    def row(self) -> str:
        """The row of the table without what was seen."""
        return f"| {self.what} | {self.expected} | {{seen}} | `{self.test}` |"


@dataclass
class Seen:
    """What came of the cases of one test, and what they measured."""

    well: int = 0
    ill: int = 0
    left_out: int = 0
    measured: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        tried = self.well + self.ill
        if not tried:
            return "not tried: it can't be on this system"
        said = "as expected" if not self.ill else f"**not as expected** in {self.ill}"
        cases = f"{said} in {tried} cases" if tried > 1 and not self.ill else said
        cases += f" of {tried}" if self.ill else ""
        return "; ".join([cases, *dict.fromkeys(self.measured)])


@cache
def marked() -> list[Fault]:
    """All that is marked, as it stands in the files of the tests."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [fault for file in files for fault in _marked_in(file)]


def _marked_in(file: Path) -> Iterator[Fault]:
    text = file.read_text(encoding="utf-8")
    for node in ast.parse(text).body if "mark.fault" in text else ():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for mark in node.decorator_list:
            match mark:
                case ast.Call(
                    func=ast.Attribute(attr="fault"),
                    args=[kind, what],
                    keywords=[ast.keyword(arg="expected", value=expected)],
                ):
                    test = f"{file.relative_to(ROOT)}::{node.name}"
                    said = [str(ast.literal_eval(one)) for one in (kind, what, expected)]
                    yield Fault(said[0], said[1], said[2], test)


def document(seen: dict[str, Seen]) -> str:
    """The document: what was `seen`, by the tests' names."""
    about = {
        "day": date.today(),  # noqa: DTZ011 - of whoever runs it
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }
    parts = [_HEAD.format(**about)]
    for kind, title in KINDS.items():
        faults = [fault for fault in marked() if fault.kind == kind]
        rows = [fault.row.format(seen=seen.get(fault.test, Seen())) for fault in faults]
        parts.append(
            f"## {title}\n\n| tried | expected | seen | test |\n|---|---|---|---|\n"
            + "\n".join(rows)
            + "\n"
        )
    return "\n".join(parts)


class Witness:
    """Runs the marked tests alone, and notes what comes of them."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note it: in the process that was started, whichever worker did it."""
        seen = self.seen.setdefault(report.nodeid.partition("[")[0], Seen())
        if report.when == "call" and report.passed:
            seen.well += 1
        elif report.failed:
            seen.ill += 1
        elif report.skipped:
            seen.left_out += 1
        if report.when == "teardown":
            seen.measured += [str(value) for name, value in report.user_properties if name == _SEEN]


def main() -> None:
    """Run them, write the document, and end as the run did."""
    witness = Witness()
    options = ["-m", "fault", "-n", "auto", "--dist", "worksteal", "-q", *sys.argv[1:]]
    status = pytest.main([*options, str(ROOT / "tests")], plugins=[witness])
    DOCUMENT.write_text(document(witness.seen), encoding="utf-8")
    sys.exit(status)


if __name__ == "__main__":
    main()
