"""All that is measured, each beside a floor that is not our code, in one run."""

from collections.abc import AsyncIterator, Iterator

from rich.table import Table

from bot import logs
from bot.domain.deliveries import WORKSPACE_PACE
from tests.bench import (
    backing_up,
    copying,
    delivering,
    fanning_out,
    flat,
    importing,
    searching,
    starting,
)
from tests.bench.outside import bursts, two_processes
from tests.bench.outside import measuring as from_outside
from tests.bench.report import Report
from tests.collection.questions import Half


async def main() -> None:
    """Measure, print, and write it into docs/benchmarks.md."""
    logs.configure("WARNING", "console")
    report = Report()
    report.show(*from_outside.tables(), bursts.table(), bursts.in_words())
    report.show(*two_processes.in_words())
    report.show(*_starts())
    report.show(*[line async for line in _deliveries()])
    report.show(*_imports(), await _backups(), _copies())
    report.show(*_search())
    report.show(*[part async for part in flat.parts()])
    report.write()


def _starts() -> Iterator[str]:
    done = starting.measure()
    for name, one in (("The bot", done.bot), ("Plain Bolt", done.floor)):
        yield (
            f"{name} is ready {one.seconds:.2f} s after its start ({one.cpu:.2f} s of a "
            f"processor), and holds {one.megabytes:.0f} MB"
        )


def _imports() -> Iterator[str]:
    for done in importing.measure():
        yield (
            f"{done.items:,} items imported and indexed in {done.seconds:.1f} s "
            f"({done.items / done.seconds:,.0f} a second; sqlite3 alone: {done.floor:.2f} s for "
            f"the rows), {done.megabytes:.0f} MB at most; of {done.answers:,} answers meanwhile "
            f"the longest took {done.longest_answer:.2f} s, and {done.failed} failed"
        )


async def _backups() -> str:
    done = await backing_up.measure()
    beside, alone = done.beside, done.alone
    return (
        f"{backing_up.MEGABYTES} MB backed up and checked in {done.seconds:.1f} s; of "
        f"{beside.answers:,} answers meanwhile {beside.p50:.1f} ms the half, {beside.p99:.1f} ms "
        f"99 of 100, {beside.longest:.0f} ms the longest (alone: {alone.p50:.1f}, "
        f"{alone.p99:.1f}, {alone.longest:.0f} ms)"
    )


def _copies() -> str:
    done = copying.measure()
    return (
        f"{copying.ANSWERS:,} answers copied from SQLite to PostgreSQL and compared in "
        f"{done.there:.0f} s, and back in {done.back:.0f} s (COPY alone: {done.floor:.0f} s)"
    )


async def _deliveries() -> AsyncIterator[str]:
    delivered = await delivering.measure()
    pace = WORKSPACE_PACE.total_seconds() * 1000
    yield (
        f"{delivering.POSTS:,} due posts: {delivered.each:.2f} ms each to claim, make and settle "
        f"(sqlite3 alone: {delivered.floor:.2f} ms for one changed row; Slack's pace: {pace:.0f} "
        f"ms); an idle tick: {delivered.idle:.2f} ms"
    )
    reminded = await delivering.measure(fanning_out.reminders_due)
    fanned = fanning_out.measure()
    yield (
        f"{fanning_out.MEMBERS:,} due reminders: {reminded.each:.2f} ms each (sqlite3 alone: "
        f"{reminded.floor:.2f} ms), with fanning out, which takes {fanned.ours:.2f} s in all "
        f"(sqlite3 alone: {fanned.floor:.2f} s for the rows)"
    )


def _search() -> Iterator[Table | str]:
    for half in Half:
        table = Table(title=f"the judged collection, the half {half}")
        for column in ("kind of question", "questions", "recall@5", "MRR"):
            table.add_column(column, justify="right")
        for kind, found in searching.quality(half).items():
            table.add_row(kind, str(found.count), f"{found.recall:.3f}", f"{found.mrr:.3f}")
        yield table
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
    yield table
    yield from notes


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
