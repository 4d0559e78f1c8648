"""What is left of what was deleted goes too: words of the index, old backups, bytes in files."""

from bot.deps import Deps
from bot.jobs.backups import forget_backups
from bot.services import search

_WORDS_AT_ONCE = 1000


async def forget_copies(deps: Deps) -> None:
    """Delete words that no item has, backups that are too old, and what SQLite leaves of rows.

    Best effort: what could not be done now is done the next time.
    """
    while unused := await deps.db.read_aside(search.unused_words, _WORDS_AT_ONCE):
        if not await deps.db.write_aside(search.forget_words, unused):
            break
    await forget_backups(deps)
    if not await deps.db.write_anew():
        await deps.db.wipe_log()
