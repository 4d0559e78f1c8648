"""JSON's own view of a text: whether it is JSON, and its tokens with their lines."""

import json
import re
from collections.abc import Iterator

from bot.files.contents import Fault

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s\[\]{},:"]+')
_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*["{\[\]])')


def looks_like(text: str) -> bool:
    """Whether whoever wrote this meant JSON."""
    return _START.match(text) is not None


def fault(text: str) -> Fault | None:
    """What is wrong with `text` as JSON, or None when it is JSON."""
    try:
        # Numbers stay text: a number of 5,000 digits is no reason to fail here.
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return Fault(error.lineno, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return Fault(1, "lists and fields are nested far too deep; take levels out")
    return None


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """The brackets and values of valid JSON, each with its line."""
    line, seen = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        yield line, match.group()


def value(token: str) -> str:
    """What a token that is no bracket says, as text."""
    return str(json.loads(token)) if token.startswith('"') else token
