"""Checks of the database: reached, written, kept, of this version, and backed up."""

import asyncio
from datetime import timedelta
from pathlib import Path, PurePosixPath

from bot.doctor.context import Context
from bot.doctor.findings import Finding
from bot.domain.disks import Disk, disk_of
from bot.errors import Unavailable
from bot.settings import Settings
from storage import backups as backup_files
from storage import dumps, refusals
from storage.backups import NoBackup
from storage.database import engine_url
from storage.inspection import Inspected, inspect
from storage.migrations import HEAD, NewerSchema, refuse_newer

# What is due each day, or each week, may wait for a bot that was away for a while.
_FRESH_DAYS, _FRESH_WEEKS = timedelta(days=2), timedelta(days=14)


async def database(context: Context) -> Finding:
    """Whether it can be reached, and written."""
    seen = await _inspected(context)
    if isinstance(seen, Finding):
        return seen
    if seen.unwritable:
        return context.wrong("database-unwritable", why=seen.unwritable)
    where = _named(context.settings)
    return context.well("database-well" if seen.is_there else "database-none", where=where)


async def tables(context: Context) -> Finding:
    """Whether its tables are those of this version."""
    seen = await _inspected(context)
    if isinstance(seen, Finding):
        return context.unchecked("database-first")
    if seen.revision is None:
        return context.well("tables-none")
    try:
        refuse_newer(seen.revision)
    except NewerSchema:
        return context.wrong("tables-newer", revision=seen.revision, ours=HEAD)
    if seen.revision != HEAD:
        return context.well("tables-older", revision=seen.revision, ours=HEAD)
    return context.well("tables-well", revision=seen.revision)


async def stored_organizers(context: Context) -> frozenset[str] | None:
    """Whom others made organizers; None where the database does not say."""
    seen = await _inspected(context)
    return None if isinstance(seen, Finding) else seen.organizers


async def disk(context: Context) -> Finding:
    """Whether a SQLite file stays where it is, and on this machine."""
    if not context.settings.is_on_sqlite:
        return context.unchecked("disk-server")
    try:
        mounts = context.mounts.read_text(encoding="utf-8")
    except OSError:
        return context.unchecked("disk-unseen")
    file = _file(context.settings).absolute().resolve()
    found, kind = disk_of(PurePosixPath(file), mounts)
    match found:
        case Disk.LASTING:
            return context.well("disk-well", kind=kind)
        case Disk.THROWN_AWAY:
            return context.wrong("disk-thrown-away", file=str(file), kind=kind)
        case Disk.NETWORK:
            return context.wrong("disk-network", file=str(file), kind=kind)


async def backups(context: Context) -> Finding:
    """Whether there is a fresh backup, and whether it could be restored."""
    settings = context.settings
    kept = settings.backups
    if settings.is_on_sqlite and kept is None:
        return context.unchecked("backups-off")
    suffix = backup_files.suffix_of(is_sqlite=settings.is_on_sqlite)
    made = backup_files.made(settings.backup_dir, suffix)
    if not made:
        return await _without_backups(context)
    at = max(made)
    file = backup_files.backup_file(settings.backup_dir, at, suffix)
    found = await asyncio.to_thread(_restorable, settings, file)
    if isinstance(found, Exception):
        return context.wrong("backups-damaged", why=str(found))
    age = context.clock.now() - at
    longest = _FRESH_DAYS if kept is None or kept.days else _FRESH_WEEKS
    hours = round(age.total_seconds() / 3600)
    if settings.is_on_sqlite and age > longest:
        return context.doubtful("backups-old", file=found.name, hours=hours)
    return context.well("backups-well", file=found.name, hours=hours)


async def _without_backups(context: Context) -> Finding:
    if not context.settings.is_on_sqlite:
        return context.unchecked("backups-server")
    seen = await _inspected(context)
    if isinstance(seen, Finding) or not seen.is_there:
        return context.unchecked("backups-early")
    return context.doubtful("backups-none", folder=str(context.settings.backup_dir.absolute()))


def _restorable(settings: Settings, file: Path) -> Path | Exception:
    """The backup, checked whole; or why it could not be restored."""
    try:
        refuse_newer(
            backup_files.contents(file).revision if settings.is_on_sqlite else dumps.revision(file)
        )
    except (NoBackup, NewerSchema, OSError, *Unavailable) as error:
        return error
    return file


async def _inspected(context: Context) -> Inspected | Finding:
    url = context.settings.database_url
    try:
        return await asyncio.to_thread(inspect, url)
    except Unavailable as error:
        file = str(_file(context.settings)) if context.settings.is_on_sqlite else None
        return context.wrong("database-silent", why=refusals.in_words(error, file))


def _file(settings: Settings) -> Path:
    return Path(engine_url(settings.database_url).database or "")


def _named(settings: Settings) -> str:
    """Where it is, without user and password."""
    url = engine_url(settings.database_url)
    return (
        str(_file(settings).absolute()) if settings.is_on_sqlite else f"{url.host}/{url.database}"
    )
