"""The files around the code say what is so: links lead somewhere, commands exist."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import main
from tests.every_case import every
from tests.reading import read

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += [ROOT / "SECURITY.md", ROOT / "GOVERNANCE.md", ROOT / "CODE_OF_CONDUCT.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LOCKS = [ROOT / f"requirements{what}.lock" for what in ("", "-build", "-dev")]
DECISIONS = ROOT / "docs" / "decisions"

LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:bot|handlers|storage|playground|tests|docs)/[\w/.-]+)`")
TARGET = re.compile(r"^([a-z]+):.*## ", re.MULTILINE)
FROM_A_TEST = re.compile(r"^\s*(?:from|import) tests\.(?:\w+\.)*test_\w+", re.MULTILINE)
ADDRESS = re.compile(r"https?:|pypi\.org|--(?:extra-)?index-url|--find-links")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """The name under which a heading can be linked to."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def bot_help() -> str:
    return CliRunner().invoke(main, ["--help"]).stdout


@every("page", PAGES)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(text(page)):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), link
        if heading:
            headings = re.findall(r"^#+ (.+)$", text(goal), re.MULTILINE)
            assert heading in {anchor(one) for one in headings}, link


@every("page", PAGES)
def test_files_that_are_named_are_there(page: Path) -> None:
    if page.parent == DECISIONS:  # a record says what was so when it was written
        return
    for path in FILE.findall(text(page)):
        assert (ROOT / path).exists() or "what_changes" in path, path


@every("page", PAGES)
def test_what_make_is_said_to_do_it_does(page: Path) -> None:
    targets = set(TARGET.findall(text(ROOT / "Makefile")))
    said = re.findall(r"(?:`|^)make ([a-z]+)(?:`|$)", text(page), re.MULTILINE)
    assert set(said) <= targets


def test_contributing_explains_every_target_of_make() -> None:
    targets = set(TARGET.findall(text(ROOT / "Makefile"))) - {"help"}
    assert set(re.findall(r"^\| `make ([a-z]+)` \|", text(PAGES[1]), re.MULTILINE)) == targets


def test_the_commands_of_the_bot_that_are_written_about_exist() -> None:
    known = set(re.findall(r"^  ([a-z]+) ", bot_help(), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"-m bot ([a-z]+)", text(page))) <= known, named(page)


def test_the_procfile_starts_a_command_that_exists() -> None:
    assert text(ROOT / "Procfile") == "web: python -m bot run\n"
    assert re.search(r"^  run ", bot_help(), re.MULTILINE)


def test_the_file_of_events_in_the_readme_can_be_imported() -> None:
    example = re.search(r"```yaml\n(events:.*?)```", text(PAGES[0]), re.DOTALL)
    assert example is not None
    contents = read(example[1])
    assert [entry.number for entry in contents.events] == [11]
    assert len(contents.knowledge) == 1


def test_the_tree_in_the_readme_names_what_is_there() -> None:
    tree = re.search(r"```\n(bot/ .*?)```", text(PAGES[0]), re.DOTALL)
    assert tree is not None
    room = ROOT
    for line in tree[1].splitlines():
        name = line.split()[0]
        room = ROOT if not line.startswith(" ") else room
        assert (room / name).exists(), line
        room = ROOT / name if not line.startswith(" ") else room


def test_every_decision_is_listed_and_short() -> None:
    listed = LINK.findall(text(DECISIONS / "README.md"))
    assert listed == sorted(file.name for file in DECISIONS.glob("0*.md"))
    for name in listed:
        page = text(DECISIONS / name)
        assert page.startswith(f"# {name[:4]} ")
        assert len(page.splitlines()) < 40
        for part in ("Context", "Options", "Decision", "Consequences"):
            assert f"\n## {part}\n" in page, (name, part)


@pytest.mark.parametrize("lock", LOCKS, ids=named)
def test_locks_hold_versions_and_hashes_but_no_address(lock: Path) -> None:
    assert ADDRESS.search(text(lock)) is None
    assert "--hash=sha256:" in text(lock)


def test_the_locks_agree_on_every_version() -> None:
    *others, developing = (dict(re.findall(r"(?m)^(\S+)==(\S+)", text(lock))) for lock in LOCKS)
    for other in others:
        assert other.items() <= developing.items()


def test_requirements_txt_only_points_to_the_lock() -> None:
    lines = text(ROOT / "requirements.txt").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-r requirements.lock"]


def test_pre_commit_calls_what_make_lint_calls_and_fetches_nothing() -> None:
    config: dict[str, Any] = yaml.safe_load(text(ROOT / ".pre-commit-config.yaml"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    recipe = re.search(r"^lint:.*\n((?:\t.+\n)+)", text(ROOT / "Makefile"), re.MULTILINE)
    assert recipe is not None
    linters = recipe[1].replace("$(BIN)", ".venv/bin").replace("\t@", "").splitlines()
    assert [hook["entry"] for hook in hooks] == linters


def test_the_license_is_the_one_that_the_project_names() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    assert project["license"] == "MIT"
    assert [text(ROOT / name).partition("\n")[0] for name in project["license-files"]] == [
        "MIT License"
    ]


def test_what_tests_share_stands_in_no_file_of_tests() -> None:
    modules = sorted((ROOT / "tests").rglob("*.py"))
    assert [named(module) for module in modules if FROM_A_TEST.search(text(module))] == []
