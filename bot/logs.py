"""Logs: structlog for our own lines and for the libraries' lines, on the console or as JSON.

Nothing of people stands in them. That is seen to here, for all lines at once: of ours the fields
that are known to tell nothing, of a library's that it said something, and where.
"""

import logging
import re
import sys
from datetime import timedelta
from enum import Enum
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from bot.domain.withholding import without_people, without_secrets
from bot.traces import trace

_ABOUT = ("event", "level", "timestamp")
# Fields whose text is one word of a list: a name, an error of Slack's, a version.
_WORD = re.compile(r"[\w.:#?/-]{0,80}")
_WORDS = frozenset(
    {
        *(
            "answer",
            "before",
            "callback_id",
            "cause",
            "channel",
            "fields",
            "kind",
            "name",
            "nearest",
        ),
        *("now", "set", "state", "ts", "type", "version", "what"),
    }
)
# Fields whose text we have put together ourselves.
_SENTENCE = re.compile(r"[^\r\n]{0,600}")
_SENTENCES = frozenset({"add", "address", "after", "do", "error", "file", "needed_for", "outcome"})
_WITHHELD = "…"


def configure(level: str, format_: str) -> None:
    """Write to standard error; `level` such as INFO, `format_` console or json.

    No library says more than at INFO, whatever the level.
    """
    structlog.configure(
        processors=[*_STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # at DEBUG the libraries tell what Slack sends and what the database is asked: much, for nothing
    for_libraries = max(logging.INFO, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=for_libraries, handlers=[handler(format_, sys.stderr)], force=True)
    logging.raiseExceptions = False  # a line that can't be made would be printed as it is
    for ours in ("bot", "handlers", "storage"):
        logging.getLogger(ours).setLevel(level)
    # what every tick, every request and every start would say
    for chatty in ("alembic", "apscheduler", "uvicorn", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def handler(format_: str, stream: TextIO) -> logging.Handler:
    """What writes lines to `stream`: all go through it, and none tells anything of people."""
    made = logging.StreamHandler(stream)
    made.setFormatter(
        _Formatter(
            foreign_pre_chain=_STAMPS,
            use_get_message=False,
            pass_foreign_args=True,
            processors=[
                _what_may_be_said,
                structlog.processors.JSONRenderer(ensure_ascii=False)
                if format_ == "json"
                else structlog.dev.ConsoleRenderer(colors=stream.isatty()),
            ],
        )
    )
    return made


class _Formatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line. What should not be in it is taken out once more, wherever it comes from."""
        return without_people(without_secrets(super().format(record)))


def _what_may_be_said(_logger: Any, _name: str, line: EventDict) -> EventDict:
    said: dict[str, Any] = {name: line[name] for name in _ABOUT if name in line}
    if line["_from_structlog"]:
        fields = {name: value for name, value in line.items() if name not in _ABOUT}
        said |= {name: _shown(name, fields[name]) for name in fields if name[0] != "_"}
        said.pop("exc_info", None)
    else:
        said |= _of_a_library(line["_record"], filled_in=bool(line["positional_args"]))
        said |= {"cause": _shown("cause", line["cause"])} if "cause" in line else {}
    error = _raised(line.get("exc_info"))
    return said | {"exception": trace(error)} if error else said


def _of_a_library(record: logging.LogRecord, *, filled_in: bool) -> dict[str, Any]:
    """That it said something; what it filled in is left out, and so is a text without a gap.

    That one may have been filled in before, as an f-string.
    """
    return {
        "event": str(record.msg) if filled_in else "a library says something",
        "logger": record.name,
        "where": f"{record.module}:{record.lineno}",
    }


def _raised(exc_info: Any) -> BaseException | None:
    """What is meant by `exc_info`: an exception, a triple, or True for the one being handled."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    elif exc_info:
        exc_info = sys.exception()
    return exc_info if isinstance(exc_info, BaseException) else None


def _shown(name: str, value: object) -> object:
    """The value of a field as far as it is known to tell nothing."""
    if value is None or isinstance(value, int | float | timedelta):
        return value
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        pattern = _WORD if name in _WORDS else _SENTENCE if name in _SENTENCES else None
        return value if pattern and pattern.fullmatch(value) else _WITHHELD
    if isinstance(value, list | tuple | set | frozenset):
        return [_shown(name, one) for one in value]
    # an outcome: what it is, and why; not of which message
    why = getattr(value, "error", None) or getattr(value, "reason", None)
    kind = type(value).__name__
    return f"{kind}: {_shown(name, why)}" if isinstance(why, str) else kind


_STAMPS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
