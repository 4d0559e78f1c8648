"""A wish knows whose it is, and says it to nobody who does not ask for that very id."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wishes import Wish, is_forgotten
from tests.builders import NOON

IDS = st.text("ABCDEFGHUW0123456789", min_size=1, max_size=12)
TIMES = st.datetimes(timezones=st.just(UTC))


@given(IDS, IDS, TIMES)
def test_a_wish_is_its_owners_and_nobody_elses(user: str, other: str, at: datetime) -> None:
    wish = Wish.of(user, at)
    assert wish.is_of(user)
    assert wish.is_of(other) == (other == user)
    assert user not in wish.line or len(user) < 5  # a short one may stand in any hexadecimal number
    assert is_forgotten(user, [Wish.of("U0OTHER0", at), wish])


@given(IDS, TIMES)
def test_a_wish_comes_back_from_its_line(user: str, at: datetime) -> None:
    wish = Wish.of(user, at)
    assert Wish.from_line(wish.line) == wish


def test_two_wishes_of_one_person_have_nothing_in_common() -> None:
    one, other = Wish.of("U0ANNA", NOON), Wish.of("U0ANNA", NOON)
    assert one.digest != other.digest
    assert one.key != other.key


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "# a remark",
        Wish.of("U1", NOON).line[:-1],
        Wish.of("U1", NOON).line.replace("+00:00", ""),
    ],
)
def test_what_is_no_whole_line_is_no_wish(torn: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Wish.from_line(torn)
