"""HTTP connections: those who say nothing are let go, so that there is room for Slack."""

import asyncio
import resource
from typing import ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Seconds. Slack sends a request at once, and gives up on the answer after three.
_FOR_A_HEAD = 10.0
# Half of the open files that the system allows; the others are the database's, Slack's and so on.
_PART_OF_FILES = 2
_MOST = 1_000


def most_connections() -> int:
    """How many connections may be open at once on this machine."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(10, min(_MOST, allowed // _PART_OF_FILES))


class Connection(HttpToolsProtocol):
    """A connection that has to send the head of its next request within ten seconds.

    Once there are too many, the one that has waited longest with nothing said is cut for each new
    one: whoever opens thousands and says nothing keeps nobody out.
    """

    most: ClassVar[int] = most_connections()
    _silent: ClassVar[dict["Connection", None]] = {}  # as they came
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the first request, if there is room."""
        super().connection_made(cast("asyncio.Transport", transport))
        if len(self.connections) > self.most and self._silent:
            next(iter(self._silent))._cut()
        elif len(self.connections) > self.most:
            self._cut()
            return
        self._expect()

    def on_message_begin(self) -> None:
        """Wait for the head of a further request."""
        super().on_message_begin()
        self._expect()

    def on_headers_complete(self) -> None:
        """Something was said; how long the rest may take is the business of whoever reads it."""
        self._said()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._said()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._deadline is None:
            self._silent[self] = None
            self._deadline = self.loop.call_later(_FOR_A_HEAD, self._cut)

    def _said(self) -> None:
        self._silent.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _cut(self) -> None:
        self._said()
        self.transport.abort()
