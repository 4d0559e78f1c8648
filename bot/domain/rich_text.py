"""Slack's rich text, as its editor makes it, to mrkdwn, and mrkdwn back into the editor.

What is kept: bold, italic, strike-through, code, links, mentions of people and channels, emoji,
lists, quotes, preformatted text. What would ring everybody's bell (@channel, groups) becomes text.
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot.domain.markup import Markup, escape, unescape

Json = dict[str, Any]

_MARKS = {"bold": "*", "italic": "_", "strike": "~"}
_STYLES = {mark: style for style, mark in _MARKS.items()}
_BULLETS = ("•", "◦", "▪")
_INDENT = "    "
_QUOTE = "&gt; "  # escaped as in every text from Slack
_NUMBER = re.compile(r"(\s*)([0-9]{1,3})\. (.*)")
_BULLET = re.compile(r"(\s*)[•◦▪] (.*)")
_LINK = re.compile(r"<((?:https?://|mailto:)[^<>|\s]+)(?:\|([^<>]*))?>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#(C[A-Z0-9]+)(?:\|[^<>]*)?>")
_EMOJI = re.compile(r":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):")
_CODE = re.compile(r"`([^`\n]+)`")
# A mark counts at the edge of a word, and has no space inside it.
_STYLED = re.compile(r"(?<!\w)([*_~])(?!\1)(?=\S)([^\n]*?\S)\1(?!\w)")

_KINDS = (_CODE, _LINK, _USER, _CHANNEL, _STYLED, _EMOJI)
# Links of other sorts, such as javascript:, become their words: Slack makes no link of them.
_LINKED = re.compile(r"(?:https?://|mailto:)\S")


def spans_of_markup(text: str) -> list[tuple[int, int]]:
    """Where in `text` something begins and ends that must not be cut in two, in no order."""
    return [found.span() for kind in _KINDS for found in kind.finditer(text)]


def to_mrkdwn(rich_text: Mapping[str, Any]) -> Markup:
    """The block of rich text that Slack's editor made, as mrkdwn. Unknown parts are left out."""
    parts = [_part(part) for part in _list(rich_text.get("elements"))]
    return Markup("\n".join(part for part in parts if part is not None).strip("\n"))


def _part(part: Mapping[str, Any]) -> str | None:
    elements = _list(part.get("elements"))
    match part.get("type"):
        case "rich_text_section":
            words = _inline(elements)
            return words.removesuffix("\n") if words else None
        case "rich_text_quote":
            return "\n".join(f"{_QUOTE}{line}" for line in _inline(elements).split("\n"))
        case "rich_text_preformatted":
            return f"```{_plain(elements)}```"
        case "rich_text_list":
            return "\n".join(_items(part, elements))
    return None


def _items(part: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    indent = min(_whole(part.get("indent")), 8)
    for number, item in enumerate(items, start=1 + _whole(part.get("offset"))):
        ordered = part.get("style") == "ordered"
        sign = f"{number}." if ordered else _BULLETS[indent % len(_BULLETS)]
        text = _inline(_list(item.get("elements"))).replace("\n", " ")
        yield f"{_INDENT * indent}{sign} {text}"


def _inline(elements: Sequence[Mapping[str, Any]]) -> str:
    elements = list(_joined(elements))
    shown = [_element(element) for element in elements]
    marked = [_styled(element, shown, place) for place, element in enumerate(elements)]
    return "".join(marked)


def _joined(elements: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The elements, neighbouring texts of the same marks as one: marks that touch are not read."""
    for marks, group in groupby(elements, key=_marks):
        same = list(group)
        texts = [element.get("text") for element in same]
        if marks and all(isinstance(text, str) for text in texts):
            yield {
                "type": "text",
                "text": "".join(map(str, texts)),
                "style": dict.fromkeys(marks, True),
            }
        else:
            yield from same


def _marks(element: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the marks that a text gets; code gets no other."""
    style = element.get("style")
    if element.get("type") != "text" or not isinstance(style, dict):
        return ()
    names = [name for name in ("code", *_MARKS) if style.get(name)]
    return tuple(names[:1] if "code" in names else names)


def _element(element: Mapping[str, Any]) -> str:
    match element:
        case {"type": "text", "text": str(text)}:
            return escape(text)
        case {"type": "link", "url": str(url)}:
            return _link(url, element.get("text"))
        case {"type": "user", "user_id": str(user)}:
            return f"<@{user}>"
        case {"type": "channel", "channel_id": str(channel)}:
            return f"<#{channel}>"
        case {"type": "emoji", "name": str(name)}:
            tone = element.get("skin_tone")
            return f":{name}::skin-tone-{tone}:" if tone else f":{name}:"
        case {"type": "broadcast", "range": str(whom)}:
            return f"@{escape(whom)}"
        case {"type": "color", "value": str(value)}:
            return escape(value)
        case {"type": "date", "fallback": str(words)}:
            return escape(words)
        case {"type": "usergroup"}:
            return "@…"
    return ""


def _link(url: str, label: object) -> str:
    words = label if isinstance(label, str) else ""
    if not _LINKED.match(url):
        return escape(words or url)
    address = re.sub(r"\s", "%20", escape(url).replace("|", "%7C"))
    return f"<{address}|{escape(words)}>" if words and words != url else f"<{address}>"


def _styled(element: Mapping[str, Any], shown: Sequence[str], place: int) -> str:
    """The element with its marks, where mrkdwn takes them: at the edges of words, not of lines."""
    text, style = shown[place], element.get("style")
    if not isinstance(style, dict):
        return text
    before = shown[place - 1][-1:] if place else ""
    after = shown[place + 1][:1] if place + 1 < len(shown) else ""
    inside_a_word = _joins(before, text[:1]) or _joins(text[-1:], after)
    if not any(style.values()) or inside_a_word or element.get("type") != "text":
        return text
    if style.get("code"):
        return text if "`" in text or "\n" in text or not text.strip() else f"`{text}`"
    return "\n".join(_marked(line, style) for line in text.split("\n"))


def _joins(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _marked(line: str, style: Mapping[str, Any]) -> str:
    words = line.strip()
    marks = [mark for name, mark in _MARKS.items() if style.get(name) and mark not in words]
    if not words:
        return line
    start, end = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{start}{''.join(marks)}{words}{''.join(reversed(marks))}{end}"


def _plain(elements: Sequence[Mapping[str, Any]]) -> str:
    return "".join(_element(element) for element in elements).replace("```", "")


def from_mrkdwn(text: str) -> Json:
    """A block of rich text for the editor that says what `text` (mrkdwn) says.

    `to_mrkdwn` of it is `text` again, where that came from `to_mrkdwn`.
    """
    return {"type": "rich_text", "elements": list(_blocks(text))}


def _blocks(text: str) -> Iterator[Json]:
    pieces = re.split(r"```(.*?)```", text, flags=re.DOTALL)
    for place, piece in enumerate(pieces):
        if place % 2:
            if piece:
                yield _box("rich_text_preformatted", [_text(unescape(piece))])
            continue
        inside = piece.removeprefix("\n") if place else piece
        last = place == len(pieces) - 1
        if inside and not last:
            inside = inside.removesuffix("\n")
        elif not inside:
            continue
        yield from _lines(inside.split("\n"), last=last)


def _lines(lines: Sequence[str], *, last: bool) -> Iterator[Json]:
    paragraph: list[str] = []
    for line in lines:
        block = _line_block(line)
        if block is None:
            paragraph.append(line)
            continue
        yield from _section(paragraph, end="\n")
        paragraph = []
        yield block
    yield from _section(paragraph, end="" if last else "\n")


def _section(lines: Sequence[str], end: str) -> Iterator[Json]:
    """A paragraph; where something follows it ends with its line, as in Slack's editor."""
    if lines:
        text = "\n".join(lines) + end
        if text:
            yield _box("rich_text_section", list(_elements(text, {})))


def _line_block(line: str) -> Json | None:
    """A line that is a list's entry or a quote; None for any other."""
    if line.startswith(_QUOTE):
        return _box("rich_text_quote", list(_elements(line.removeprefix(_QUOTE), {})))
    if bullet := _BULLET.fullmatch(line):
        return _entry("bullet", bullet[1], bullet[2])
    if number := _NUMBER.fullmatch(line):
        return _entry("ordered", number[1], number[3]) | {"offset": int(number[2]) - 1}
    return None


def _entry(style: str, spaces: str, text: str) -> Json:
    item = _box("rich_text_section", list(_elements(text, {})))
    indent = len(spaces) // len(_INDENT)
    return _box("rich_text_list", [item]) | {"style": style, "indent": indent}


def _elements(text: str, style: Json, kinds: Sequence[re.Pattern[str]] = _KINDS) -> Iterator[Json]:
    """`text` in one line or several, cut at its tokens; the first of `kinds` goes first."""
    if not kinds:
        if text:
            yield _text(unescape(text), style)
        return
    kind, *others = kinds
    end = 0
    for found in kind.finditer(text):
        yield from _elements(text[end : found.start()], style, others)
        yield from _token(kind, found, style)
        end = found.end()
    yield from _elements(text[end:], style, others)


def _token(kind: re.Pattern[str], found: re.Match[str], style: Json) -> Iterator[Json]:
    if kind is _STYLED and style.get(_STYLES[found[1]]):  # however deep, each style counts once
        yield _text(unescape(found[0]), style)
    elif kind is _STYLED:
        yield from _elements(found[2], {**style, _STYLES[found[1]]: True})
    elif kind is _CODE:
        yield _text(unescape(found[1]), {"code": True})
    elif kind is _LINK:
        label = {"text": unescape(found[2])} if found[2] else {}
        yield {"type": "link", "url": unescape(found[1]), **label}
    elif kind is _USER:
        yield {"type": "user", "user_id": found[1]}
    elif kind is _CHANNEL:
        yield {"type": "channel", "channel_id": found[1]}
    else:
        name, _, tone = found[1].partition("::skin-tone-")
        yield {"type": "emoji", "name": name, **({"skin_tone": int(tone)} if tone else {})}


def _box(kind: str, elements: list[Json]) -> Json:
    return {"type": kind, "elements": elements}


def _text(text: str, style: Json | None = None) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _list(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _whole(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
