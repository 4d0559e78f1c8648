"""The gallery has every snapshot, and says what became of it since another commit."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.gallery.page import entries, page
from tests.gallery.snapshots import FOLDER, NoSuchCommit, of_commit, paired, written_down
from tests.gallery.words import changes
from tests.playground_process import ROOT

NOW = written_down()


def a_message(words: str) -> dict[str, Any]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
    return {language: {"text": "", "blocks": [section]} for language in ("de", "en")}


def test_every_snapshot_is_in_it_in_both_languages() -> None:
    files = list((ROOT / FOLDER).rglob("*.json"))
    shown = entries(paired(NOW, NOW))
    assert len(files) == len(shown) > 200
    assert all(set(one["now"]) == {"de", "en"} and not one["before"] for one in shown)
    assert {one["kind"] for one in shown} == {"message", "form", "Home"}


def test_the_longest_stands_behind_the_shortest() -> None:
    names = [pair.name for pair in paired(NOW, NOW)]
    at = names.index("card, shortest")
    assert names[at : at + 2] == ["card, shortest", "card, longest"]
    at = names.index("post")
    assert names[at : at + 2] == ["post", "post, longest"]


def test_it_is_one_file_that_loads_nothing() -> None:
    made = page(paired(NOW, NOW), None)
    assert re.findall(r"""\b(?:src|href)=["']?(?!#|data:)""", made.split("</style>")[1]) == []
    assert 'image_url": "http' not in made
    assert 'from "/page/' not in made


def test_what_is_new_changed_or_gone_is_told_from_what_is_the_same() -> None:
    same = {"a/t[s].json": a_message("s")}
    before = {"a/t[x].json": a_message("a"), "a/t[y].json": a_message("b")}
    now = {"a/t[x].json": a_message("A"), "a/t[z].json": a_message("c")}
    states = {pair.name: pair.state for pair in paired(now | same, before | same)}
    assert states == {"x": "changed", "y": "gone", "z": "new", "s": "same"}


def test_what_has_another_name_now_is_the_same() -> None:
    [pair] = paired({"b/t[new].json": a_message("a")}, {"a/t[old].json": a_message("a")})
    assert (pair.name, pair.state) == ("new", "same")


def test_changed_words_are_shown_among_those_that_stay() -> None:
    before, after = (a_message(words)["de"] for words in ("Wir sind dabei.", "Wir sind gern da."))
    assert changes(before, after) == [
        [("=", "Wir sind "), ("-", "dabei"), ("+", "gern da"), ("=", ".")]
    ]
    assert changes(before, before) == []


def test_a_date_is_read_as_slack_says_it_in_words() -> None:
    before, after = (a_message(f"<!date^{unix}^{{date}}|am {unix}.>")["de"] for unix in ("1", "2"))
    assert changes(before, after) == [[("=", "am "), ("-", "1"), ("+", "2"), ("=", ".")]]


def test_it_is_compared_with_where_the_branch_began(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(("git", *author, *arguments), cwd=tmp_path, check=True, capture_output=True)

    def write(words: str) -> None:
        file = tmp_path / FOLDER / "test_a" / "t[x].json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(a_message(words)), "utf-8")
        git("add", ".")
        git("commit", "-m", words)

    git("init", "-b", "main")
    write("first")
    git("switch", "-c", "branch")
    write("ours")
    git("switch", "main")
    write("theirs")
    git("switch", "branch")
    assert of_commit("main", tmp_path) == {"test_a/t[x].json": a_message("first")}
    with pytest.raises(NoSuchCommit, match="nowhere"):
        of_commit("nowhere", tmp_path)
