"""What was done in the playground once is done again with the real bot (tests/stories)."""

import asyncio
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.playground import playground
from tests.process.nursery import ROOT, Nursery
from tests.waiting import HANG

STORIES = sorted((ROOT / "tests" / "stories").glob("*.yaml"))


@pytest.mark.parametrize("story", STORIES, ids=[story.stem for story in STORIES])
async def test_a_story_goes_as_it_is_written(story: Path, nursery: Nursery, tmp_path: Path) -> None:
    log = tmp_path / "story.log"
    environment = {"PATH": os.environ["PATH"]}
    child = await nursery.start(["playground", "--replay", str(story)], ROOT, environment, log)
    status, said = await asyncio.wait_for(child.ended(), 3 * HANG), log.read_text(encoding="utf-8")
    assert status == 0, said
    assert "All of it went as it is written." in said


@pytest.mark.parametrize("text", ["{as: anna}", "- anna", ": :", "\x00"])
def test_what_is_no_story_is_said_at_once(tmp_path: Path, text: str) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(text)
    result = CliRunner().invoke(playground, ["--replay", str(file)])
    assert result.exit_code == 1
    assert str(file) in result.output


@pytest.mark.parametrize("option", ["--replay", "--record"])
def test_a_story_that_can_not_be_there_is_said_at_once(tmp_path: Path, option: str) -> None:
    result = CliRunner().invoke(playground, [option, str(tmp_path / "nowhere" / "story.yaml")])
    assert result.exit_code == 2
    assert option in result.output
    assert "nowhere" in result.output
