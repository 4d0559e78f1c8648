"""The Dockerfile, done step by step in a folder, where there is no container engine.

What stands for the image's Python is an environment of its own; pip's installing is done by uv,
which takes from its cache what `make` has brought already.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from playground import Playground, Workspace
from tests.dockerfile import instructions
from tests.waiting import HANG

ROOT = Path(__file__).parents[1]
UV = ROOT / ".venv" / "uv"
MOST = 150_000_000  # bytes beside the base
# pip as the Dockerfile calls it: into an environment that it names, or into its own
PIP = """#!/bin/sh
if [ "$1" = --python ]; then into="$2"; shift 2; else into="{own}"; fi
shift
exec "{uv}" pip install --quiet --python "$into" "$@"
"""


class Image:
    """A folder that stands for the file system of an image."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.variables: dict[str, str] = {}
        self.folder = root

    def path(self, named: str) -> Path:
        """Where a path of the image lies."""
        return self.root / named.lstrip("/") if named.startswith("/") else self.folder / named

    def mapped(self, text: str) -> str:
        """`text` with the paths that the Dockerfile makes as they are here."""
        return re.sub(r"/(?=(?:opt/labcamp|data|backups|source)\b)", f"{self.root}/", text)

    def environment(self, **more: str) -> dict[str, str]:
        """What a process in it is given."""
        base = f"{self.root}/image/bin:/usr/bin:/bin"
        given = {name: self.mapped(value) for name, value in self.variables.items()}
        given["PATH"] = given.get("PATH", "$PATH").replace("$PATH", base)
        return os.environ | given | more

    def run(self, command: str) -> None:
        """One RUN."""
        subprocess.run(
            ["bash", "-ec", self.mapped(command)],
            cwd=self.folder,
            env=self.environment(),
            check=True,
        )

    def copy(self, *paths: str) -> None:
        """One COPY from the checkout."""
        *sources, target = paths
        into = self.path(target)
        into.mkdir(parents=True, exist_ok=True)
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, self.path(target), dirs_exist_ok=True)
            else:
                shutil.copy(ROOT / source, into)


def set_by(rest: str) -> Iterator[tuple[str, str]]:
    """The variables of an ENV."""
    for one in shlex.split(rest):
        name, _, value = one.partition("=")
        yield name, value


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """All steps of both stages; what needs root, or another machine, is left to the engine."""
    made = Image(tmp_path_factory.mktemp("image"))
    own = made.root / "image"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(own)], check=True)
    shim = own / "bin" / "pip"
    shim.write_text(PIP.format(own=own / "bin" / "python", uv=UV.resolve()), encoding="utf-8")
    shim.chmod(0o755)
    for name, rest in instructions():
        if name == "ENV":
            made.variables |= dict(set_by(rest))
        elif name == "WORKDIR":
            made.folder = made.path(rest)
            made.folder.mkdir(parents=True, exist_ok=True)
        elif name == "COPY" and not rest.startswith("--from"):
            made.copy(*rest.split())
        elif name == "RUN" and "useradd" not in rest:
            made.run(rest)
    made.path("/backups").mkdir()
    return made


def test_what_is_added_to_the_base_is_less_than_150_mb(image: Image) -> None:
    added = [file for file in image.path("/opt/labcamp").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in added if not file.is_symlink()) < MOST


async def test_the_image_runs_and_its_health_check_says_when_it_is_ready(image: Image) -> None:
    playground = Playground(Workspace.sample(), strict_rates=False)
    await playground.start()
    last = dict(instructions())
    environment = image.environment(
        SLACK_BOT_TOKEN=playground.credentials.bot_token,
        SLACK_APP_TOKEN=playground.credentials.app_token,
        SLACK_API_URL=playground.api_url,
        LABCAMP_ORGANIZERS="U0ADAWEBER",
        LABCAMP_CHANNEL="C0LABCAMP",
        HOST="127.0.0.1",
        PORT="3917",
    )
    command = shlex.split(last["CMD"].strip("[]").replace(",", " "))
    bot = await asyncio.create_subprocess_exec(
        *command, cwd=image.folder, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    check = last["HEALTHCHECK"].split("CMD", 1)[1].strip()
    python, option, code = json.loads(check)
    try:
        async with asyncio.timeout(HANG):
            await playground.connected()
            while await ended(python, option, code, environment) != 0:
                assert bot.returncode is None
    finally:
        with suppress(ProcessLookupError):
            bot.terminate()
        await bot.wait()
        await playground.stop()


async def ended(*command_and_environment: object) -> int:
    """How a command ends."""
    *command, environment = command_and_environment
    assert isinstance(environment, dict)
    process = await asyncio.create_subprocess_exec(
        *map(str, command), env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()
