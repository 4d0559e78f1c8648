"""The log as it is written, to be looked through."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.logs import _STAMPS, handler


class Log:
    """What `bot.logs` makes of what is said to `ours`, and to a library's logger."""

    def __init__(self, format_: str) -> None:
        self._stream = io.StringIO()
        self.library = logging.Logger("library", logging.DEBUG)  # noqa: LOG001 - of this test alone
        self.library.addHandler(handler(format_, self._stream))
        self.ours = structlog.wrap_logger(
            self.library,
            processors=[*_STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            wrapper_class=structlog.stdlib.BoundLogger,
        )

    @property
    def said(self) -> str:
        return self._stream.getvalue()


@contextmanager
def listening() -> Iterator[Callable[[], str]]:
    """All that is said meanwhile by whomever, with LOG_LEVEL=DEBUG, on the console and as JSON."""
    written = io.StringIO()
    root, *ours = (logging.getLogger(name) for name in ("", "bot", "handlers", "storage"))
    handlers = [handler(format_, written) for format_ in ("console", "json")]
    before, level = structlog.get_config(), root.level
    structlog.configure(
        processors=[*_STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    root.setLevel(logging.INFO)
    for logger in ours:
        logger.setLevel(logging.DEBUG)
    for one in handlers:
        root.addHandler(one)
    try:
        yield written.getvalue
    finally:
        for one in handlers:
            root.removeHandler(one)
        root.setLevel(level)
        for logger in ours:
            logger.setLevel(logging.NOTSET)
        structlog.configure(**before)
