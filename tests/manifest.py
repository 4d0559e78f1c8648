"""What manifest.yaml asks of Slack, so that tests can give the bot exactly these rights."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parents[1] / "manifest.yaml"


@cache
def manifest() -> dict[str, Any]:
    """The whole manifest."""
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


def manifest_scopes() -> frozenset[str]:
    """The scopes of the bot's token."""
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def manifest_events() -> frozenset[str]:
    """The events that Slack sends to the bot."""
    return frozenset(manifest()["settings"]["event_subscriptions"]["bot_events"])


def manifest_commands() -> tuple[str, ...]:
    """The slash commands."""
    return tuple(command["command"] for command in manifest()["features"]["slash_commands"])
