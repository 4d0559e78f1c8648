"""What the views make is what Slack's own SDK would make of it: its classes check each block."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.every_case import every

SNAPSHOTS = sorted((Path(__file__).parent / "__snapshots__").glob("*/*.json"))


def blocks_in(shown: Any) -> Iterator[dict[str, Any]]:
    """All blocks of what was written down, however deep they lie."""
    if isinstance(shown, list):
        for one in shown:
            yield from blocks_in(one)
    elif isinstance(shown, dict):
        yield from shown.get("blocks", ())
        for name, value in shown.items():
            if name != "blocks":
                yield from blocks_in(value)


def checked(block: dict[str, Any]) -> dict[str, Any]:
    """The block as the SDK writes it, after its checks; raises what it finds wrong."""
    read = Block.parse(block)
    assert read is not None, block
    return read.to_dict()


@every("file", SNAPSHOTS)
def test_the_sdk_takes_every_view_and_writes_it_the_same(file: Path) -> None:
    blocks = list(blocks_in(json.loads(file.read_text(encoding="utf-8"))))
    assert blocks
    assert [checked(block) for block in blocks] == blocks


def test_the_sdk_says_no_to_what_slack_does_not_take() -> None:
    with pytest.raises(SlackObjectFormationError):
        checked({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}})
