"""python -m bot playground: a Slack workspace on this machine, with the bot in it."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Coroutine, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import yaml

from bot import logs
from bot.cli.backstage import BotBackstage
from bot.cli.failures import failures_in_words
from bot.clock import SystemClock
from bot.domain.reminder_rules import DEFAULT_RULES
from bot.domain.times import to_local
from bot.domain.topics import TopicStatus
from bot.enclosed import enclosed
from bot.errors import PortInUse
from bot.files.contents import EventEntry
from bot.files.formats import format_of
from bot.services import imports, topic_imports
from bot.services.import_spooling import compare, take_in
from playground import Playground, Workspace
from playground.json_values import Json
from playground.past import Past
from playground.recorder import Recorder
from playground.replay import ActFailed, BadStory, Replay, acts_in
from playground.sample import ADA, BEN, CEM, DORA, EMIL, LABCAMP
from storage import topics
from storage.database import Connection, Database
from storage.migrations import migrate
from storage.spool import Spool

_HERE = Path(__file__).parents[2]
SAMPLE = _HERE / "playground" / "sample.yaml"
_PORT = 8080
_DAYS_AHEAD = 14
_FILE = click.Path(dir_okay=False, path_type=Path)
_STORY = click.Path(exists=True, dir_okay=False, path_type=Path)
_ORGANIZERS = frozenset({ADA, BEN})
# Settings of whoever tries it must not reach the bot that is tried.
_OURS = ("SLACK_", "LABCAMP_", "DATABASE_URL", "PUBLIC_URL", "PORT", "HOST", "DYNO")


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Where the page is; default 8080.")
@click.option("--record", type=_FILE, help="Write what is done on the page into this file.")
@click.option("--replay", type=_STORY, help="Do what such a file says, and end: 0 if all went so.")
def playground(port: int | None, record: Path | None, replay: Path | None) -> None:
    """Try the bot: starts a Slack workspace on this machine, and the bot in it. No account needed.

    Everything is gone when it ends.
    """
    if record and not record.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {record.parent}", param_hint="--record")
    logs.configure("WARNING", "console")
    with failures_in_words(), tempfile.TemporaryDirectory(prefix="labcamp-") as folder:
        try:
            acts = acts_in(replay) if replay else None
            asyncio.run(_play(Path(folder), port, record, acts))
        except (ActFailed, BadStory) as failed:
            raise click.ClickException(str(failed)) from failed


async def _play(
    folder: Path, port: int | None, record: Path | None, acts: list[Json] | None
) -> None:
    database_url = f"sqlite:///{folder / 'labcamp.db'}"
    _import_sample(database_url, folder)
    clock_file = folder / "clock"
    workspace = Workspace.sample()
    manifest = yaml.safe_load(enclosed("manifest.yaml"))
    place = Playground(
        workspace,
        clock_file=clock_file,
        hints=_hints(manifest),
        shortcuts=_shortcuts(manifest, "global"),
        message_shortcuts=_shortcuts(manifest, "message"),
        organizers=_ORGANIZERS,
    )
    place.page.recorder = Recorder(place, record) if record else None
    await _start(place, 0 if acts else port)
    environment = _environment(place, database_url, clock_file)
    place.backstage = backstage = BotBackstage(database_url, folder, environment)
    past = Past(place)
    past.begin()
    try:
        await _run_bot(backstage, _open(place, past, acts))
    finally:
        await backstage.close()
        await place.stop()


def _hints(manifest: Any) -> dict[str, dict[str, str]]:
    """What the manifest says of its commands, by their names."""
    found = manifest["features"]["slash_commands"]
    return {
        one["command"]: {key: one[key] for key in ("description", "usage_hint")} for one in found
    }


def _shortcuts(manifest: Any, kind: str) -> dict[str, str]:
    """The names of the manifest's shortcuts of this kind, by their callback_id."""
    found = manifest["features"]["shortcuts"]
    return {one["callback_id"]: one["name"] for one in found if one["type"] == kind}


async def _start(place: Playground, port: int | None) -> None:
    """Listen on the port that was asked for, or on the usual one, or else on any."""
    try:
        await place.start(port=_PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise PortInUse(f"{error}. Choose another with --port.") from error
        await place.start(port=0)


async def _run_bot(backstage: BotBackstage, meanwhile: Coroutine[None, None, None]) -> None:
    """Run the bot until it ends by itself, all is done `meanwhile`, or somebody presses Ctrl-C."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stopping.set)
    await backstage.start()
    ended = asyncio.create_task(backstage.ended_alone())
    asked = asyncio.create_task(stopping.wait())
    doing = asyncio.create_task(meanwhile)
    await asyncio.wait({ended, asked, doing}, return_when=asyncio.FIRST_COMPLETED)
    for task in (asked, ended, doing):
        task.cancel()
    if doing.done():
        doing.result()
    if ended.done():
        raise click.ClickException(f"the bot ended by itself, with status {ended.result()}")


async def _open(place: Playground, past: Past, acts: list[Json] | None) -> None:
    """Let happen what has happened before; then whoever looks goes on, or the acts of a story."""
    await place.connected()
    await past.play()
    if acts is not None:
        await Replay(place, place.page.deeds).play(acts, click.echo)
        click.echo("All of it went as it is written.")
        return
    click.echo(
        f"\n  The LabCamp workspace is open:  {place.url}\n\n"
        "  Its guide shows the bot in two minutes. Or pick a person, and write /labcamp next.\n"
        "  Ctrl-C ends it.\n"
    )
    await asyncio.Event().wait()


def _environment(place: Playground, database_url: str, clock_file: Path) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    credentials = place.credentials
    return inherited | {
        "PYTHONPATH": str(_HERE),
        "SLACK_API_URL": place.api_url,
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_APP_TOKEN": credentials.app_token,
        "DATABASE_URL": database_url,
        "LABCAMP_CHANNEL": LABCAMP,
        "LABCAMP_ORGANIZERS": ",".join(_ORGANIZERS),
        "LABCAMP_CLOCK_FILE": str(clock_file),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "HOST": "127.0.0.1",
        "PORT": "0",
    }


def _import_sample(database_url: str, folder: Path) -> None:
    """The known series, its coming event moved so that it is to come."""
    now = SystemClock().now()
    migrate(database_url, folder)
    with (
        SAMPLE.open("rb") as file,
        Spool() as spool,
        closing(Database(database_url)) as db,
        db.transaction() as connection,
    ):
        taken = take_in(spool, format_of(SAMPLE).entries(file), merges=False)
        events = [entry for entry in taken.events if isinstance(entry, EventEntry)]
        coming, compared = (
            _with_coming_event(events, now),
            compare(connection, spool, "Europe/Berlin"),
        )
        imports.apply(connection, coming, spool, compared, "Europe/Berlin", DEFAULT_RULES, now)
        topic_imports.apply(connection, taken.topics, now)
        _let_people_vote(connection)


def _let_people_vote(connection: Connection) -> None:
    """Some who are not looked at first want some of the topics, the first of them most."""
    for number, topic in enumerate(topics.of_status(connection, TopicStatus.OPEN)[::-1]):
        for user in (CEM, DORA, EMIL)[number:]:
            topics.vote(connection, topic.id, user, wants=True)


def _with_coming_event(events: Sequence[EventEntry], now: datetime) -> list[EventEntry]:
    """The sample with the event of its last date moved to the Monday in two weeks or soon after."""
    last = max(entry.given["starts"] for entry in events)
    in_two_weeks = to_local(now + timedelta(days=_DAYS_AHEAD), "Europe/Berlin").date()
    day = in_two_weeks + timedelta(days=-in_two_weeks.weekday() % 7)
    return [_moved(entry, day) if entry.given["starts"] == last else entry for entry in events]


def _moved(entry: EventEntry, day: date) -> EventEntry:
    times = {name: datetime.combine(day, entry.given[name].time()) for name in ("starts", "ends")}
    return replace(entry, given={**entry.given, **times})
