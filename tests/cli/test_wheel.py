"""The wheel: what pip lays into an environment that has no checkout beside it."""

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import start
from bot.cli import main
from bot.enclosed import FILES
from bot.version import VERSION

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "playground")


def distribution(installed: Path) -> Distribution:
    (found,) = distributions(path=[str(installed)])
    return found


def test_every_file_of_the_packages_is_in_the_wheel(installed: Path) -> None:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()]
    named = [file.relative_to(ROOT) for file in files if "__pycache__" not in file.parts]
    assert len(named) > 400
    assert [str(file) for file in named if not (installed / file).is_file()] == []


def test_nothing_else_is_laid_beside_other_packages(installed: Path) -> None:
    beside = {file.name for file in installed.iterdir()}
    assert beside == {*PACKAGES, f"labcamp_bot-{VERSION}.dist-info"}


def test_what_an_installation_needs_beside_the_code_is_in_the_wheel(installed: Path) -> None:
    for name, path in FILES.items():
        assert (installed / "bot" / "enclosed" / name).read_bytes() == (ROOT / path).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_what_is_enclosed_can_be_printed(name: str) -> None:
    said = CliRunner().invoke(main, ["print", name]).stdout_bytes
    assert said == (ROOT / FILES[name]).read_bytes()


def test_the_wheel_has_a_command_that_exists(installed: Path) -> None:
    (command,) = distribution(installed).entry_points.select(group="console_scripts")
    assert command.name == "labcamp-bot"
    assert command.load() is start


def test_the_version_is_said_in_one_place_and_dated_in_the_changelog(installed: Path) -> None:
    assert distribution(installed).version == VERSION
    assert CliRunner().invoke(main, ["--version"]).output == f"labcamp-bot {VERSION}\n"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\d\S+) - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)
    assert released[0] == VERSION
