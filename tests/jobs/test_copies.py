"""The job that forgets also forgets the copies of what was deleted."""

from dataclasses import replace
from pathlib import Path

from bot.jobs.schedule import Schedule
from tests.stage import Stage
from tests.waiting import until


async def test_old_backups_go_and_the_log_is_empty_as_soon_as_the_bot_runs(
    sqlite_stage: Stage, tmp_path: Path
) -> None:
    stage = sqlite_stage
    backups, log = tmp_path / "backups", tmp_path / "labcamp.db-wal"
    backups.mkdir()
    old = backups / "before-0018-20200101T000000000000.db"
    old.touch()
    stage.deps.settings = replace(stage.deps.settings, backup_dir=backups)
    await stage.announced()
    assert log.stat().st_size > 0
    schedule = Schedule(stage.deps)
    schedule.start()
    await until(lambda: not old.exists())
    await until(lambda: log.stat().st_size == 0)
    await schedule.stop()
