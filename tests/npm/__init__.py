"""What others wrote about Slack, from npm, to hold the bot and its playground against."""

import os
import shutil
from pathlib import Path

import pytest

NPM = Path(__file__).parent
PACKAGES = NPM / "node_modules"


def node() -> str:
    """Node, where the packages are too; without them a test is skipped, in CI it fails."""
    found = shutil.which("node")
    if found is not None and PACKAGES.exists():
        return found
    missing = "needs Node and its packages: npm ci --prefix tests/npm"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
