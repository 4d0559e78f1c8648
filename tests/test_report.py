"""What make bench writes into docs/benchmarks.md."""

from pathlib import Path

from rich.table import Table

from tests.bench.report import DOCUMENT, Report


def test_what_was_measured_replaces_what_was_measured_before(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(DOCUMENT.read_text("utf-8"), "utf-8")
    before = document.read_text("utf-8")
    table = Table("", "ms", title="One thing")
    table.add_row("next", "0.5")
    report = Report()
    report.show(table, "A sentence.")
    for _ in range(2):
        report.write(document)
    written = document.read_text("utf-8")
    assert (
        written.count("**One thing**\n\n|  | ms |\n| --- | --- |\n| next | 0.5 |\n\nA sentence.")
        == 1
    )
    assert written.startswith(before.partition("<!--")[0])
    assert written.endswith(before.rpartition("-->")[2])
