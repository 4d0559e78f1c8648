"""Copies of what was deleted: in backups, and in what SQLite leaves of a row, they go too."""

from datetime import timedelta

from bot.deps import Deps
from storage import migrations


async def forget_copies(deps: Deps) -> None:
    """Delete backups that are older than personal data may be, and what deleted rows left behind.

    Best effort: what could not be done now is done the next time.
    """
    kept = timedelta(days=deps.settings.retention_days)
    migrations.forget_backups(deps.settings.backup_dir, deps.clock.now() - kept)
    if not await deps.db.write_anew():
        await deps.db.wipe_log()
