"""What nobody sees goes; what belongs to an emoji or another script stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.invisible_signs import visible


@pytest.mark.parametrize(
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
