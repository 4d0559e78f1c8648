"""Keeping the search's index: whatever is stored without it is indexed, a little at a time."""

import structlog

from bot.deps import Deps
from bot.services import search

log = structlog.get_logger()

_AT_ONCE = 100  # items; some 50 ms, during which other writes wait


async def index_all(deps: Deps) -> None:
    """Index what is behind, in short transactions, and learn the new words before somebody asks.

    What could not be done now is done the next time. Raises one of storage.database.Unavailable.
    """
    done = 0
    while await deps.db.read(search.is_behind, deps.clock.now()):
        some = await deps.db.write_aside(search.index_some, deps.clock.now(), _AT_ONCE)
        if some == 0:  # another process has them
            break
        done += some
    if done:
        log.info("indexed", items=done)
    await deps.db.read_aside(deps.vocabulary.refresh)
