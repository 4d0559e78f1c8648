"""docs/faults.md names every fault that a test is marked with, and says what was seen of it."""

import re

from tests.faults import DOCUMENT, KINDS, Fault, Seen, document, marked

ROW = re.compile(r"^\| (.+) \| (.+) \| (.+) \| `(tests/.+)` \|$", re.MULTILINE)


def test_the_document_has_every_fault_that_is_marked() -> None:
    written = {(what, expected, test) for what, expected, _, test in rows()}
    there = {(fault.what, fault.expected, fault.test) for fault in marked()}
    assert written == there, "write it anew: make faults"


def rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall(DOCUMENT.read_text("utf-8"))


def test_all_was_seen_as_expected() -> None:
    assert [row for row in rows() if not row[2].startswith("as expected")] == []


def test_every_sort_of_fault_is_tried() -> None:
    assert {fault.kind for fault in marked()} == KINDS.keys()


def test_what_was_not_as_expected_would_be_said() -> None:
    (first, *_) = marked()
    assert "**not as expected** in 1 of 3" in document({first.test: Seen(well=2, ill=1)})
    assert "not tried" in document({})
    assert isinstance(first, Fault)
