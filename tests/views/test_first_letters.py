"""The first letter says why it comes, and stays one that Slack takes."""

import pytest

from bot.domain.deliveries import Kind
from bot.locales import texts
from bot.views.first_letters import explained
from bot.views.message import MESSAGE_BLOCKS, message, section


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("kind", "key"), [("place", "member"), ("problems", "organizer")])
def test_why_it_comes_stands_in_its_text_and_in_its_blocks(
    kind: str, key: str, language: str
) -> None:
    t = texts(language)
    letter = explained(message("Hallo", [section("Hallo")]), Kind(kind), t)
    assert letter.text == f"Hallo\n{t(f'first.{key}')}"
    assert t(f"first.{key}") in str(letter.blocks[-1])


def test_what_says_so_itself_or_is_full_stays_as_it_is() -> None:
    t, one = texts("de"), section("Hallo")
    asks, full = message("Hallo", [one]), message("Hallo", [one] * MESSAGE_BLOCKS)
    assert explained(asks, Kind.NUDGE, t) == asks
    assert explained(full, Kind.PLACE, t) == full
