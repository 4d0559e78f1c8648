"""The processes that are measured: the bot, plain Bolt, and whatever plays Slack for them."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import psutil

from bot.domain.announcements import RsvpMessage
from bot.domain.ids import EventNumber
from playground import sign
from storage import events, members, migrations, rsvp_messages
from storage.database import Database
from tests.bench.outside import payloads
from tests.builders import a_full_event

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-measured"
_MOMENT = 0.01  # seconds


@dataclass(frozen=True)
class Served:
    """A process that answers Slack's requests at `url`; `started` in `seconds`."""

    url: str
    process: psutil.Process
    seconds: float

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def app(name: str, environment: dict[str, str]) -> Iterator[Served]:
    """An ASGI app of this folder, as soon as it listens."""
    port = _free_port()
    module = f"{__package__}.{name}:app"
    options = ("--port", str(port), "--no-access-log", "--log-level", "warning")
    command = (sys.executable, "-m", "uvicorn", module, "--loop", "uvloop", "--http", "httptools")
    path = "/slack/events" if environment else ""
    with _served((*command, *options), environment, port, path, lambda: _listens(port)) as served:
        yield served


@contextmanager
def busy_slack() -> Iterator[Served]:
    """The Slack that sends what it is told to, as soon as it listens."""
    port = _free_port()
    command = (sys.executable, "-m", f"{__package__}.busy_slack", str(port))
    with _served(command, {}, port, "", lambda: _listens(port)) as served:
        yield served


@contextmanager
def plain_socket(slack: Served) -> Iterator[Served]:
    """Plain Bolt over Socket Mode; whether it is connected shows when something is sent to it."""
    command = (sys.executable, "-m", f"{__package__}.plain_socket")
    environment = {"SLACK_API_URL": f"{slack.url}/api/"}
    with _served(command, environment, 0, "", lambda: _is_connected(slack)) as served:
        yield served


@contextmanager
def bot(settings: dict[str, str], database_url: str) -> Iterator[Served]:
    """The bot, as soon as it is ready."""
    port = _free_port()
    environment = {
        "SLACK_BOT_TOKEN": TOKEN,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "LABCAMP_CHANNEL": payloads.CHANNEL,
        "LABCAMP_ORGANIZERS": "U0000ADA",
        "LABCAMP_BACKUPS": "none",
        "LOG_LEVEL": "ERROR",
    } | settings
    command = (sys.executable, "-m", "bot", "run")
    url = f"http://127.0.0.1:{port}/slack/events"
    with _served(command, environment, port, "/slack/events", lambda: _answers(url)) as served:
        yield served


def signed(body: str) -> dict[str, str]:
    """The headers with which Slack would send this now."""
    at = str(int(time.time()))
    signature = sign(body.encode(), at, SECRET)
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}


def fill(database_url: str, folder: Path) -> None:
    """A coming event, its announcement, and people whose language is known."""
    migrations.migrate(database_url, folder)
    db = Database(database_url)
    now = datetime.now(UTC)
    with db.transaction() as connection:
        event = a_full_event(number=11, starts_at=now + timedelta(14), ends_at=now + timedelta(15))
        events.save(connection, event, now)
        posted = RsvpMessage(payloads.CHANNEL, payloads.MESSAGE, EventNumber(11))
        rsvp_messages.add(connection, posted)
        for number in range(payloads.CROWD):
            members.set_language(connection, f"U{number:08}", "de", now)
    db.close()


@contextmanager
def _served(
    command: tuple[str, ...],
    environment: dict[str, str],
    port: int,
    path: str,
    is_ready: Callable[[], bool],
) -> Iterator[Served]:
    began = time.monotonic()
    quietly = subprocess.DEVNULL  # what fails is counted
    started = subprocess.Popen(
        command, env=os.environ | environment, stdout=quietly, stderr=quietly
    )
    try:
        while not is_ready():
            if started.poll() is not None:
                raise RuntimeError(f"{command!r} ended at once")
            time.sleep(_MOMENT)
        seconds = time.monotonic() - began
        yield Served(f"http://127.0.0.1:{port}{path}", psutil.Process(started.pid), seconds)
    finally:
        started.terminate()
        started.wait()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    """Whether it takes what Slack sends; over Socket Mode it says that it does not, by a 404."""
    kind, body = payloads.next_card(0, "http://127.0.0.1:9/")
    headers = signed(body) | {"Content-Type": kind}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), headers), timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code == HTTPStatus.NOT_FOUND
    except OSError:
        return False


def wait_for_connection(slack: Served) -> None:
    """Until somebody hears what it sends over Socket Mode."""
    while not _is_connected(slack):
        time.sleep(_MOMENT)


def _is_connected(slack: Served) -> bool:
    with urllib.request.urlopen(f"{slack.url}/connected", timeout=5) as answer:
        return bool(json.load(answer))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
