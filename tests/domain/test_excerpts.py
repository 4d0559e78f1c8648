"""A long text begins, and is cut where it hurts least."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.excerpts import LIMIT, excerpt

SENTENCE = "Wir sprechen über Labore in Städten und Ländern. "


@pytest.mark.parametrize("text", ["", "Kurz.", "x" * LIMIT, "Wort " * 60])
def test_what_is_short_stays_whole(text: str) -> None:
    assert excerpt(text) == text


def test_it_ends_with_a_sentence() -> None:
    assert excerpt(SENTENCE * 20) == (SENTENCE * 6).rstrip() + " …"


def test_without_a_sentence_in_time_it_ends_with_a_word() -> None:
    assert excerpt("Labor " * 100) == "Labor " * 49 + "…"
    assert excerpt("Ja. " + "Labor " * 100).endswith("Labor …")


def test_a_word_without_an_end_is_cut() -> None:
    assert excerpt("x" * 400) == "x" * (LIMIT - 2) + " …"


@pytest.mark.parametrize("marked", ["*{}*", "_{}_", "`{}`", "<https://example.org/{}|hier>"])
def test_markup_is_not_cut_in_two(marked: str) -> None:
    inside = "viele Worte " * 8 + "Ende"
    inside = inside.replace(" ", "-") if "<" in marked else inside
    text = "Labor " * 40 + marked.format(inside) + " und danach " * 20
    assert excerpt(text) == "Labor " * 40 + "…"


@given(st.text(alphabet="ab. \n*_<>&“", max_size=900))
def test_it_is_a_beginning_and_never_too_long(text: str) -> None:
    shown = excerpt(text)
    assert len(shown) <= LIMIT
    assert shown == text or text.startswith(shown.removesuffix(" …").removesuffix("…"))
