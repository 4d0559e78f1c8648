"""Rich text: the shapes of the block, and the editor that makes one of what is typed."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from playground import limits
from playground.elements import typed_into
from playground.json_values import Json
from playground.shapes import Check, Shape, array, boolean, by_type, integer, one_of, text, url

# https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types
_STYLES: Final = (
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
)
_STYLED: Final[Mapping[str, Check]] = {"style": Shape({}, dict.fromkeys(_STYLES, boolean))}
_ELEMENT: Final = by_type(
    {
        "text": Shape({"text": text(limits.RICH_TEXT, 1)}, _STYLED),
        "link": Shape(
            {"url": text(limits.BUTTON_URL, 1)},  # mailto: too
            {**_STYLED, "text": text(limits.RICH_TEXT), "unsafe": boolean},
        ),
        "user": Shape({"user_id": text(20, 9)}, _STYLED),
        "usergroup": Shape({"usergroup_id": text(20, 1)}, _STYLED),
        "channel": Shape({"channel_id": text(20, 9)}, _STYLED),
        "emoji": Shape(
            {"name": text(100, 1)},
            {**_STYLED, "unicode": text(100), "skin_tone": integer(2, 6), "url": url(3000)},
        ),
        "broadcast": Shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
        "color": Shape({"value": text(20, 1)}, _STYLED),
        "date": Shape(
            {"timestamp": integer(0, 10**10), "format": text(200, 1)},
            {**_STYLED, "url": url(3000), "fallback": text(3000)},
        ),
    }
)
_ELEMENTS: Final = array(_ELEMENT, limits.RICH_TEXT_ELEMENTS, least=0)
_SECTION: Final = Shape({"elements": _ELEMENTS}, {})
_BORDER: Final[Mapping[str, Check]] = {"border": integer(0, 1)}
_PART: Final = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": Shape(
            {
                "elements": array(
                    by_type({"rich_text_section": _SECTION}), limits.RICH_TEXT_ELEMENTS
                ),
                "style": one_of("bullet", "ordered"),
            },
            {**_BORDER, "indent": integer(0, 8), "offset": integer(0, 10_000)},
        ),
        "rich_text_preformatted": Shape(
            {"elements": _ELEMENTS}, {**_BORDER, "language": text(100)}
        ),
        "rich_text_quote": Shape({"elements": _ELEMENTS}, _BORDER),
    }
)
RICH_TEXT: Final = Shape(
    {"elements": array(_PART, limits.RICH_TEXT_ELEMENTS)},
    {"block_id": text(limits.BLOCK_ID)},
)

# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element
EDITOR: Final[Mapping[str, Check]] = {
    "rich_text_input": Shape(
        {"action_id": text(limits.ACTION_ID, 1)},
        typed_into(initial_value=by_type({"rich_text": RICH_TEXT})),
    )
}

# What Slack's editor makes of signs while they are typed, with its usual settings:
# https://slack.com/help/articles/202288908-Format-your-messages-in-Slack
_TYPED: Final = re.compile(
    r"\[(?P<label>[^\]\n]+)\]\((?P<target>https?://[^\s)]+)\)|(?P<url>https?://[^\s<>()]*[^\s<>().,;:!?])"
    r"|(?<!\w)\*(?P<bold>\S[^*\n]*?)\*(?!\w)|(?<!\w)_(?P<italic>\S[^_\n]*?)_(?!\w)"
    r"|(?<!\w)~(?P<strike>\S[^~\n]*?)~(?!\w)|`(?P<code>[^`\n]+)`|:(?P<emoji>[a-z0-9_+'-]+):"
)
_BULLET: Final = re.compile(r"(?:[•*-]) (.*)")


def typed(words: str) -> Json | None:
    """The block that Slack's editor makes of typed words; None of nothing."""
    if not words.strip():
        return None
    parts: list[Json] = []
    for line in words.split("\n"):
        bullet = _BULLET.fullmatch(line)
        section = {
            "type": "rich_text_section",
            "elements": list(_elements(bullet[1] if bullet else line)),
        }
        last = parts[-1]["type"] if parts else None
        if bullet and last == "rich_text_list":
            parts[-1]["elements"].append(section)
        elif bullet:
            parts.append({"type": "rich_text_list", "style": "bullet", "elements": [section]})
        elif last == "rich_text_section":
            parts[-1]["elements"] += [{"type": "text", "text": "\n"}, *section["elements"]]
        else:
            parts.append(section)
    return {"type": "rich_text", "elements": parts}


def _elements(line: str) -> Iterator[Json]:
    end = 0
    for found in _TYPED.finditer(line):
        yield from _text(line[end : found.start()])
        end = found.end()
        kind = str(found.lastgroup)
        if kind == "target":
            yield {"type": "link", "url": found["target"], "text": found["label"]}
        elif kind == "url":
            yield {"type": "link", "url": found["url"]}
        elif kind == "emoji":
            yield {"type": "emoji", "name": found["emoji"]}
        else:
            yield {"type": "text", "text": found[kind], "style": {kind: True}}
    yield from _text(line[end:])


def _text(words: str) -> Iterator[Json]:
    if words:
        yield {"type": "text", "text": words}
