"""What was raised and where, without what it says: in a message may stand what somebody wrote."""

import errno
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO


def trace(error: BaseException) -> str:
    """Files, lines and types of an exception and of those that led to it, one a line."""
    return "\n".join(_lines(error, set()))


def say_no_more() -> None:
    """Have what ends the process, a thread or an object, and a warning, print no more than that."""
    sys.excepthook = _print
    sys.unraisablehook = lambda found: _print(found.exc_type, found.exc_value, found.exc_traceback)
    threading.excepthook = lambda found: _print(
        found.exc_type, found.exc_value, found.exc_traceback
    )
    warnings.showwarning = _warn


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in seen:
        yield from _lines(earlier, seen)
        yield "then:"
    for frames in traceback.format_tb(error.__traceback__):
        yield frames.rstrip()
    yield " ".join([f"{type(error).__module__}.{type(error).__qualname__}", *_code(error)])
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield "with:"
            yield from _lines(one, seen)


def _code(error: BaseException) -> Iterator[str]:
    """The system's, SQLite's or PostgreSQL's word for it, which is one of a list."""
    if isinstance(error, OSError) and (code := errno.errorcode.get(error.errno or 0)):
        yield code
    for name in ("sqlite_errorname", "sqlstate"):
        if isinstance(word := getattr(error, name, None), str):
            yield word


def _print(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    sys.stderr.write(f"{trace(error) if error else kind.__qualname__}\n")


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    kind = f"{category.__module__}.{category.__qualname__}"
    (file or sys.stderr).write(f"{filename}:{lineno}: {kind}\n")
