"""What an announcement must be like before it can be posted."""

from datetime import timedelta

from bot.domain.announcements import HASHTAGS, Draft, Fault, Picture, faults, with_hashtags
from tests.builders import ELEVEN, NOON
from tests.every_case import every


def test_hashtags_alone_say_nothing() -> None:
    assert list(faults(Draft(with_hashtags("", frozenset(HASHTAGS)), "C1"), NOON)) == [
        Fault.NO_TEXT
    ]


@every(
    ("url", "good"),
    [
        ("https://example.org", True),
        ("https://example.org/bild.png?größe=2#oben", True),
        ("https://bücher.example/ü.png", True),
        ("https://", False),
        ("https:///bild.png", False),
        ("https://bild", False),
        ("https://example.org/ein bild.png", False),
        ("https://example.org/\nbild.png", False),
        ("http://example.org/bild.png", False),
        ("javascript:alert(1)//https://example.org", False),
    ],
)
def test_a_picture_needs_an_address_that_slack_can_ask(url: str, good: bool) -> None:
    found = list(faults(Draft("Kommt!", "C1", picture=Picture(url)), NOON))
    assert found == ([] if good else [Fault.BAD_PICTURE])


def test_nothing_is_planned_for_after_its_event() -> None:
    draft = Draft("Kommt!", "C1", ELEVEN, planned_at=NOON + timedelta(hours=3))
    assert list(faults(draft, NOON, ends_at=NOON + timedelta(hours=3))) == [Fault.TOO_LATE]
    assert list(faults(draft, NOON, ends_at=NOON + timedelta(hours=4))) == []
