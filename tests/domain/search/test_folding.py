"""Words that a reader takes for the same are the same, however they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.folding import LONGEST, clean, flat, fold, tokens
from tests.every_case import every


@every(
    ("written", "folded"),
    [
        ("Bürgerbeteiligung", "buergerbeteiligung"),
        ("BÜRGER", "buerger"),
        ("buerger", "buerger"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Café", "cafe"),
        ("Søren", "soeren"),
        ("Łódź", "lodz"),
        ("ﬁnal", "final"),
        (unicodedata.normalize("NFD", "Öffentliches"), "oeffentliches"),
        ("Inno\u00advation", "innovation"),
        ("La\u200bbor", "labor"),
        ("\u202eLabor\u202c", "labor"),
    ],
)
def test_a_word_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("folded", "bare"),
    [("buerger", "burger"), ("aeltere", "altere"), ("neue", "neue"), ("quelle", "quelle")],
)
def test_umlauts_as_bare_vowels_meet_those_that_were_written_out(folded: str, bare: str) -> None:
    assert flat(folded) == bare


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("KI-Strategie", [("kistrategie", "ki", "strategie")]),
        ("Bürger:innen", [("buergerinnen", "buerger")]),
        (
            "Speaker*in und Bürger_innen",
            [("speakerin", "speaker"), ("und",), ("buergerinnen", "buerger")],
        ),
        ("Wie geht’s?", [("wie",), ("gehts",)]),
        ("„Labor“ (2023)!", [("labor",), ("2023",)]),
        ("a_b #4", [("a",), ("b",), ("4",)]),
        ('🎉 -- * " NEAR(', [("near",)]),
        ("", []),
    ],
)
def test_a_text_has_these_words(text: str, forms: list[tuple[str, ...]]) -> None:
    assert [token.forms for token in tokens(clean(text))] == forms


def test_what_cannot_be_seen_is_gone_but_emoji_stay_whole() -> None:
    assert clean("a\u200bb\u2066c\ufeff 👩\u200d💻") == "abc 👩\u200d💻"


@given(st.text())
def test_a_token_stands_where_it_says_and_its_words_are_short_and_plain(text: str) -> None:
    written = clean(text)
    for token in tokens(written):
        assert written[token.start : token.end] == token.written
        for form in token.forms:
            assert 0 < len(form) <= LONGEST
            assert form == fold(form)
            assert not set(form) & set("#:*\0")
