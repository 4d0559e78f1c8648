"""What others check by machine: licences, publiccode.yml, the workflow, the audit."""

import json
import re
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.languages import LANGUAGES
from bot.version import VERSION
from tests.audit import judged

ROOT = Path(__file__).parents[1]

# By which we hand on what we use; LGPL because psycopg is called, not changed.
HANDED_ON = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0"),
    *("MPL-2.0", "LGPL-3.0-only"),
}
# Tools that are not part of what is handed on may be under these too.
TOOLS = HANDED_ON | {
    *("CC0-1.0", "CC-BY-SA-4.0", "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-or-later"),
}
# How packages said it before there were SPDX expressions in their metadata.
SPOKEN = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "MIT, BSD": "MIT AND BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
}
CATEGORIES = {"collaboration", "event-management", "knowledge-management", "online-community"}


def packages(lock: str) -> list[str]:
    return re.findall(r"(?m)^([a-z0-9.-]+)==", (ROOT / lock).read_text(encoding="utf-8"))


def licences(package: str) -> set[str]:
    """All that a package names, one by one; none where it is not for this system."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return set()
    classifiers = [line for line in said.get_all("Classifier", []) if line.startswith("License")]
    of_classifiers = [line.rpartition(" :: ")[2] for line in classifiers]
    free = [text for text in said.get_all("License", []) if text != "UNKNOWN" and "\n" not in text]
    spoken = said.get_all("License-Expression", free or of_classifiers or _first_lines(package))
    known = " AND ".join(SPOKEN.get(one, one) for one in spoken)
    return {one.strip("() ") for one in re.split(r" (?:AND|OR) ", known)}


def _first_lines(package: str) -> list[str]:
    """Of the files with its licences: where it says nothing else, their name stands there."""
    named = [file for file in files(package) or () if "licenses" in file.parts]
    return [file.read_text("utf-8").strip().partition("\n")[0] for file in named] or ["nothing"]


@pytest.mark.parametrize(
    ("lock", "allowed"), [("requirements.lock", HANDED_ON), ("requirements-dev.lock", TOOLS)]
)
def test_every_package_is_under_a_licence_that_we_allow(lock: str, allowed: set[str]) -> None:
    named = packages(lock)
    assert len(named) > 30
    others = {name: licences(name) - allowed for name in named}
    assert {name: found for name, found in others.items() if found} == {}


def test_the_licence_is_the_same_wherever_it_is_looked_for() -> None:
    licence = (ROOT / "LICENSE").read_bytes()
    assert (ROOT / "LICENSES" / "MIT.txt").read_bytes() == licence


def test_publiccode_says_all_that_it_must() -> None:
    said: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    # https://yml.publiccode.tools/schema.core.html
    must = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus"}
    assert must | {"softwareType", "description", "legal", "maintenance", "localisation"} <= set(
        said
    )
    assert said["softwareVersion"] == VERSION
    assert said["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert said["softwareType"] == "standalone/other"
    assert set(said["categories"]) <= CATEGORIES
    assert said["legal"]["license"] == "MIT"
    assert said["maintenance"]["type"] == "community"
    assert all(contact["name"] for contact in said["maintenance"]["contacts"])
    assert said["localisation"]["localisationReady"] is True
    assert set(said["localisation"]["availableLanguages"]) == set(said["description"])
    assert set(said["description"]) == set(LANGUAGES)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {VERSION} - {said['releaseDate']}\n" in changelog


@pytest.mark.parametrize("language", LANGUAGES)
def test_publiccode_describes_the_bot_at_the_length_that_is_asked_for(language: str) -> None:
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    description = said["description"][language]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]


def test_the_workflow_calls_what_everybody_can_call_and_pins_the_rest() -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    for used in re.findall(r"uses: (.+)", text):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
    assert workflow["permissions"] == {"contents": "read"}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tested = job["strategy"]["matrix"]["python"]
    assert tested == re.findall(r'Language :: Python :: (3\.\d+)"', project)


def test_an_audit_names_holes_and_fails_for_nothing_else() -> None:
    sound: dict[str, object] = {"name": "click", "version": "8.5.1", "vulns": []}
    holed: dict[str, object] = sound | {"vulns": [{"id": "CVE-2026-1", "fix_versions": ["8.5.2"]}]}
    unknown: dict[str, object] = {"name": "click", "skip_reason": "not found"}

    def of(*found: dict[str, object]) -> tuple[list[str], bool]:
        return judged(json.dumps({"dependencies": found, "fixes": []}))

    assert of(sound, unknown) == (["1 packages checked, 1 not, 0 known holes."], False)
    assert of(holed)[0][0] == "click 8.5.1: CVE-2026-1, mended in: 8.5.2"
    assert of(holed)[1]
    nothing = "The database of known holes can't be reached from here: nothing was checked."
    assert of(unknown) == judged("") == ([nothing], False)
