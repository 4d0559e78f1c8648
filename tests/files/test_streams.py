"""Files of any length are read bit by bit, and it makes no difference where the bits end."""

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.files import json_texts, reader, tables
from bot.files.contents import FileFault, FileFaults, KnowledgeEntry
from bot.files.source import Source, of_text

MANY = 5_000
ITEMS = [{"title": f"Nr. {n} \\ 🎉", "url": f"https://example.org/{n}"} for n in range(MANY)]
YAML = "knowledge:\n" + "".join(f"- {json.dumps(item, ensure_ascii=False)}\n" for item in ITEMS)
TABLE = "title;url\n" + "".join(f"{item['title']};{item['url']}\n" for item in ITEMS)
JSON = json.dumps({"events": [], "knowledge": ITEMS})


def cut(text: str, at: Iterable[int]) -> Source:
    """The text in pieces that end at these places."""
    places = [0, *sorted(place % (len(text) + 1) for place in at), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places)]
    return Source(lambda: pieces)


class Taps:
    """A text in pieces of 1,000 signs; `read` counts how many have been asked for, all in all."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.read = 0

    def __call__(self) -> Iterator[str]:
        for start in range(0, len(self._text), 1_000):
            self.read += 1
            yield self._text[start : start + 1_000]


@pytest.mark.parametrize("text", [YAML, JSON, json.dumps(json.loads(JSON), indent="\t")])
def test_the_first_entries_are_there_before_the_last_are_read(text: str) -> None:
    taps = Taps(text)
    found = reader.entries(Source(taps))
    assert isinstance(next(found), KnowledgeEntry)
    once = -(-len(text) // 1_000)
    # JSON is looked through before
    assert taps.read < 200 + (once if text.startswith("{") else 0)
    assert sum(1 for _ in found) == MANY - 1


def test_the_first_rows_are_there_before_the_last_are_read() -> None:
    taps = Taps(TABLE)
    found = tables.entries(Source(taps))
    assert isinstance(next(found), KnowledgeEntry)
    assert taps.read < 20
    assert sum(1 for _ in found) == MANY - 1


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
PLACES = st.lists(st.integers(0, 10_000), max_size=6)
INDENTS = st.sampled_from([None, 1, "\t"])


@given(st.dictionaries(st.text(), VALUES, max_size=3), INDENTS, st.booleans(), PLACES)
def test_json_is_known_wherever_it_is_cut(
    fields: dict[str, object], indent: str | int | None, ascii_only: bool, places: list[int]
) -> None:
    text = json.dumps(fields, indent=indent, ensure_ascii=ascii_only)
    try:
        assert json_texts.is_object(cut(text, places))
        assert list(json_texts.tokens(cut(text, places))) == list(json_texts.tokens(of_text(text)))
    except FileFaults:  # a sign that no file may have
        assert not ascii_only


@given(st.text('{}[]",:\\ \n1e-.aun\x7f', max_size=12).map("{".__add__), PLACES)
@example('{"a": [1,]}', [])
@example('{"a": [1] "b": 2}', [])
@example('{"a": 1}}', [])
@example('{"a": "\\u12"}', [5, 8])
@example('{"a": tru', [8])
def test_what_is_no_json_is_known_as_such(text: str, places: list[int]) -> None:
    try:
        is_json = json_texts.is_object(cut(text, places))
    except FileFaults:
        return
    assert is_json == (json_texts.fault(text) is None)


@given(st.text("ab\r\n\ufeff", max_size=20), PLACES)
def test_a_text_is_the_same_wherever_it_is_cut(text: str, places: list[int]) -> None:
    assert read(cut(text, places)) == read(of_text(text))


def read(source: Source) -> tuple[str, int] | tuple[FileFault, ...]:
    """The text and its last line, or what is wrong with it."""
    try:
        return source.rest(1_000_000, ""), source.last_line
    except FileFaults as refused:
        return refused.faults
