"""What the tests of this folder are watched by, and the table of what they tried."""

from collections.abc import Callable, Iterator

import pytest

from tests.fuzz.watching import Watch

_TRIED = "tried"


@pytest.fixture
def watch(record_property: Callable[[str, object], None]) -> Iterator[Watch]:
    """Watches over the inputs of one test."""
    watch = Watch()
    yield watch
    assert watch.inputs
    record_property(_TRIED, (watch.inputs, watch.slowest, watch.which))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many inputs each got, and which took longest; said by `make fuzz` alone."""
    if terminalreporter.config.getoption("hypothesis_profile", None) != "fuzz":
        return
    tried = {
        report.nodeid.partition("::")[2]: dict(report.user_properties)[_TRIED]
        for report in terminalreporter.getreports("")
        if _TRIED in dict(report.user_properties)
    }
    terminalreporter.section("inputs, and seconds of the slowest")
    for name, (inputs, slowest, which) in sorted(tried.items()):
        terminalreporter.line(f"{inputs:8,}  {slowest:6.3f}  {name}  {which[:80]}")
    terminalreporter.line(f"{sum(inputs for inputs, _, _ in tried.values()):8,}  inputs together")
