"""Signs that nobody sees: they hide words from a search, or turn what is read around."""

import re
import unicodedata

# Zero-width spaces and the byte order mark, soft hyphens, marks and overrides of the direction of
# writing (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters), invisible
# operators, fillers that look like an empty text, signs that steer shorthand and notes, and tags
# that only programs read.
_HIDDEN_SIGNS = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
# Control characters but tabs and ends of lines, and halves of pairs, of which UTF-8 knows nothing.
_CONTROL_SIGNS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
# For a class of signs in an expression: all of them, and what only changes the sign before it.
UNSEEN_SIGNS = f"{_CONTROL_SIGNS}{_HIDDEN_SIGNS}\u200c\u200d\ufe00-\ufe0f"
_UNUSABLE = re.compile(f"[{_CONTROL_SIGNS}{_HIDDEN_SIGNS}]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(f"[{_HIDDEN_SIGNS}]")
# Joiners make one emoji of several, and mean something in other scripts; beside ours they hide.
_LOOSE_JOINERS = re.compile(
    "(?:(?<=[\x00-\u024f])|^)[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]++(?=[\x00-\u024f]|$)"
)
_HIDDEN_OR_JOINER = re.compile(f"[{_HIDDEN_SIGNS}\u200c\u200d]")


def readable(text: str) -> str:
    """`text` without what no database and no eye can use, composed (NFC).

    Every line ends in one way; spaces at the edges stay. This is the door that all text from
    outside comes through.
    """
    if text.isascii() and text.isprintable():
        return text
    return visible(_LINE_END.sub("\n", _UNUSABLE.sub("", text)))


def trimmed(text: str) -> str:
    """`text` as it is kept: composed, without edges and what nobody sees; once more is the same."""
    text = visible(text)
    while (bare := text.strip()) != text:  # what stood at an edge may have other neighbours now
        text = visible(bare)
    return text


def visible(text: str) -> str:
    """`text` composed (NFC), without what nobody sees; emoji stay whole."""
    if text.isascii():
        return text
    before, text = "", unicodedata.normalize("NFC", text)
    while before != text and _HIDDEN_OR_JOINER.search(text):  # joiners may get other neighbours
        before = text
        text = unicodedata.normalize("NFC", _LOOSE_JOINERS.sub("", _HIDDEN.sub("", text)))
    return text
