"""What nobody sees goes; what belongs to an emoji or another script stays."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.invisible_signs import readable, visible
from tests.every_case import every


@every(
    ("written", "seen"),
    [
        ("Inno\u200bvations\u00adlabor", "Innovationslabor"),
        ("Labor\u202e.gpj.exe\u202c", "Labor.gpj.exe"),
        ("\u2067Labor\u2069\ufeff", "Labor"),
        ("L\u200da\u200cbor\u200d", "Labor"),
        ("\u3164\u2800", ""),
        ("La\U000e0061bor", "Labor"),
        ("bu\u0308\u200bcher", "bücher"),
        ("👩\u200d💻 und 🏳\ufe0f\u200d🌈", "👩\u200d💻 und 🏳\ufe0f\u200d🌈"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\n\tb", "a\n\tb"),
        ("👩\u200d\u200c\u200d", "👩"),
        ("a\u200b\u0308\u200d🙂", "ä🙂"),
        ("👩\u200d\u200dLabor", "👩Labor"),
    ],
)
def test_what_is_seen_stays_and_the_rest_goes(written: str, seen: str) -> None:
    assert visible(written) == seen


def test_very_many_joiners_take_no_time() -> None:
    joined = f"👩{chr(0x200D) * 100_000}💻"
    assert visible(joined) == joined


@given(st.text("aä\u0308\u200d\u200b\u200c💻 م\u202e") | st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = visible(text)
    assert visible(once) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Ha\x00l\x07lo\x1b\x7f\x9f", "Hallo"),
        ("Ha\ud800llo\udfff", "Hallo"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        (" am Rand bleibt es \t\n", " am Rand bleibt es \t\n"),
        ("L\x00\u200dabor", "Labor"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3", "👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3"),
        ("مرحبا שלום می\u200cخواهم", "مرحبا שלום می\u200cخواهم"),
        ("`x = 1`\n```\ny\n```", "`x = 1`\n```\ny\n```"),
    ],
)
def test_what_no_database_can_use_goes_too(written: str, kept: str) -> None:
    assert readable(written) == kept


@given(st.text() | st.text("aä\u0308\u200d\u200b\u200c💻 م\u202e\x00\ud83d\udcbb\r\n\u2028"))
def test_what_came_through_the_door_is_clean_for_good(text: str) -> None:
    kept = readable(text)
    kept.encode()
    assert readable(kept) == kept == unicodedata.normalize("NFC", kept)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u2028-\u202e\u2060\u00ad\ufeff]", kept
    )
