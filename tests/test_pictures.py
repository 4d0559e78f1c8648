"""The README's pictures are there, and show what the views say now."""

import re

from tests.browser.pictures import FOLDER, PICTURES, STAMP, digest
from tests.playground_process import ROOT


def test_the_pictures_are_not_older_than_what_they_show() -> None:
    assert STAMP.read_text("utf-8").strip() == digest(), "make them anew: make pictures"


def test_each_picture_is_made_here_and_shown_with_words_for_whoever_does_not_see_it() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == set(PICTURES)
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"!?\[([^\]]+)\]\(docs/pictures/([a-z]+)\.png\)", readme)
    assert {name for _, name in shown} == set(PICTURES)
    assert all(len(words) > 3 for words, _ in shown)
