"""A no-op listener and /labcamp next on the same server, alternating, at 1, 16, 64 connections.

The load comes from a process of its own. Each figure is the median of the rounds; the ratio is
taken round by round, because the machine's speed drifts.
"""

import asyncio
import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from slack_bolt.context.ack.async_ack import AsyncAck

from bot import logs, web
from bot.app import bolt_app
from bot.clock import SystemClock
from bot.deps import Deps
from bot.domain.deliveries import WORKSPACE_PACE
from bot.feeds import Feeds
from bot.slack import Identity, Slack
from playground import Playground, Workspace
from playground.sample import ANNA
from storage import events, members, migrations
from storage.database import Database
from tests.bench import backing_up, delivering, fanning_out, importing, searching
from tests.bench.load import Load, Result, run_load
from tests.builders import NOON, a_full_event
from tests.collection.questions import Half
from tests.stage import served, settings_for

CONNECTIONS = (1, 16, 64)
ROUNDS = 24
SECONDS = 0.4
COMMANDS = {"floor": "/floor", "next": "/labcamp"}


async def main() -> None:
    """Measure and print."""
    logs.configure("WARNING", "console")
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            load = await _server(stack, Path(folder))
            table = Table(title=f"median of {ROUNDS} rounds of {SECONDS:g} s each")
            for column in ("connections", "", "requests/s", "p50 ms", "p99 ms", "next / floor"):
                table.add_column(column, justify="right")
            for connections in CONNECTIONS:
                await _measure(table, load, connections)
    Console().print(table)
    await _deliveries()
    _imports()
    await _backups()
    _search()


def _imports() -> None:
    for done in importing.measure():
        Console().print(
            f"{done.items:,} items imported and indexed in {done.seconds:.1f} s "
            f"({done.items / done.seconds:,.0f} a second; sqlite3 alone: {done.floor:.2f} s for "
            f"the rows), {done.megabytes:.0f} MB at most; of {done.answers:,} answers meanwhile "
            f"the longest took {done.longest_answer:.2f} s, and {done.failed} failed"
        )


async def _backups() -> None:
    done = await backing_up.measure()
    beside, alone = done.beside, done.alone
    Console().print(
        f"{backing_up.MEGABYTES} MB backed up and checked in {done.seconds:.1f} s; of "
        f"{beside.answers:,} answers meanwhile {beside.p50:.1f} ms the half, {beside.p99:.1f} ms "
        f"99 of 100, {beside.longest:.0f} ms the longest (alone: {alone.p50:.1f}, "
        f"{alone.p99:.1f}, {alone.longest:.0f} ms)"
    )


async def _deliveries() -> None:
    delivered = await delivering.measure()
    pace = WORKSPACE_PACE.total_seconds() * 1000
    Console().print(
        f"{delivering.POSTS:,} due posts: {delivered.each:.2f} ms each to claim, make and settle "
        f"(sqlite3 alone: {delivered.floor:.2f} ms for one changed row; Slack's pace: {pace:.0f} "
        f"ms); an idle tick: {delivered.idle:.2f} ms"
    )
    reminded = await delivering.measure(fanning_out.reminders_due)
    fanned = fanning_out.measure()
    Console().print(
        f"{fanning_out.MEMBERS:,} due reminders: {reminded.each:.2f} ms each (sqlite3 alone: "
        f"{reminded.floor:.2f} ms), with fanning out, which takes {fanned.ours:.2f} s in all "
        f"(sqlite3 alone: {fanned.floor:.2f} s for the rows)"
    )


def _search() -> None:
    for half in Half:
        table = Table(title=f"the judged collection, the half {half}")
        for column in ("kind of question", "questions", "recall@5", "MRR"):
            table.add_column(column, justify="right")
        for kind, found in searching.quality(half).items():
            table.add_row(kind, str(found.count), f"{found.recall:.3f}", f"{found.mrr:.3f}")
        Console().print(table)
    table = Table(title="milliseconds of one question, p50 / p99")
    for column in ("items", "ordinary", "commonest word", "sqlite3: by id", "sqlite3: LIKE"):
        table.add_column(column, justify="right")
    notes = []
    for size in searching.SIZES:
        heap = searching.measure(size)
        times = (heap.ordinary, heap.commonest, heap.by_key, heap.like)
        table.add_row(f"{size:,}", *(f"{one.p50:.2f} / {one.p99:.2f}" for one in times))
        notes.append(
            f"{size:,} items stored and indexed in {heap.seconds:.0f} s; a new process "
            f"learns {heap.words:,} words in {heap.vocabulary_seconds:.1f} s"
        )
    Console().print(table, *notes, sep="\n")


async def _server(stack: AsyncExitStack, folder: Path) -> Load:
    """The bot in a playground, over HTTP, with a listener that does nothing beside ours."""
    playground = Playground(Workspace.sample(), strict_rates=False)
    await playground.start()
    stack.push_async_callback(playground.stop)
    settings = settings_for(playground, database_url=f"sqlite:///{folder / 'labcamp.db'}")
    migrations.migrate(settings.database_url, folder)
    db = Database(settings.database_url)
    stack.callback(db.close)
    with db.transaction() as connection:
        event = a_full_event(starts_at=_in_days(14), ends_at=_in_days(15))
        events.save(connection, event, _in_days(0))
        members.set_language(connection, ANNA, "de", NOON)
    slack = await stack.enter_async_context(Slack(settings.slack_bot_token, settings.slack_api_url))
    identity = await slack.identity()
    assert isinstance(identity, Identity)
    deps = Deps(settings, db, slack, SystemClock(), identity)
    bolt = bolt_app(deps)

    @bolt.command("/floor")
    async def floor(ack: AsyncAck) -> None:
        await ack()

    endpoint = web.SlackEndpoint(settings.slack_signing_secret)
    endpoint.open(bolt, deps.identity.team, deps.learned.signatures)
    port = await stack.enter_async_context(
        served(endpoint, Feeds(db, SystemClock(), settings.language))
    )
    secret = playground.credentials.signing_secret
    return Load(f"http://127.0.0.1:{port}/slack/events", secret, "", ANNA, 1, SECONDS)


def _in_days(days: int) -> datetime:
    return SystemClock().now() + timedelta(days=days)


async def _measure(table: Table, load: Load, connections: int) -> None:
    results: dict[str, list[Result]] = {name: [] for name in COMMANDS}
    loop = asyncio.get_running_loop()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as other_process:
        for _ in range(ROUNDS):
            for name, command in COMMANDS.items():
                asked = replace(load, command=command, connections=connections)
                results[name].append(await loop.run_in_executor(other_process, run_load, asked))
    ratios = [
        ours.rate / floor.rate
        for ours, floor in zip(results["next"], results["floor"], strict=True)
    ]
    for name, found in results.items():
        table.add_row(
            str(connections),
            name,
            f"{median(result.rate for result in found):,.0f}",
            f"{median(result.p50 for result in found):.2f}",
            f"{median(result.p99 for result in found):.2f}",
            f"{median(ratios):.2f}" if name == "next" else "",
        )


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
