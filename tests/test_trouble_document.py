"""docs/trouble.md: whatever /healthz and the log complain of stands there, with what to do."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.domain.checks import Trouble, What
from bot.locales import texts
from bot.views.troubles import in_public
from tests.every_case import every

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "trouble.md").read_text(encoding="utf-8")
TOLD_OF = set(re.findall(r"`([^`\n]+)`", PAGE))
HEALTH = (ROOT / "bot" / "health.py").read_text(encoding="utf-8")


def errors() -> Iterator[str]:
    """The events that are logged as ERROR anywhere."""
    for package in ("bot", "handlers", "storage"):
        for file in (ROOT / package).rglob("*.py"):
            yield from re.findall(
                r'log\.(?:error|exception)\(\s*"([\w.]+)"', file.read_text("utf-8")
            )


def is_told_of(beginning: str) -> bool:
    return any(told.startswith(beginning) for told in TOLD_OF)


@every("what", What)
def test_each_trouble_is_a_line_by_its_first_words(what: What) -> None:
    words = re.split(r"[.:] ", in_public(Trouble(what, "…"), texts("en")))[0]
    assert is_told_of(words), words


def test_each_reason_of_health_itself_is_a_line() -> None:
    found = re.findall(r'(?:append\(|Report\(\[)f?"([^"{:]+)', HEALTH)
    assert len(found) >= 5
    assert [reason for reason in found if not is_told_of(reason.rstrip())] == []


def test_each_error_in_the_log_is_a_line() -> None:
    found = set(errors())
    assert len(found) > 10
    assert found - TOLD_OF == set()
