"""A part of a compound stands at a joint: what is left is a word, or looks like one."""

import pytest

from bot.domain.search.joints import as_part
from bot.domain.search.ranking import Likeness
from tests.every_case import every

KNOWN = {"garten", "kilowatt", "last", "leitung", "mehr", "stadt", "weg"}


@every(
    ("part", "word"),
    [
        ("labor", "innovationslabor"),
        ("beteiligung", "burgerbeteiligung"),
        ("stunde", "kilowattstunde"),
        ("tisch", "esstisch"),
        ("tisch", "stammtisch"),
        ("rad", "lastenrad"),
        ("tor", "stadttor"),
        ("labor", "stadtlabor"),
        ("labor", "nordstadtlabor"),
        ("dienst", "nachtdienst"),
        ("praxis", "arztpraxis"),
        ("design", "lichtdesign"),
        ("lab", "citylab"),
        ("uhr", "sonnenuhr"),
        ("generationen", "mehrgenerationengarten"),
        ("wiese", "feuchtwiesenkataster"),
    ],
)
def test_the_end_of_a_compound_is_a_part_and_so_is_what_stands_between_words(
    part: str, word: str
) -> None:
    assert as_part(part, word, KNOWN.__contains__) is Likeness.PART


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("labor", "laborleitung"),
        ("labor", "laborhandbuch"),
        ("haft", "haftpflicht"),
        ("rad", "radweg"),
        ("mode", "modenschau"),
    ],
)
def test_the_beginning_of_a_compound_is_a_part(part: str, word: str) -> None:
    assert as_part(part, word, KNOWN.__contains__) is Likeness.PREFIX


@every(
    ("part", "word"),
    [
        ("labor", "kollaboration"),
        ("tisch", "politisch"),
        ("tisch", "politische"),
        ("tische", "politische"),
        ("tisch", "automatisch"),
        ("tisch", "statistisch"),
        ("haft", "nachbarschaft"),
        ("schaf", "genossenschaft"),
        ("eiche", "speicher"),
        ("eichen", "streichen"),
        ("last", "plastik"),
        ("igel", "ziegel"),
        ("uhr", "abfuhr"),
        ("esel", "diesel"),
        ("ernte", "entfernte"),
        ("lab", "kollaboration"),
    ],
)
def test_what_stands_inside_a_word_is_no_part(part: str, word: str) -> None:
    assert as_part(part, word, KNOWN.__contains__) is None


@pytest.mark.parametrize(
    ("part", "word"),
    [("rad", "radio"), ("ton", "tonnen"), ("hof", "hoffnung"), ("erle", "erlebnis"), ("i", "ist")],
)
def test_what_only_begins_so_may_be_half_typed(part: str, word: str) -> None:
    assert as_part(part, word, KNOWN.__contains__) is Likeness.BEGINNING
