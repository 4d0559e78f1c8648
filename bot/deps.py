"""What handlers and jobs are given."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.clock import Clock
from bot.domain.checks import Learned
from bot.services.search import Vocabulary
from bot.settings import Settings
from bot.slack import Identity, Slack
from bot.view_updates import ViewUpdates
from storage.database import Database, Unavailable
from storage.refusals import in_words

log = structlog.get_logger()


class Afterwards:
    """Things that need not be done before Slack gets its ack, but before the process ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Begin something; the caller need not wait for it."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def finish(self, seconds: float) -> None:
        """Wait for all that was begun, at most this long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Unavailable):
            log.error("afterwards.failed", error=in_words(error))
        elif error is not None:
            log.error("afterwards.failed", exc_info=error)


def _nobody_listens() -> None:
    """Stands in for the wake-up until the scheduler is there."""


@dataclass(slots=True)
class Deps:
    """Everything with a connection to the outside, made once in `bot.app`."""

    settings: Settings
    db: Database
    slack: Slack
    clock: Clock
    identity: Identity
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    afterwards: Afterwards = field(default_factory=Afterwards)
    # whose Home is being published by this process, and whether it is wanted once more
    homes: dict[str, bool] = field(default_factory=dict)
    view_updates: ViewUpdates = field(init=False)
    # what is known of all that the bot needs
    learned: Learned = field(init=False)
    # says that a delivery was put on the table, so that it goes out at once
    wake: Callable[[], None] = _nobody_listens
    # says that a message could not be compared with Slack, so that it is tried again
    reconcile_soon: Callable[[], None] = _nobody_listens

    def __post_init__(self) -> None:
        self.view_updates = ViewUpdates(self.afterwards.start)
        self.learned = Learned(self.slack.token)
