"""python -m bot texts, as whoever runs the bot types it."""

import shutil
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result

from bot.cli import main

EVENTS = """\
events:
  - {number: 11, title: Wirkung, starts: 2126-12-07 15:00, ends: 2126-12-07 18:00,
     status: published, join_url: "https://example.org/raum", registration_url: "https://example.org/anmeldung"}
  - {number: 12, title: Geheim, starts: 2126-12-08 15:00, ends: 2126-12-08 18:00}
  - {number: 4, title: Soest, starts: 2021-07-02 15:00, ends: 2021-07-02 18:00, status: published}
knowledge:
  - {title: Zeisig, url: "https://example.org/z", event: 4}
  - {title: Molch, url: "https://example.org/m", event: 4, visibility: members}
"""


@pytest.fixture(autouse=True)
def a_folder(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a database in it that knows some events."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_file, tmp_path / "labcamp.db")
    for name in ("DATABASE_URL", "SLACK_API_URL", "LABCAMP_CLOCK_FILE", "LABCAMP_TEMPLATES"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "in.yaml").write_text(EVENTS, encoding="utf-8")
    assert bot("import", "in.yaml").exit_code == 0


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("outlet", "begins"),
    [
        ("newsletter", "# LabCamp#11: Wirkung\n"),
        ("homepage", '<article lang="de">\n'),
        ("social", "LabCamp#11: Wirkung\n"),
        ("mail", "Subject: LabCamp#11: Wirkung\n"),
    ],
)
def test_each_outlet_goes_to_standard_output(outlet: str, begins: str) -> None:
    done = bot("texts", "11", "--as", outlet, "--language", "de")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.replace("\r\n", "\n").startswith(begins)
    assert "raum" not in done.stdout


def test_a_file_gets_what_its_ending_says() -> None:
    for outlet, name in (("newsletter", "n.html"), ("mail", "m.ics"), ("social", "s.txt")):
        done = bot("texts", "11", "--as", outlet, "--language", "en", "--to", name)
        assert (done.exit_code, done.output) == (0, "")
    assert (
        Path("n.html").read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')
    )
    assert len(icalendar.Calendar.from_ical(Path("m.ics").read_bytes()).walk("VEVENT")) == 1
    assert "\n---\nLabCamp#11" in Path("s.txt").read_text(encoding="utf-8")
    refused = bot("texts", "11", "--as", "social", "--to", "s.html")
    assert (refused.exit_code, "known are .txt" in refused.output) == (2, True)


def test_a_recap_has_what_is_public_and_no_calendar_file() -> None:
    text = bot("texts", "4", "--as", "newsletter").stdout
    assert [word for word in ("Zeisig", "Molch") if word in text] == ["Zeisig"]
    assert bot("texts", "4", "--as", "mail", "--to", "m.ics").exit_code == 2


@pytest.mark.parametrize("number", ["12", "99"])
def test_of_a_draft_and_of_an_event_that_is_not_there_nothing_goes_out(number: str) -> None:
    done = bot("texts", number, "--as", "homepage")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "never was published" in done.stderr


def test_what_is_wrong_with_an_own_template_is_told_beside_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own" / "de").mkdir(parents=True)
    (tmp_path / "own" / "de" / "social.txt.j2").write_text("LabCamp#12, 15 Uhr\n{{ when }}")
    monkeypatch.setenv("LABCAMP_TEMPLATES", "own")
    done = bot("texts", "11", "--as", "social", "--language", "de")
    assert done.stdout.startswith("LabCamp#12")
    assert "“LabCamp#12” is another LabCamp" in done.stderr
    (tmp_path / "own" / "de" / "social.txt.j2").write_text("\n{% for %}")
    done = bot("texts", "11", "--as", "social", "--language", "de")
    assert done.stdout.startswith("LabCamp#11: Wirkung")
    assert "de/social.txt.j2, line 2" in done.stderr
