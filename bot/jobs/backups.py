"""Backups: a copy of a SQLite database each day, aside from all answers; old ones go."""

import asyncio
import os
import threading
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.deps import Deps
from bot.domain.backups import Rotation, is_due, superfluous
from storage import backups
from storage.database import Unavailable

log = structlog.get_logger()


async def back_up(deps: Deps) -> None:
    """Make the backup that is due, if one is, and let go what has had its time.

    What is due is seen from the files that are there, so that no restart makes one twice; of two
    bots on one file the first one makes it. Why it failed is kept in `deps.learned`, for whoever
    runs the bot, and so is when the last one was made, by whomever; all else goes on.
    """
    rotation, standing = deps.settings.backups, deps.learned.backup
    suffix = backups.suffix_of(is_sqlite=deps.db.is_sqlite)
    made = await asyncio.to_thread(backups.made, deps.settings.backup_dir, suffix)
    standing.made_at = max(made, default=None)
    if rotation is None or not deps.db.is_sqlite or not deps.db.sole_use.is_ours():
        standing.is_known = True
        return
    stopping = threading.Event()
    try:
        await asyncio.to_thread(_back_up, deps, rotation, lambda: not stopping.is_set())
    except asyncio.CancelledError:
        stopping.set()
        raise
    except OSError as error:
        _refused(deps, os.strerror(error.errno) if error.errno else type(error).__name__)
    except Unavailable as error:
        _refused(deps, deps.db.briefly(error))
    except backups.NoBackup:
        _refused(deps, "the copy was not sound")
    else:
        standing.is_known, standing.refused = True, None
        await forget_backups(deps)


async def forget_backups(deps: Deps) -> None:
    """Delete backups that are superfluous, and copies from before an upgrade that are too old."""
    await asyncio.to_thread(_forget, deps)


def _back_up(deps: Deps, rotation: Rotation, is_wanted: Callable[[], bool]) -> None:
    folder, now = deps.settings.backup_dir, deps.clock.now()
    if is_due(backups.made(folder, backups.suffix_of(is_sqlite=True)), rotation, now):
        file = backups.backup_file(folder, now)
        found = backups.write(deps.db, file, is_wanted)
        deps.learned.backup.made_at = now
        log.info("backed_up", file=str(file), events=found.events, answers=found.answers)


def _forget(deps: Deps) -> None:
    folder, now = deps.settings.backup_dir, deps.clock.now()
    rotation = deps.settings.backups
    gone = superfluous(backups.made(folder), rotation, now) if rotation else set()
    backups.forget(folder, gone, now - timedelta(days=deps.settings.retention_days))


def _refused(deps: Deps, why: str) -> None:
    log.error("backup.failed", error=why, set="LABCAMP_BACKUP_DIR")
    deps.learned.backup.is_known, deps.learned.backup.refused = True, why
