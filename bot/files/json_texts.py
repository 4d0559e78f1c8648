"""JSON's own view of a text: whether it is JSON, and its tokens with their lines, bit by bit."""

import json
import re
from collections.abc import Callable, Iterator

from bot.files.contents import FileFault, FileFaults
from bot.files.source import LONGEST_VALUE, Source

# Numbers stay text: a number of 5,000 digits is no reason to fail here.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
# The last is a text whose end has not been read yet.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s\[\]{},:"]+|"')
_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*["{\[\]])')
_SPACE = re.compile(r"[ \t\n\r]*")
# How near to the end of what was read a fault may come from its being cut off, as in `\ud83d`.
_CUT_OFF = 12


def looks_like(text: str) -> bool:
    """Whether whoever wrote this meant JSON."""
    return _START.match(text) is not None


def fault(text: str) -> FileFault | None:
    """What is wrong with `text` as JSON, or None when it is JSON."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return FileFault(error.lineno, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return FileFault(1, "lists and fields are nested far too deep; take levels out")
    return None


def is_object(source: Source) -> bool:
    """Whether this is JSON with fields at its top; of their lists one entry is read at a time."""
    try:
        return _Walk(source).is_object()
    except (json.JSONDecodeError, RecursionError):
        return False


def tokens(source: Source) -> Iterator[tuple[int, str]]:
    """The brackets and values of valid JSON, each with its line."""
    line, rest, more = 1, "", True
    while more:
        piece = source.read()
        text, more = rest + piece, bool(piece)
        seen, rest = 0, ""
        for match in _TOKEN.finditer(text):
            if more and (match.end() == len(text) or match[0] == '"'):  # it may go on
                rest = text[match.start() :]
                if len(rest) > LONGEST_VALUE:
                    raise too_long(line)
                break
            line += text.count("\n", seen, match.start())
            seen = match.start()
            yield line, match[0]
        line += text.count("\n", seen, len(text) - len(rest))


def value(token: str) -> str:
    """What a token that is no bracket says, as text."""
    return str(json.loads(token)) if token.startswith('"') else token


def too_long(line: int) -> FileFaults:
    """That a text, of JSON or YAML, is longer than any that is needed; it begins in this line."""
    message = f"a text here has more than {LONGEST_VALUE:,} characters, which nothing needs"
    return FileFaults([FileFault(line, message, ends=True)])


class _Walk:
    """Goes through a text value by value, and forgets what is behind."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text, self._at, self._ended = "", 0, False

    def is_object(self) -> bool:
        """Whether all of it is one object; raises JSONDecodeError where it is no JSON at all."""
        return self._takes("{") and self._entries("}", self._field) and self._peek() == ""

    def _field(self) -> bool:
        if self._peek() != '"':
            return False
        self._value()
        if not self._takes(":"):
            return False
        if self._takes("["):
            return self._entries("]", self._value)
        return self._value()

    def _entries(self, end: str, entry: Callable[[], bool]) -> bool:
        """What stands between an opening bracket and its `end`, divided by commas."""
        if self._takes(end):
            return True
        while entry():
            if self._takes(end):
                return True
            if not self._takes(","):
                return False
        return False

    def _value(self) -> bool:
        self._peek()
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > 2 * LONGEST_VALUE:
                    raise too_long(1) from error
                unfinished = error.msg.startswith("Unterminated")
                if not (unfinished or error.pos > len(self._text) - _CUT_OFF) or not self._more():
                    raise
                continue
            length = end - self._at
            # a number may go on behind what was read of it, as `0.` or `1e+`
            if end + 2 < len(self._text) or not self._more():
                self._at += length
                return True

    def _takes(self, sign: str) -> bool:
        """Go on behind `sign`, if that comes next."""
        found = self._peek() == sign
        self._at += found
        return found

    def _peek(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _more(self) -> bool:
        """Read on, at least as much as is there already; False at the end."""
        pieces = [self._text[self._at :]]
        wanted, self._at = len(pieces[0]), 0
        while not self._ended and wanted >= 0:
            piece = self._source.read()
            pieces.append(piece)
            wanted -= len(piece) or 1
            self._ended = not piece
        self._text = "".join(pieces)
        return len(self._text) > len(pieces[0])
