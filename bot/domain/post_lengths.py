"""How long a post is, as the social networks count."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# "All links are counted as 23 characters", https://docs.joinmastodon.org/user/posting/#text; and X
# puts its shortened address of 23 characters in place of each:
# https://docs.x.com/fundamentals/counting-characters
LINK = 23
_LINK = re.compile(r"https?://\S+")
# Of an address both take what ends with such a sign; what follows is counted as text.
_PLAIN = re.compile(r"[!-~]*[A-Za-z0-9/=#_-]")
# X makes a link of these too. Where such a word is longer than a link it is counted as it is.
_BARE = re.compile(r"(?<![\w.@/-])(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w-])")
# Code points that count once: `ranges` of https://github.com/twitter/twitter-text, config/v3.json.
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


@dataclass(frozen=True, slots=True)
class Network:
    """A social network: how long a post may be there, and how it counts."""

    limit: int
    length: Callable[[str], int]


def on_mastodon(text: str) -> int:
    """The length of a post on Mastodon, at most: signs of several code points it counts once."""
    return len(_LINK.sub(_shortened, text))


def on_x(text: str) -> int:
    """The length of a post on X, at most: emoji and most scripts but Latin count twice.

    Emoji of several code points it counts once, and here each part counts.
    """
    words = _LINK.sub(_shortened, unicodedata.normalize("NFC", text))
    words = _BARE.sub(lambda bare: bare[0] + "x" * max(0, LINK - len(bare[0])), words)
    return sum(1 if _is_light(ord(sign)) else 2 for sign in words)


def _shortened(link: re.Match[str]) -> str:
    """As much as an address counts; one that is odd may be taken for one in part, or not at all."""
    plain = _PLAIN.match(link[0])
    if plain is None or not link[0].isascii():
        return link[0] + "x" * max(0, LINK - len(link[0]))
    return "x" * LINK + link[0][plain.end() :]


def _is_light(code: int) -> bool:
    return any(first <= code <= last for first, last in _LIGHT)


MASTODON = Network(500, on_mastodon)
X = Network(280, on_x)
# By the name of the text that is for it.
NETWORKS = {"social-500.txt": MASTODON, "social-280.txt": X}
