"""What the bot is installed by, beside pip: an image, Compose, systemd. None of them runs here."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot.cli import main
from bot.domain.languages import LANGUAGES
from bot.settings.names import NAMES
from tests.dockerfile import instructions

ROOT = Path(__file__).parents[1]
COMPOSE = ("compose.yaml", "compose.postgres.yaml")
UNIT = ROOT / "deploy" / "labcamp.service"
OF_OTHERS = {"PATH", "PYTHONUNBUFFERED"}


def settings() -> set[str]:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^#?([A-Z_]+)=", example)) | set(NAMES)


def last(name: str) -> str:
    return [rest for found, rest in instructions() if found == name][-1]


def copied() -> list[str]:
    """All paths of the checkout that the image is built from."""
    sources = [rest.split()[:-1] for name, rest in instructions() if name == "COPY"]
    return [path for paths in sources for path in paths if not paths[0].startswith("--from")]


def compose(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return content


def test_what_the_image_is_built_from_is_there_and_all_that_reaches_the_builder() -> None:
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    lines = [line for line in ignored if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied())


def test_the_image_holds_what_the_wheel_is_built_from() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    enclosed = re.findall(r'(?m)^"(.+)" = "bot/enclosed/', project)
    packages = re.search(r"(?m)^packages = \[(\"bot\".*)\]", project)
    assert packages is not None
    needed = {*enclosed, *re.findall(r'"(\w+)"', packages[1]), "README.md", "LICENSE"}
    assert needed <= set(copied())


def test_nothing_is_installed_into_the_image_without_a_hash_but_the_wheel() -> None:
    runs = [rest for name, rest in instructions() if name == "RUN"]
    steps = [step.strip() for rest in runs for step in rest.split("&&")]
    pip = [step.partition(" install ")[2] for step in steps if step.startswith("pip ")]
    assert sorted(pip) == [
        "--no-deps dist/*.whl",
        "--require-hashes -r requirements-build.lock",
        "--require-hashes -r requirements.txt",
    ]


def test_the_image_keeps_what_babel_knows_of_the_languages_that_the_bot_speaks() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = re.findall(r"! -name '(\S+)'", text)
    assert sorted(kept) == ["de*", "en*", "root.dat"]
    assert {language.locale[:2] for language in LANGUAGES.values()} == {"de", "en"}


def test_the_image_is_not_run_by_root_and_runs_a_command_that_exists() -> None:
    user, _, group = last("USER").partition(":")
    assert int(user) > 0 < int(group)
    program, command = yaml.safe_load(last("CMD"))
    assert program == "labcamp-bot"
    assert command in main.list_commands(click.Context(main))
    python, _, code = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    assert python == "python"
    assert compile(code, "", "exec")
    assert "/healthz" in code


def test_the_image_sets_only_what_the_bot_reads() -> None:
    assert set(re.findall(r"([A-Z_]+)=", last("ENV"))) <= settings() | OF_OTHERS


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_sets_only_what_the_bot_reads_and_gives_it_no_right(name: str) -> None:
    bot = compose(name)["services"]["bot"]
    assert set(bot["environment"]) <= settings()
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert bot["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", COMPOSE)
def test_what_compose_keeps_has_a_name_and_copies_a_folder(name: str) -> None:
    content = compose(name)
    mounts = [mount for one in content["services"].values() for mount in one.get("volumes", [])]
    sources = {mount.partition(":")[0] for mount in mounts}
    assert sources == {*content["volumes"], "./backups"}


@pytest.mark.parametrize("name", COMPOSE)
def test_no_log_of_a_container_grows_for_ever(name: str) -> None:
    for service in compose(name)["services"].values():
        options = service["logging"]["options"]
        assert options["max-size"].endswith("m")
        assert int(options["max-file"]) > 1


def test_the_unit_runs_a_command_that_exists_and_writes_only_what_is_its_own() -> None:
    given = dict(re.findall(r"(?m)^(\w+)=(.*)$", UNIT.read_text(encoding="utf-8")))
    program, command = given["ExecStart"].split()
    assert program.endswith("/labcamp-bot")
    assert command in main.list_commands(click.Context(main))
    assert given["After"] == given["Wants"] == "network-online.target"
    assert given["ProtectSystem"] == "strict"
    assert given["PrivateTmp"] == given["NoNewPrivileges"] == "yes"
    assert given["User"] != "root"
    assert given["WorkingDirectory"] == f"/var/lib/{given['StateDirectory']}"
