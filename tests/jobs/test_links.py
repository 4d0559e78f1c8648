"""Rounds of asking links, with real web servers; and that nothing is asked unless it is wanted."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.domain.link_checks import LinkAnswered
from bot.jobs.links import DatabaseTurns, check_links
from bot.jobs.schedule import Schedule
from bot.services import dead_links
from bot.settings import load
from tests.builders import an_item
from tests.stage import Stage
from tests.street import Street, answers, street
from tests.waiting import HANG, until

NO_PAUSE = timedelta()


def store(stage: Stage, there: Street, *hosts: str) -> None:
    stage.store_items(
        *[
            replace(an_item(number), url=f"http://{host}:{there.port}/{number}")
            for number, host in enumerate(hosts)
        ]
    )


async def round_of(stage: Stage, there: Street, days: float = 0) -> None:
    """A round, `days` after the one before; the bot's clock is the playground's."""
    stage.playground.move_clock(days * 86400)
    await check_links(stage.deps, there.gate(), NO_PAUSE)


def dead(stage: Stage) -> list[str]:
    with stage.db.reading() as connection:
        return [link.url for link in dead_links.page(connection, 1).links]


async def test_links_are_asked_once_a_week_while_they_are_alive(stage: Stage) -> None:
    async with street(answers(200)) as there:
        store(stage, there, "a.test", "b.test")
        await round_of(stage, there)
        assert sorted(there.asked) == ["HEAD a.test/0", "HEAD b.test/1"]
        await round_of(stage, there, days=6)
        assert len(there.asked) == 2
        await round_of(stage, there, days=2)
        assert len(there.asked) == 4


async def test_three_failures_on_three_days_are_told_to_each_organizer_once(stage: Stage) -> None:
    async with street(answers(404, 404)) as there:
        store(stage, there, "a.test", "b.test")
        for day in (0, 1, 1):
            assert dead(stage) == []
            await round_of(stage, there, days=day)
            await round_of(stage, there)  # at once again: nothing is due
        assert len(dead(stage)) == 2
    await stage.deliver()
    for organizer in (stage.ada, stage.ben):
        (letter,) = organizer.direct_messages
        assert "2 Links im Wissensspeicher" in letter.text
        assert "Seite nicht gefunden (404)" in letter.text
    assert stage.anna.direct_messages == []
    assert len(stage.posts()) == 0


async def test_of_links_that_die_later_is_told_a_day_later(stage: Stage) -> None:
    async with street(answers(404, 404)) as there:
        store(stage, there, "a.test")
        for _ in range(2):
            await round_of(stage, there, days=1)
        store(stage, there, "a.test", "b.test")
        await round_of(stage, there, days=1)
        await stage.deliver()
        stage.playground.move_clock(7200)
        for _ in range(2):
            await round_of(stage, there, days=1)
        await stage.deliver()
    letters = stage.ada.direct_messages
    assert len(letters) == 2
    assert "a.test" not in letters[1].text
    assert "b.test" in letters[1].text


async def test_a_day_has_one_letter(stage: Stage) -> None:
    async with street(answers(404, 404)) as there:
        store(stage, there, "a.test")
        await round_of(stage, there)
        stage.playground.move_clock(3600)
        store(stage, there, "a.test", "b.test")
        await round_of(stage, there)
        for hours in (23, 1, 23):
            await round_of(stage, there, days=hours / 24)
        await stage.deliver()
        assert (len(dead(stage)), len(stage.ada.direct_messages)) == (1, 1)
        await round_of(stage, there, days=1 / 24)
        await stage.deliver()
        assert (len(dead(stage)), len(stage.ada.direct_messages)) == (2, 1)
        stage.playground.move_clock(23 * 3600)
        await stage.deliver()
        assert len(stage.ada.direct_messages) == 2


async def test_one_request_a_host_at_a_time_whoever_asks(stage: Stage) -> None:
    under_way: Counter[str] = Counter()
    most: Counter[str] = Counter()

    async def slow(request: web.Request) -> web.StreamResponse:
        host = request.host
        under_way[host] += 1
        most[host] = max(most[host], under_way[host])
        most["all"] = max(most["all"], sum(under_way.values()))
        await until(lambda: most["all"] > 1)  # nobody is alone for long
        under_way[host] -= 1
        if host.startswith("common"):
            return web.Response()
        return web.Response(status=302, headers={"Location": f"http://common.test:{there.port}/"})

    async with street(slow) as there:
        store(stage, there, *[f"lab{n}.test" for n in range(6)])
        rounds = [check_links(stage.deps, there.gate(), NO_PAUSE) for _ in range(2)]
        await asyncio.gather(*rounds)
        hosts = Counter(line.split()[1] for line in there.asked)
    assert hosts.pop("common.test/") == 6
    assert set(hosts.values()) == {1}
    assert most.pop("all") in (2, 3, 4, 5, 6)
    assert set(most.values()) == {1}


async def test_a_turn_that_does_not_come_is_given_up(stage: Stage) -> None:
    turns = DatabaseTurns(stage.deps, NO_PAUSE, patience=0.3)
    assert await turns.take("a.test")
    assert not await turns.take("a.test")
    waiting = asyncio.create_task(DatabaseTurns(stage.deps, NO_PAUSE, HANG).take("a.test"))
    await turns.end("a.test", LinkAnswered(200))
    assert await waiting
    await turns.end("a.test", LinkAnswered(429, None, "600"))
    assert not await DatabaseTurns(stage.deps, patience=HANG).take("a.test")


@pytest.mark.fault(
    "others",
    "our own network fails while links are checked",
    expected="no link is called dead for it",
)
async def test_when_nobody_answers_it_is_not_the_links_fault(stage: Stage) -> None:
    async with street(answers(200)) as there:
        store(stage, there, "a.test", "b.gone.test")
        await round_of(stage, there)
        for _ in range(4):
            there.names = {"a.test": [[]]}  # no address any more
            stage.playground.move_clock(86400)
            await check_links(stage.deps, there.gate(), NO_PAUSE)
        with capture_logs() as logs:
            stage.playground.move_clock(86400)
            await check_links(stage.deps, there.gate(), NO_PAUSE)
        assert dead(stage) == []
        assert "links.nobody_answers" in [line["event"] for line in logs]
        there.names = {}
        for _ in range(3):
            await round_of(stage, there, days=1)
        assert dead(stage) == [f"http://b.gone.test:{there.port}/1"]


async def test_a_link_that_breaks_the_asking_holds_up_no_other(stage: Stage) -> None:
    async with street(answers(200)) as there:
        store(stage, there, "a.test", "b.test")

        async def broken(host: str) -> list[str]:
            if host == "a.test":
                raise RuntimeError("not foreseen")
            return await there.look_up(host)

        with capture_logs() as logs:
            await check_links(stage.deps, replace(there.gate(), look_up=broken), NO_PAUSE)
        assert there.asked == ["HEAD b.test/1"]
        assert "link.not_asked" in [line["event"] for line in logs]
        await asyncio.sleep(0)
        stage.playground.move_clock(3601)
        await check_links(stage.deps, there.gate(), NO_PAUSE)
        assert there.asked[-1] == "HEAD a.test/0"


async def test_what_was_asked_and_what_came_stands_in_the_log(stage: Stage) -> None:
    async with street(answers(404, 410)) as there:
        store(stage, there, "a.test")
        with capture_logs() as logs:
            await round_of(stage, there)
    (line,) = [line for line in logs if line["event"] == "link.asked"]
    assert (line["id"], line["answer"]) == (1, "410")


@pytest.mark.parametrize("on", [False, True])
async def test_nothing_is_asked_unless_it_is_switched_on(stage: Stage, on: bool) -> None:
    stage.deps.settings = replace(stage.deps.settings, link_check=on)
    schedule = Schedule(stage.deps)
    schedule.start()
    jobs = {job.id for job in schedule._scheduler.get_jobs()}
    await schedule.stop()
    assert ("check links" in jobs) is on


def test_it_is_off_by_default(tmp_path: Path) -> None:
    assert not load({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, tmp_path).link_check


@pytest.mark.fault(
    "database", "locked while links are checked", expected="it is said, and they are checked later"
)
async def test_a_database_that_is_away_ends_nothing(stage: Stage) -> None:
    stage.deps.settings = replace(stage.deps.settings, link_check=True)
    schedule = Schedule(stage.deps)
    stage.store_items(an_item())
    with stage.locked_database(), capture_logs() as logs:
        await schedule._run(schedule._check_links)
    assert [line["event"] for line in logs] == ["database.unavailable"]


async def test_whoever_is_stopped_leaves_its_links_to_be_asked_later(stage: Stage) -> None:
    asked = asyncio.Event()

    async def silent(request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.sleep(60)
        return web.Response()

    async with street(silent) as there:
        store(stage, there, "a.test")
        checking = asyncio.create_task(check_links(stage.deps, there.gate(), NO_PAUSE))
        await asked.wait()
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking
    async with street(answers(200)) as there:
        store(stage, there, "b.test")
        stage.playground.move_clock(3601)
        await check_links(stage.deps, there.gate(), NO_PAUSE)
        assert there.asked == ["HEAD b.test/0"]
        assert dead(stage) == []
