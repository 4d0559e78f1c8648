"""Settings: everything that can be set, read once from the environment and a `.env` file."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from bot.settings.addresses import fault_of_database
from bot.settings.names import unknown
from bot.settings.reader import EnvironmentReader
from bot.settings.values import SLACK_API_URL, BadSettings, Settings

__all__ = [
    "SLACK_API_URL",
    "BadSettings",
    "Settings",
    "fault_of_database",
    "inspect",
    "load",
    "unknown_names",
    "variables",
]


def load(
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    needs_slack: bool = True,
) -> Settings:
    """The settings from `environment` (os.environ), filled up from `.env` in `folder` (the cwd).

    An empty value counts as not set. Commands that never speak to Slack do without its tokens.
    Raises BadSettings with all problems at once.
    """
    return EnvironmentReader(variables(environment, folder)).settings(needs_slack=needs_slack)


def inspect(
    environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> tuple[Settings, list[str]]:
    """The settings as far as they can be used, and all problems: for who looks what is wrong."""
    try:
        merged, unread = variables(environment, folder), []
    except BadSettings as bad:
        merged, unread = _given(environment), bad.problems
    settings, problems = EnvironmentReader(merged).read(needs_slack=True)
    return settings, [*unread, *problems]


def unknown_names(
    environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> dict[str, str | None]:
    """Variables that look like ours and are none (LABCAMP_CHANEL), each with the nearest known one.

    They are no reason not to start, as a wrong value is: one of a newer version, or of something
    beside the bot, may be meant.
    """
    return unknown(variables(environment, folder))


def variables(
    environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> dict[str, str]:
    """All that is set, by name, as `load` reads it; raises BadSettings for an unreadable file."""
    try:
        from_file = dotenv_values((folder or Path.cwd()) / ".env")
    except UnicodeDecodeError as error:
        raise BadSettings([".env: is not in UTF-8. Save it anew with that encoding."]) from error
    return {
        **{name: value.strip() for name, value in from_file.items() if value and value.strip()},
        **_given(environment),
    }


def _given(environment: Mapping[str, str] | None) -> dict[str, str]:
    given = os.environ if environment is None else environment
    return {name: value.strip() for name, value in given.items() if value.strip()}
