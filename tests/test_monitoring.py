"""What is seen of the bot from outside: how it is, and how long ago it did what it is to do."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import aiohttp
import pytest
import sqlalchemy as sa
import yaml
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request as HttpRequest

from bot import health as healths
from bot import metrics, web
from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Outcome
from bot.domain.events import Status
from bot.domain.rsvps import EMOJI, Answer
from bot.feeds import Feeds
from bot.health import Figures, Health, Report
from bot.jobs.ping import Pings
from bot.jobs.schedule import Schedule
from bot.metrics import METHODS, End, Request
from bot.monitoring import page, routes
from bot.version import VERSION
from storage import figures
from storage.database import Database
from storage.migrations import HEAD
from tests.builders import NOON, a_full_event
from tests.letters import GONE, put
from tests.stage import Stage, served
from tests.waiting import until, until_found

DEPLOY = Path(__file__).parents[1] / "deploy"
AGES = {"deliveries_looked_at", "oldest_due", "written", "heard_from_slack", "backed_up"}


class Watcher:
    """Somebody who asks the bot how it is, over HTTP."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.health, self.schedule = Health(), Schedule(stage.deps)
        self.health.watch(stage.deps, self.schedule, None)

    async def asks(self) -> tuple[int, dict[str, Any]]:
        """The status of /healthz, and what is said there."""
        status, text = await self.gets("/healthz")
        return status, json.loads(text)

    async def gets(self, path: str) -> tuple[int, str]:
        """What stands there."""
        feeds = Feeds(self._stage.db, self._stage.deps.clock, "de")
        async with (
            served(web.SlackEndpoint("secret"), feeds, self.health) as port,
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}{path}") as answer,
        ):
            return answer.status, await answer.text()


async def test_healthz_says_how_long_ago_things_happened(either_stage: Stage) -> None:
    stage, watcher = either_stage, Watcher(either_stage)
    _, said = await watcher.asks()
    assert said["seconds_since"]["deliveries_looked_at"] is None
    await stage.announced()
    await watcher.schedule._run(watcher.schedule._deliver)
    stage.deps.learned.backup.made_at = stage.deps.clock.now()
    await put(stage.deps, "U1", GONE)
    stage.playground.move_clock(90)
    status, said = await watcher.asks()
    assert (status, said["ok"], said["reasons"]) == (200, True, [])
    since = said["seconds_since"]
    assert set(since) == AGES
    assert since["oldest_due"] == pytest.approx(90, abs=1)
    assert since["backed_up"] == pytest.approx(90, abs=1)
    assert since["written"] >= 0
    # by HTTP; over Socket Mode the watcher has no connection to look at
    assert (since["heard_from_slack"] is None) == stage.deps.settings.socket_mode


async def dead(watcher: Watcher, stage: Stage) -> Callable[[], None]:
    """The scheduler runs no job any more."""
    watcher.schedule._scheduler.pause()
    go_on: Callable[[], None] = watcher.schedule._scheduler.resume
    return go_on


async def hung(watcher: Watcher, stage: Stage) -> Callable[[], None]:
    """A job does not come to an end."""
    held = stage.playground.faults.hold("chat.postMessage", "before")
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt vorbei!")
    watcher.schedule.wake()
    await held.reached()
    return held.release


@pytest.mark.parametrize("stand_still", [dead, hung])
async def test_a_scheduler_that_stands_still_turns_healthz_to_503(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    stand_still: Callable[[Watcher, Stage], Awaitable[Callable[[], None]]],
) -> None:
    watcher = Watcher(stage)
    watcher.schedule.start()
    await until(lambda: watcher.schedule.seconds_since_delivering() is not None)
    assert (await watcher.asks())[0] == 200
    go_on = await stand_still(watcher, stage)
    monkeypatch.setattr(healths, "_TOO_QUIET", 0.05)

    async def complains() -> dict[str, Any] | None:
        status, said = await watcher.asks()
        return said if status == 503 else None

    said = await until_found(complains)
    assert said["reasons"] == ["deliveries are not being looked at"]
    assert said["ok"] is False
    go_on()
    await watcher.schedule.stop()


@pytest.mark.parametrize("statement", [figures.OLDEST_DUE, figures.DUE])
def test_what_is_due_is_found_by_the_index(db: Database, statement: sa.Select[Any]) -> None:
    with db.transaction() as connection:
        asked: list[tuple[str, Any]] = []
        sa.event.listen(
            connection, "before_cursor_execute", lambda *args: asked.append((args[2], args[3]))
        )
        connection.execute(statement, {"now": NOON})
        explain = "EXPLAIN QUERY PLAN"
        if not db.is_sqlite:  # so few rows are read faster without
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            explain = "EXPLAIN"
        plan = str(connection.exec_driver_sql(f"{explain} {asked[0][0]}", asked[0][1]).all())
    found = "INDEX ix_deliveries_state_due_at_id (state=? AND due_at<?)"
    if not db.is_sqlite:
        found = "Index Cond: ((state = '"
    assert plan.count(found) == 3, plan


# --- /metrics

WELL = Report([], dict.fromkeys(AGES, 1.0))
OUTCOMES = {one.__name__.lower() for one in get_args(Outcome)}
JOBS = {*(name.lstrip("_") for name in vars(Schedule)), Pings.ping.__name__}
# All that may stand behind a label; of `le` any number.
VALUES: dict[str, set[str]] = {
    "kind": {*Request, *Kind},
    "outcome": {*End, *OUTCOMES},
    "method": {*METHODS, "other"},
    "name": JOBS,
    "status": {*Status},
    "version": {VERSION},
    "schema": {HEAD},
}


def families(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(text: str, metric: str, /, **labels: str) -> float:
    found = families(text)[metric.removesuffix("_total").removesuffix("_count")].samples
    return sum(
        sample.value
        for sample in found
        if sample.name == metric and labels.items() <= sample.labels.items()
    )


def assert_nobody_and_nothing_foreign_in(text: str) -> None:
    for family in families(text).values():
        for sample in family.samples:
            for name, found in sample.labels.items():
                if name == "le":
                    float(found)
                else:
                    assert found in VALUES[name], sample


async def test_what_happens_is_counted_and_no_label_says_who(either_stage: Stage) -> None:
    stage, watcher = either_stage, Watcher(either_stage)
    _, before = await watcher.gets("/metrics")
    message = await stage.announced()
    await stage.anna.react(message.channel, message.ts, EMOJI[Answer.YES])
    await stage.frances.command("/labcamp rsvp maybe 11")
    stage.playground.faults.add("chat.update", "error:cant_update_message")
    await stage.refreshed()
    await watcher.schedule._run(watcher.schedule._deliver)
    with stage.locked_database():
        await stage.anna.command("/labcamp rsvp no 11")
    status, after = await watcher.gets("/metrics")
    assert status == 200
    assert_nobody_and_nothing_foreign_in(after)

    def more(metric: str, /, **labels: str) -> float:
        return value(after, metric, **labels) - value(before, metric, **labels)

    assert more("labcamp_requests_total", kind="command", outcome="done") == 2
    assert more("labcamp_requests_total", kind="command", outcome="failed") == 1
    assert more("labcamp_requests_total", kind="reaction", outcome="done") == 1
    assert more("labcamp_request_duration_seconds_count", kind="command") == 3
    assert more("labcamp_deliveries_total", kind="announcement", outcome="sent") == 1
    assert more("labcamp_deliveries_total", kind="refresh", outcome="refused") == 1
    assert more("labcamp_delivery_delay_seconds_count") >= 1
    assert more("labcamp_slack_calls_total", method="chat.postMessage", outcome="done") == 3
    assert more("labcamp_slack_calls_total", method="chat.update", outcome="refused") == 1
    assert more("labcamp_slack_call_duration_seconds_count") > 2
    assert more("labcamp_database_writes_total", outcome="done") > 3
    assert more("labcamp_database_writes_total", outcome="failed") > 0
    assert more("labcamp_job_runs_total", name="deliver", outcome="done") == 1
    assert value(after, "labcamp_events", status="published") == 1
    assert value(after, "labcamp_ready") == 1


def test_a_method_that_nobody_thought_of_has_no_name() -> None:
    for method in ("", "chat.postmessage", "users.info?user=U0ANNA", 'a"b\n'):
        metrics.called(method, End.DONE, 0.1)
    assert_nobody_and_nothing_foreign_in(page(WELL, None).decode())


@pytest.mark.parametrize(
    ("host", "header", "status"),
    [
        ("127.0.0.1", "", 200),
        ("::1", "", 200),
        ("172.18.0.3", "", 200),
        ("fd00::3", "", 200),
        ("93.184.215.14", "", 404),
        ("2a00:1450:4001:82f::200e", "", 404),
        ("127.0.0.1", "X-Forwarded-For", 404),
        ("172.18.0.3", "Forwarded", 404),
        ("127.0.0.1", "X-Real-IP", 404),
        ("127.0.0.1", "Via", 404),
    ],
)
async def test_only_who_is_near_sees_the_metrics(host: str, header: str, status: int) -> None:
    (route,) = [one for one in routes(Health()) if one.path == "/metrics"]
    headers = [(header.lower().encode(), b"for=203.0.113.7")] if header else []
    asked = HttpRequest({"type": "http", "client": (host, 4711), "headers": headers})
    assert (await route.endpoint(asked)).status_code == status


def named_in_the_dashboard() -> Iterator[str]:
    dashboard = json.loads((DEPLOY / "grafana" / "labcamp.json").read_text(encoding="utf-8"))
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    for panel in dashboard["panels"]:
        assert panel["datasource"]["uid"] == "${datasource}"
        yield from (target["expr"] for target in panel["targets"])


def named_in_the_alerts() -> Iterator[str]:
    (group,) = yaml.safe_load((DEPLOY / "prometheus-alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]:
        assert rule["annotations"]["summary"]
        yield rule["expr"]


@pytest.mark.parametrize("named", [named_in_the_dashboard, named_in_the_alerts])
def test_every_metric_that_is_looked_at_exists(named: Callable[[], Iterator[str]]) -> None:
    text = page(WELL, Figures(0, {})).decode()
    for expression in named():
        used = set(re.findall(r"(?:labcamp|process)_\w+", expression))
        assert used, expression
        for name in used:
            family = name.removesuffix("_bucket")
            assert f"# TYPE {family} " in text, name
            assert name == family or f"# TYPE {family} histogram" in text


def test_the_dashboard_shows_every_metric_of_ours() -> None:
    shown = " ".join(named_in_the_dashboard())
    for name in re.findall(r"# TYPE (labcamp_\w+) ", page(WELL, Figures(0, {})).decode()):
        assert name in shown
