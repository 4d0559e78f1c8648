"""Backups are made by themselves, once a day, and what hinders them is said where it is seen."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.deps import Deps
from bot.domain.backups import Rotation
from bot.domain.checks import Learned
from bot.health import Health
from bot.jobs.backups import back_up
from bot.jobs.checks import Checks
from bot.jobs.schedule import Schedule
from storage import backups, troubles
from storage.database import Database
from tests.databases import again
from tests.fakes import FakeClock
from tests.letters import deps_with
from tests.stage import Stage
from tests.waiting import until

DAY = timedelta(days=1)
TWO_OF_EACH = Rotation(2, 2)


def with_backups(deps: Deps, folder: Path, kept: Rotation | None = TWO_OF_EACH) -> Deps:
    deps.settings = replace(deps.settings, backups=kept, backup_dir=folder)
    return deps


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def deps(sqlite_db: Database, clock: FakeClock, tmp_path: Path) -> Deps:
    return with_backups(deps_with(sqlite_db, clock), tmp_path / "b")


def made(deps: Deps) -> list[timedelta]:
    """How old the backups are, the newest first."""
    now = deps.clock.now()
    return sorted(now - at for at in backups.made(deps.settings.backup_dir))


async def test_one_is_made_each_day_however_often_the_bot_is_started(
    deps: Deps, clock: FakeClock
) -> None:
    for _ in range(3):
        await back_up(deps)
        clock.advance(hours=1)
    assert len(made(deps)) == 1
    for _ in range(30):
        await back_up(deps)
        clock.advance(days=1)
    # of the last two days, and of the Sunday before
    assert [age.days for age in made(deps)] == [1, 2, 3]


async def test_a_dump_from_before_a_move_stands_for_none(deps: Deps) -> None:
    folder, now = deps.settings.backup_dir, deps.clock.now()
    folder.mkdir()
    backups.backup_file(folder, now, ".dump").touch()
    await back_up(deps)
    assert backups.backup_file(folder, now).exists()


async def test_two_bots_on_one_file_make_one(deps: Deps, clock: FakeClock, tmp_path: Path) -> None:
    assert deps.db.sole_use.is_ours()
    other = again(deps.db)
    await back_up(with_backups(deps_with(other, clock), tmp_path / "b"))
    assert made(deps) == []
    other.close()


async def test_who_wants_none_gets_none_and_keeps_what_there_is(deps: Deps) -> None:
    await back_up(deps)
    with_backups(deps, deps.settings.backup_dir, None)
    deps.clock = FakeClock(deps.clock.now() + 400 * DAY)
    await back_up(deps)
    assert made(deps) == [400 * DAY]


async def test_it_is_made_as_soon_as_the_bot_runs_and_old_ones_go(deps: Deps) -> None:
    folder = deps.settings.backup_dir
    folder.mkdir()
    old = backups.backup_file(folder, deps.clock.now() - 15 * DAY)
    old.touch()
    schedule = Schedule(deps)
    schedule.start()
    await until(lambda: made(deps) == [timedelta()])
    await schedule.stop()


async def test_a_bot_that_is_stopped_does_not_wait_for_a_backup(deps: Deps) -> None:
    making = asyncio.ensure_future(back_up(deps))
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    await until(lambda: not list(deps.settings.backup_dir.glob("*.part")))


def without_room(patch: pytest.MonkeyPatch, folder: Path) -> Callable[[], None]:
    patch.setattr(backups, "_ROOM", 10**18)
    return patch.undo


def without_a_folder(_patch: pytest.MonkeyPatch, folder: Path) -> Callable[[], None]:
    folder.touch()
    return folder.unlink


@pytest.mark.fault(
    "disk",
    "no room, or no folder, for a backup",
    expected="the organizers and /healthz say so, all else goes on; it is made when it can be",
)
@pytest.mark.parametrize(
    ("hinder", "why"),
    [(without_room, "No space left on device"), (without_a_folder, "Not a directory")],
)
async def test_what_hinders_it_is_told_and_all_else_goes_on(
    sqlite_stage: Stage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    hinder: Callable[[pytest.MonkeyPatch, Path], Callable[[], None]],
    why: str,
) -> None:
    deps = with_backups(sqlite_stage.deps, tmp_path / "b")
    mend = hinder(monkeypatch, tmp_path / "b")
    health, checks = Health(), Checks(deps)
    health.watch(deps, Schedule(deps), None)
    await back_up(deps)
    await checks.look()
    await sqlite_stage.deliver()
    await sqlite_stage.deliver()
    (told,) = sqlite_stage.ada.direct_messages
    assert f"keine neue Sicherung: {why}" in told.text
    assert f"no new backup of the database: {why}" in " ".join(await health.complaints())
    assert (await sqlite_stage.anna.command("/labcamp next")).ok
    deps.learned = Learned(deps.slack.token)  # it was started anew
    checks = Checks(deps)
    await checks.look()  # before a backup is tried
    await back_up(deps)
    await checks.look()
    await sqlite_stage.deliver()
    await sqlite_stage.deliver()
    assert len(sqlite_stage.ada.direct_messages) == 1
    mend()
    await back_up(deps)
    await checks.look()
    assert len(made(deps)) == 1
    assert "backup" not in " ".join(await health.complaints())
    with sqlite_stage.db.reading() as connection:
        assert troubles.since(connection, deps.clock.now() - 400 * DAY) == []
