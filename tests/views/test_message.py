"""What is too long is shortened, and never in the middle of markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markup import escape
from bot.views.message import (
    HEADER_LIMIT,
    MESSAGE_TEXT_LIMIT,
    SECTION_LIMIT,
    header,
    message,
    paragraphs,
    section,
    shortened,
    simple,
)

ENTITY = re.compile(r"&(?:amp|lt|gt);")
PIECES = st.lists(
    st.one_of(
        st.text(max_size=8).map(escape),
        st.sampled_from(
            ["<https://example.org/?a=1&amp;b=2|ein Link>", "<@U0ADA>", "&amp;", "&lt;&gt;", " ; "]
        ),
    )
).map("".join)


def test_what_fits_stays_as_it_is() -> None:
    assert shortened("x" * 10, 10) == "x" * 10
    assert shortened("", 10) == ""


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("x" * 11, 10, "x" * 9 + "…"),
        ("ein Wort mehr", 10, "ein Wort…"),
        ("a &amp; b", 6, "a…"),
        ("a &amp; b", 8, "a &amp;…"),
        ("see <https://example.org|here>", 20, "see…"),
        ("<@U1> und <@U2>", 14, "<@U1> und…"),
        ("<https://a.example/?b&amp;c|d> e", 24, "…"),
    ],
)
def test_what_does_not_fit_ends_before_markup(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short


@given(PIECES, st.integers(1, 60))
def test_no_markup_is_ever_cut_in_two(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    assert short.count("<") == short.count(">")
    assert "&" not in ENTITY.sub("", short)


@pytest.mark.parametrize(
    "title", ["Q&A " + "x" * 200, "a < b " + "x" * 200, "AT&T; und " + "x" * 200]
)
def test_a_heading_of_plain_text_is_cut_only_where_it_must_be(title: str) -> None:
    shown = header(title)["text"]
    assert shown["type"] == "plain_text"
    assert shown["text"] == title[: HEADER_LIMIT - 1] + "…"


def test_every_part_of_a_message_is_shortened_to_its_limit() -> None:
    long = "x" * 50_000
    shown = message(long, [header(long), section(long)])
    assert len(shown.text) == MESSAGE_TEXT_LIMIT
    assert [len(block["text"]["text"]) for block in shown.blocks] == [HEADER_LIMIT, SECTION_LIMIT]


def test_a_simple_message_says_the_same_in_its_text_and_its_block() -> None:
    shown = simple("Hallo *du*")
    assert shown.text == "Hallo *du*"
    assert [block["text"]["text"] for block in shown.blocks] == ["Hallo *du*"]


@given(st.lists(st.text("ab", min_size=1, max_size=SECTION_LIMIT), max_size=12))
def test_lines_stand_in_as_many_paragraphs_as_it_takes_and_none_is_torn(lines: list[str]) -> None:
    shown = [str(block["text"]["text"]) for block in paragraphs("*Kopf*", lines)]
    assert "\n".join(shown).split("\n") == ["*Kopf*", *lines]
    assert all(len(text) <= SECTION_LIMIT for text in shown)


@given(st.text())
def test_what_is_escaped_reads_as_it_was_written(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    assert escape(escaped) == escaped
