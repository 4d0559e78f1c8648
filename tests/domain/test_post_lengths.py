"""How long a post is, counted as the networks do."""

from bot.domain.post_lengths import on_mastodon, on_x
from tests.every_case import every

LONG = "https://example.org/" + "a" * 100


@every(
    ("text", "mastodon", "x"),
    [
        ("", 0, 0),
        ("Grüße", 5, 5),
        ("Gru\u0308ße", 6, 5),  # X composes, we count Mastodon's at most
        ("„Wirkung“ – …", 13, 14),
        ("日本", 2, 4),
        ("👾", 1, 2),
        (LONG, 23, 23),
        (f"mehr: {LONG}.", 30, 30),
        ("https://a.de", 23, 23),
        ("https://ä.example/" + "b" * 20, 38, 38),  # perhaps no link, so counted in full
        ("labcamp.org", 11, 23),  # X makes a link of it
        ("#LabCamp #OeffentlichesGestalten", 32, 32),
    ],
)
def test_a_post_is_as_long_as_its_network_says(text: str, mastodon: int, x: int) -> None:
    assert (on_mastodon(text), on_x(text)) == (mastodon, x)
