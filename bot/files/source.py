"""A text file, read bit by bit: in UTF-8, with one sort of line break, and nothing invisible."""

import codecs
import io
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from bot.files.contents import FileFault, FileFaults

_AT_ONCE = 1 << 16  # bytes
# Ours. What people write is far below; what is above was made to keep a machine busy.
LONGEST_VALUE = 1_000_000  # characters of one text in JSON, or of a line of a table
LONGEST_WHOLE = 20_000_000  # characters of what has to be in memory as a whole
LONGEST_TIME = 30 * 60.0  # seconds

# YAML's printable characters (yaml.org/spec/1.1, section 5.1) without the rare line breaks
# U+0085, U+2028 and U+2029, which YAML counts as lines and editors do not.
_UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What ends a line for some programs and for no editor: in the middle of a line of others.
_ODD_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Signs that Windows-1252 does not have, and umlauts and dashes in UTF-8, which it would show as Ã¼.
_NEVER_WESTERN = re.compile(b"[\x00\x81\x8d\x8f\x90\x9d]|\xc3[\x80-\xbf]|\xe2\x80")


class Source:
    """A text that is read once, from its beginning.

    Reading raises FileFaults with the line of what is no UTF-8, and of every invisible character.
    """

    def __init__(self, begin: Callable[[], Iterable[str]]) -> None:
        """`begin` gives the pieces of the text, each time from its beginning."""
        self._begin = begin
        self._pieces = _in_lines(begin())
        self._first: str | None = None
        self._breaks = 0
        self._ends_at = time.monotonic() + LONGEST_TIME
        self._mends_odd_ends = False
        self.last_line = 1  # the last that has something in it, of what was read

    def beginning(self) -> str:
        """The first piece of the text; it is still there to be read."""
        if self._first is None:
            self._first = self._next()
        return self._first

    def read(self, _size: int = -1) -> str:
        """The next piece, of whatever length; empty at the end."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return self._next()

    def again(self) -> "Source":
        """The same text from its beginning; this one is not to be read any more."""
        return Source(self._begin)

    def without_odd_ends(self) -> "Source":
        """The same text, with a space for each rare line break such as U+2028, from now on."""
        self._mends_odd_ends = True
        return self

    def rest(self, most: int, advice: str) -> str:
        """All that was not read yet; raises FileFaults for more than `most` characters."""
        pieces, length = [], 0
        while piece := self.read():
            pieces.append(piece)
            length += len(piece)
            if length > most:
                message = f"this has more than {most:,} characters; {advice}"
                raise FileFaults([FileFault(self.last_line, message)])
        return "".join(pieces)

    def _next(self) -> str:
        piece = self._piece()
        if _UNFIT.search(piece):
            raise FileFaults(self._unfit(piece))
        if time.monotonic() > self._ends_at:
            raise too_slow(self._breaks + 1)
        filled = len(piece.rstrip("\n"))
        if filled:
            self.last_line = self._breaks + piece.count("\n", 0, filled) + 1
        self._breaks += piece.count("\n")
        return piece

    def _piece(self) -> str:
        piece = next(self._pieces, "")
        return _ODD_ENDS.sub(" ", piece) if self._mends_odd_ends else piece

    def _unfit(self, piece: str) -> Iterator[FileFault]:
        """The first invisible character of each line, from this piece on."""
        line, told = self._breaks + 1, 0
        while piece:
            seen = 0
            for match in _UNFIT.finditer(piece):
                line += piece.count("\n", seen, match.start())
                seen = match.start()
                if told < line:
                    code = f"U+{ord(match.group()):04X}"
                    yield FileFault(
                        line, f"the invisible character {code} can't stand here; delete it"
                    )
                    told = line
            line += piece.count("\n", seen)
            piece = self._piece()


def too_slow(line: int, file: str | None = None) -> FileFaults:
    """That an import takes too long, for whoever reads on at this line."""
    message = f"reading takes longer than {LONGEST_TIME / 60:.0f} minutes; divide the file"
    return FileFaults([FileFault(line, message, file, ends=True)])


def of_file(file: BinaryIO) -> Source:
    """The text of an open file; only one that can be sought in can be read again."""
    return Source(lambda: _decoded(file))


def of_table(opened: Callable[[], AbstractContextManager[BinaryIO]]) -> Source:
    """The text of a table; `opened` gives the file, each time from its beginning.

    One that is no UTF-8 is read as Windows-1252, in which Excel writes in Western Europe.
    """
    with opened() as file:
        decoded = _decoded_as_western if _is_western(file) else _decoded

    def begin() -> Iterator[str]:
        with opened() as file:
            yield from decoded(file)

    return Source(begin)


def of_text(text: str) -> Source:
    """A text that is there already."""
    return Source(lambda: [text])


def _in_lines(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces that are not empty, without a byte order mark, each line break as one sign."""
    breaks = io.IncrementalNewlineDecoder(None, translate=True)
    begun = False
    for piece in pieces:
        text = breaks.decode(piece if begun else piece.removeprefix("\ufeff"))
        begun = begun or bool(piece)
        if text:
            yield text
    if last := breaks.decode("", final=True):
        yield last


def _decoded(file: BinaryIO) -> Iterator[str]:
    if file.seekable():
        file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, begun = 1, False
    while data := file.read(_AT_ONCE):
        if not begun and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise FileFaults([FileFault(1, "this is UTF-16 text; save the file as UTF-8")])
        if b"\0" in data:
            line += data.count(b"\n", 0, data.index(b"\0"))
            raise FileFaults([FileFault(line, "this is no text file; a text in UTF-8 is wanted")])
        begun = True
        try:
            yield decoder.decode(data)
        except UnicodeDecodeError as error:
            raise _not_utf8(line, error) from error
        line += data.count(b"\n")
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _not_utf8(line, error) from error


def _is_western(file: BinaryIO) -> bool:
    """Whether this is Windows-1252: no UTF-8, also not UTF-8 with a fault in it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, last = True, b""
    while data := file.read(_AT_ONCE):
        if _NEVER_WESTERN.search(last + data):
            return False
        is_utf8, last = is_utf8 and _decodes(decoder, data), data[-1:]
    return not (is_utf8 and _decodes(decoder, b"", final=True))


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _decoded_as_western(file: BinaryIO) -> Iterator[str]:
    while data := file.read(_AT_ONCE):
        yield data.decode("cp1252")


def _not_utf8(line: int, error: UnicodeDecodeError) -> FileFaults:
    line += error.object.count(b"\n", 0, error.start)
    return FileFaults([FileFault(line, "this is not UTF-8 text; save the file as UTF-8")])
