"""The snapshots of the views, as they are and as they were in another commit."""

import io
import json
import re
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from tests.playground_process import ROOT

FOLDER = "tests/views/__snapshots__"
# A payload by language.
Payloads = dict[str, dict[str, Any]]
# Those by the name of their file, which begins with that of its folder.
Snapshots = dict[str, Payloads]


class NoSuchCommit(Exception):
    """There is nothing to compare with; says what git says."""


def _name(path: str) -> str:
    found = re.fullmatch(r".*?\[(.*)\]", PurePath(path).stem)
    return found[1].replace("-", " ") if found else PurePath(path).stem


@dataclass(frozen=True)
class Pair:
    """One snapshot: `now` is None where it is gone, `before` where it is new."""

    path: str
    now: Payloads | None
    before: Payloads | None

    @property
    def section(self) -> str:
        """The subject of its file of tests: "Event forms"."""
        return PurePath(self.path).parent.name.removeprefix("test_").replace("_", " ").capitalize()

    @property
    def name(self) -> str:
        """What its test calls it: "card, longest"."""
        return _name(self.path)

    @property
    def state(self) -> str:
        """What became of it: gone, new, changed or same."""
        if self.now is None:
            return "gone"
        if self.before is None:
            return "new"
        return "same" if self.now == self.before else "changed"


def _in_order(path: str) -> tuple[str, str, bool, str]:
    """By subject and name; the longest stands behind the shortest, or behind the usual one."""
    name = _name(path)
    usual = name.removesuffix(", longest").removesuffix(", shortest")
    return PurePath(path).parent.name, usual, name.endswith(", longest"), path


def written_down() -> Snapshots:
    """All snapshots of this checkout, also those that are not committed yet."""
    root = ROOT / FOLDER
    files = root.rglob("*.json")
    return {str(file.relative_to(root)): json.loads(file.read_text("utf-8")) for file in files}


def _git(*arguments: str, folder: Path) -> bytes:
    ran = subprocess.run(("git", *arguments), cwd=folder, capture_output=True, check=False)
    if ran.returncode:
        raise NoSuchCommit(ran.stderr.decode().strip())
    return ran.stdout


def of_commit(revision: str, folder: Path = ROOT) -> Snapshots:
    """All snapshots where this branch left the other one: what came there since is not ours.

    Raises NoSuchCommit.
    """
    base = _git("merge-base", "HEAD", revision, folder=folder).decode().strip()
    packed = _git("archive", base, "--", FOLDER, folder=folder)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        return {
            str(PurePath(member.name).relative_to(FOLDER)): json.load(file)
            for member in archive
            if member.name.endswith(".json") and (file := archive.extractfile(member))
        }


def paired(now: Snapshots, before: Snapshots) -> list[Pair]:
    """Each snapshot with what it was; what only has another name now is the same."""
    gone = {path: before[path] for path in before.keys() - now.keys()}
    was = dict(before)
    for path in now.keys() - before.keys():
        old = next((old for old, payloads in gone.items() if payloads == now[path]), None)
        if old:
            was[path] = was.pop(old)
            del gone[old]
    paths = sorted(now.keys() | was.keys(), key=_in_order)
    return [Pair(path, now.get(path), was.get(path)) for path in paths]
