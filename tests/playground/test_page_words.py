"""What the page itself says: German beside English, in tables."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "playground" / "page"
FILES = {
    file.name: file.read_text(encoding="utf-8")
    for file in PAGE.iterdir()
    if file.suffix in (".js", ".html")
}
STRING = r'"((?:[^"\\]|\\.)*)"'
PAIR = re.compile(rf'^  (?:"([^"]+)"|(\w+)): \[\s*{STRING},\s*{STRING},?\s*\],$', re.MULTILINE)
TABLE = re.compile(r"^(?:export )?const [A-Z_]+ = .*?^[}\])]", re.MULTILINE | re.DOTALL)
USED = re.compile(r'\bt\("(\w+)"|data-(?:word|label)="(\w+)"')


def pairs(text: str) -> dict[str, tuple[str, str]]:
    """The words of a file, by their keys."""
    return {found[1] or found[2]: (found[3], found[4]) for found in PAIR.finditer(text)}


def test_everything_is_said_in_german_and_english_with_the_same_gaps() -> None:
    for text in FILES.values():
        for table in re.findall(r"^const WORDS = .*?^}", text, re.MULTILINE | re.DOTALL):
            assert len(pairs(table)) == len(re.findall(r": \[", table))
        for german, english in pairs(text).values():
            assert german
            assert english
            assert re.findall(r"\{\w+\}", german) == re.findall(r"\{\w+\}", english)


def test_all_words_that_are_asked_for_are_there_and_none_of_the_common_ones_is_left_over() -> None:
    used = {found[1] or found[2] for text in FILES.values() for found in USED.finditer(text)}
    common = {key for key in pairs(FILES["words.js"]) if not key.startswith("error.")}
    assert used - {key for text in FILES.values() for key in pairs(text)} == set()
    assert common - used == set()


def test_no_german_stands_outside_of_the_tables() -> None:
    outside = {name: TABLE.sub("", text) for name, text in FILES.items()}
    found = {name: re.findall(r".*[äöüÄÖÜß„“].*", text) for name, text in outside.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}
