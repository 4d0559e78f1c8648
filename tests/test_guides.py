"""The German guides speak of commands and labels that there are."""

import re
from pathlib import Path

import pytest

from bot.domain.command_parser import parse
from bot.domain.commands import Incomplete, Unknown
from tests.manifest import manifest

GUIDES = sorted((Path(__file__).parents[1] / "docs" / "de").glob("*.md"))
CATALOG = (Path(__file__).parents[1] / "bot" / "locales" / "de.po").read_text(encoding="utf-8")
SAID_BY_SLACK = {"Home", "Start"}
LETTERS = {"ä", "ae"}


def test_there_is_one_for_members_and_one_for_organizers() -> None:
    assert [file.stem for file in GUIDES] == ["mitglieder", "organisieren"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda file: file.stem)
def test_every_command_in_a_guide_is_understood(guide: Path) -> None:
    typed = re.findall(r"`/labcamp([^`]*)`", guide.read_text(encoding="utf-8"))
    assert typed
    for words in typed:
        command = parse(words.strip().replace("@name", "<@U0ANNA|anna>"))
        assert not isinstance(command, Unknown | Incomplete), words


@pytest.mark.parametrize("guide", GUIDES, ids=lambda file: file.stem)
def test_every_label_in_a_guide_is_to_be_seen_in_slack(guide: Path) -> None:
    shortcuts = {shortcut["name"] for shortcut in manifest()["features"]["shortcuts"]}
    for label in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide.read_text(encoding="utf-8")):
        seen = f'msgstr "{label}"' in CATALOG or label in shortcuts | SAID_BY_SLACK | LETTERS
        assert seen, label
