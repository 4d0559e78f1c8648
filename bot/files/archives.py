"""The members of a ZIP archive and of the archives in it, within limits, and never on the disk.

Only what is asked for is unpacked, and what an archive says of its own sizes is not believed.
"""

import io
import lzma
import re
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from bot.domain.invisible_signs import visible
from bot.files.contents import FileFault, FileFaults
from bot.files.source import LONGEST_TIME, too_slow

MOST_MEMBERS = 100_000
LARGEST = 1 << 30  # bytes of all that is unpacked
_DEEPEST = 3  # archives within archives; Notion's have two
_IN_MEMORY = 1 << 22  # bytes of an inner archive
_AT_ONCE = 1 << 16
_UTF8 = 0x800  # the flag of a name in UTF-8 (APPNOTE.TXT 4.4.4), which not everybody sets
_ENCRYPTED = 0x1
# What macOS adds to an archive.
_NOISE = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$)")
# What zipfile raises for a damaged archive, and for what it can't unpack: a compression that it
# doesn't know, encryption that the directory did not tell of, places outside of the file.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, IndexError),
    *(NotImplementedError, RuntimeError, OSError),
)


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A file in an archive; `path` are the names of its folders and its own."""

    path: tuple[str, ...]
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """The path in words."""
        return "/".join(self.path)


class Archive:
    """An open archive with all that is in it; a context manager."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises FileFaults when it is no archive, or one that is too large."""
        self._unpacked = self._entries = 0
        self._ends_at = time.monotonic() + LONGEST_TIME
        with ExitStack() as stack:
            self.members = sorted(self._members(file, stack, 1), key=lambda member: member.path)
            self._open = stack.pop_all()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_raised: object) -> None:
        self._open.close()

    def open(self, member: ArchiveMember) -> BinaryIO:
        """The bytes of a member; reading raises FileFaults when it is broken or far too large."""
        return cast("BinaryIO", io.BufferedReader(_Unpacked(self, member)))

    def count(self, read: int, member: ArchiveMember) -> None:
        """Take note of so many bytes; raises FileFaults when there are too many."""
        self._unpacked += read
        if self._unpacked > LARGEST:
            message = (
                f"there is more than {LARGEST >> 20:,} MB in this archive; "
                "export it without files and pictures, or in parts"
            )
            raise FileFaults([FileFault(1, message, member.name, ends=True)])
        if time.monotonic() > self._ends_at:
            raise too_slow(1, member.name)

    def _members(self, file: IO[bytes], stack: ExitStack, depth: int) -> Iterator[ArchiveMember]:
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
        except _BROKEN as error:
            message = "this is no ZIP archive, or a damaged one; export it anew"
            raise FileFaults([FileFault(1, message)]) from error
        infos = archive.infolist()
        self._entries += len(infos)  # those of archives within it, and folders, too
        if self._entries > MOST_MEMBERS:
            message = (
                f"there are {self._entries:,} files in this archive; at most {MOST_MEMBERS:,} fit"
            )
            raise FileFaults([FileFault(1, message)])
        for info in infos:
            name = _name(info)
            path = _path(name)
            if not path or info.is_dir() or _NOISE.search(name):
                continue
            member = ArchiveMember(path, archive, info)
            if path[-1].lower().endswith(".zip") and depth < _DEEPEST:
                yield from self._members(self._copied(member, stack), stack, depth + 1)
            else:
                yield member

    def _copied(self, member: ArchiveMember, stack: ExitStack) -> IO[bytes]:
        """An archive in the archive, where one can look around in it."""
        copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the stack closes it
        stack.push(copy)
        with self.open(member) as packed:
            while data := packed.read(_AT_ONCE):
                copy.write(data)
        copy.seek(0)
        return copy


class _Unpacked(io.RawIOBase):
    """The bytes of one member, counted."""

    def __init__(self, archive: Archive, member: ArchiveMember) -> None:
        super().__init__()
        self._archive, self._member = archive, member
        if member.info.flag_bits & _ENCRYPTED:
            message = "this file is encrypted; pack it without a password"
            raise FileFaults([FileFault(1, message, member.name)])
        try:
            self._packed = member.archive.open(member.info)
        except _BROKEN as error:
            raise self._damaged() from error

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Unpack the next bytes."""
        try:
            data = self._packed.read(len(into))
        except _BROKEN as error:
            raise self._damaged() from error
        self._archive.count(len(data), self._member)
        into[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it."""
        if not self.closed and hasattr(self, "_packed"):
            self._packed.close()
        super().close()

    def _damaged(self) -> FileFaults:
        message = "this file is damaged; export it anew"
        return FileFaults([FileFault(1, message, self._member.name)])


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _path(name: str) -> tuple[str, ...]:
    """The parts of a name, of which none leads out of the archive; it is only ever shown."""
    parts = (" ".join(visible(part).split()) for part in re.split(r"[/\\]", name))
    return tuple(part for part in parts if part not in ("", ".", "..") and part.isprintable())
