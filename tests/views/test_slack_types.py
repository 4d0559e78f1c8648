"""Every message, form and Home that is written down is one to Slack's types (`@slack/types`)."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.npm import PACKAGES, node

# `View` of the types takes blocks that nobody knows too: then no block would be looked at.
_HEAD = """\
import type { HomeView, KnownBlock, ModalView } from "@slack/types";
type Known<V> = Omit<V, "blocks"> & { blocks: KnownBlock[] };
type Message = { text: string; blocks?: KnownBlock[] };
"""
_KINDS = {"modal": "Known<ModalView>", "home": "Known<HomeView>", None: "Message"}


def complaints(folder: Path, values: list[tuple[str, Any]]) -> str:
    """What the compiler says of these, each with its name; nothing where all is well."""
    compiler = (node(), PACKAGES / ".bin" / "tsc", "--noEmit", "--strict", "--skipLibCheck")
    (folder / "node_modules").symlink_to(PACKAGES)
    lines = [
        f"// {name}\nexport const _{at}: {_KINDS[value.get('type')]} = {json.dumps(value)};"
        for at, (name, value) in enumerate(values)
    ]
    (folder / "views.ts").write_text(_HEAD + "\n".join(lines), "utf-8")
    modules = ("--module", "nodenext", "--moduleResolution", "nodenext")
    ran = subprocess.run(
        (*compiler, *modules, "views.ts"), cwd=folder, capture_output=True, text=True, check=False
    )
    return ran.stdout + ran.stderr


def written_down() -> Iterator[tuple[str, Any]]:
    """All snapshots of views, in both languages."""
    for file in sorted((Path(__file__).parent / "__snapshots__").rglob("*.json")):
        for language, value in json.loads(file.read_text("utf-8")).items():
            yield f"{file.stem} {language}", value


def test_every_view_is_one_to_slacks_own_types(tmp_path: Path) -> None:
    found = list(written_down())
    assert len(found) > 400
    assert complaints(tmp_path, found) == ""


@pytest.mark.parametrize(
    "block",
    [
        {"type": "divider", "colour": "red"},
        {"type": "separator"},
        {"type": "section", "text": {"type": "markdown", "text": "a"}},
        {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": "a"}]},
    ],
)
def test_a_block_that_is_none_is_found(tmp_path: Path, block: dict[str, Any]) -> None:
    assert "error TS" in complaints(tmp_path, [("odd", {"text": "", "blocks": [block]})])
