"""What python -m bot doctor prints."""

import pytest

from bot.cli.doctor import show, withheld
from bot.doctor import CHECKS, Finding, Verdict
from bot.locales import texts


def test_a_finding_is_a_line_and_what_to_do_stands_below(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    show("clock", Finding(Verdict.WRONG, "It is slow.\nVery.", "Set it."), texts("en"))
    show("clock", Finding(Verdict.WELL, "wort " * 10), texts("de"))
    assert capsys.readouterr().out.splitlines() == [
        "✗ Clock           It is slow.",
        "                  Very.",
        "                  → Set it.",
        f"✓ Uhr             {('wort ' * 8).strip()}",
        f"                  {('wort ' * 2).strip()}",
    ]


@pytest.mark.parametrize("secret", ["xoxb-1-abc", "xapp-1-A0-abc", "0123456789abcdef" * 2])
def test_no_secret_is_said(secret: str) -> None:
    told = withheld(Finding(Verdict.WRONG, f"{secret} is none.", f"Mend {secret}."))
    assert secret not in f"{told.words} {told.advice}"
    assert "pass" not in withheld(Finding(Verdict.WRONG, "postgresql://me:pass@a.example")).words


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_check_has_a_name(language: str) -> None:
    assert all(texts(language).plain(f"doctor.name.{check.name}") for check in CHECKS)
