"""`.env.example` can be copied as it is, and names every variable that the code reads."""

import ast
import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from bot import settings
from bot.settings import BadSettings, Settings
from bot.settings.names import NAMES, PREFIX

EXAMPLE = Path(__file__).parents[1] / ".env.example"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-for-a-test", "SLACK_APP_TOKEN": "xapp-for-a-test"}
SET_BY_THE_HOST = {"DYNO"}  # Heroku's; nobody sets it by hand
HAS_NO_PLACE_BESIDE_SLACK = "LABCAMP_CLOCK_FILE"
ASSIGNMENT = re.compile(r"#?([A-Z_]+)=(.*)")


def assignments() -> dict[str, str]:
    """All variables of the example, those that are commented out too."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := ASSIGNMENT.fullmatch(line))}


def variables_in_the_code() -> set[str]:
    """What `bot.settings` asks for: `self._values.get("X")`, `"X" in …`, `self._url("X")` …"""
    files = Path(settings.__file__).parent.glob("*.py")
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    found = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        match node:
            case (
                ast.Call(
                    func=ast.Attribute(
                        value=ast.Attribute(value=ast.Name("self"), attr="_values"), attr="get"
                    ),
                    args=[ast.Constant(str(name)), *_],
                )
                | ast.Call(
                    func=ast.Attribute(
                        value=ast.Name("self"), attr="_url" | "_matching" | "_one_of"
                    ),
                    args=[ast.Constant(str(name)), *_],
                )
                | ast.Compare(left=ast.Constant(str(name)), ops=[ast.In() | ast.NotIn()])
            ):
                found.add(name)
    return {name for name in found if ASSIGNMENT.fullmatch(f"{name}=")}


def written(folder: Path, values: dict[str, str]) -> Path:
    """A folder with a `.env` of these values in it."""
    text = "".join(f"{name}={value}\n" for name, value in values.items())
    (folder / ".env").write_text(text, encoding="utf-8")
    return folder


def test_the_example_names_exactly_the_variables_that_the_code_reads() -> None:
    assert set(assignments()) == variables_in_the_code() - SET_BY_THE_HOST


def test_the_names_that_are_known_are_those_that_the_code_reads() -> None:
    ours = {name for name in variables_in_the_code() if name.startswith(PREFIX)}
    assert ours == set(NAMES)
    assert settings.unknown_names(assignments(), EXAMPLE.parent / "tests") == {}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("LABCAMP_CHANEL", "LABCAMP_CHANNEL"),
        ("LABCAMP_channel", "LABCAMP_CHANNEL"),
        ("LABCAMP_ORGANISERS", "LABCAMP_ORGANIZERS"),
        ("LABCAMP_ORGANIZERS_GROUP", "LABCAMP_ORGANIZER_GROUP"),
        ("LABCAMP_XYZZY", None),
    ],
)
def test_a_misspelt_name_is_found_with_the_nearest_known_one(
    name: str, nearest: str | None, tmp_path: Path
) -> None:
    assert settings.unknown_names({name: "x"}, tmp_path) == {name: nearest}
    assert settings.unknown_names({}, written(tmp_path, {name: "x"})) == {name: nearest}


def test_a_copy_with_two_tokens_filled_in_is_enough_to_start(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for name, token in TOKENS.items():
        text = text.replace(f"\n{name}=\n", f"\n{name}={token}\n")
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    loaded = settings.load(environment={}, folder=tmp_path)
    assert loaded == Settings(TOKENS["SLACK_BOT_TOKEN"], TOKENS["SLACK_APP_TOKEN"])


def test_a_copy_without_tokens_says_which_are_missing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(EXAMPLE.read_bytes())
    with pytest.raises(BadSettings) as bad:
        settings.load(environment={}, folder=tmp_path)
    named = [problem.partition(":")[0] for problem in bad.value.problems]
    assert named == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"]


def test_what_is_shown_as_a_default_is_the_default(tmp_path: Path) -> None:
    shown = assignments() | TOKENS | {HAS_NO_PLACE_BESIDE_SLACK: "", "HOST": ""}
    loaded = settings.load(environment={}, folder=written(tmp_path, shown | {"PORT": ""}))
    defaults = [one for one in fields(Settings) if one.default not in (MISSING, None)]
    for one in defaults:
        assert getattr(loaded, one.name) == one.default, one.name
    assert int(shown["PORT"]) == loaded.port
    assert assignments()["HOST"] == loaded.host


def test_every_example_is_a_valid_value(tmp_path: Path) -> None:
    everything = assignments() | TOKENS | {HAS_NO_PLACE_BESIDE_SLACK: ""}
    loaded = settings.load(environment={}, folder=written(tmp_path, everything))
    assert loaded.organizer_group == "S0123ABCD"
    assert loaded.homepage_url == "https://example.org/labcamp"


def test_the_clock_is_never_moved_beside_slack(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=HAS_NO_PLACE_BESIDE_SLACK):
        settings.load(environment={}, folder=written(tmp_path, assignments() | TOKENS))
