"""Thousands of answers at once, and `next` over Socket Mode.

    python -m tests.bench.outside.bursts

Whoever answers must be told within three seconds (Slack's limit), no answer may be lost, and the
message must show the final count soon after. The same processes of their own as in `measuring`.
"""

import json
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from storage import rsvps
from storage.database import Database
from tests.bench.outside import payloads, serving
from tests.bench.outside.measuring import quiet
from tests.bench.outside.payloads import Payload
from tests.bench.outside.serving import Served
from tests.builders import ELEVEN

BURST = payloads.CROWD  # answers, of as many people, within a second
COMMANDS, WINDOW = 2_000, 16
ROUNDS = 3


@dataclass(frozen=True)
class Burst:
    """What came of one: milliseconds to the acks, and seconds until the message was final."""

    name: str
    p50: float
    longest: float
    failed: int
    stored: int
    shown_after: float
    refreshes: int


def bursts() -> Iterator[Burst]:
    """A burst of reactions and one of clicks, each by both ways, each in a new database."""
    for way in ("HTTP", "Socket Mode"):
        for name, payload in (("reactions", payloads.reaction), ("clicks", payloads.click)):
            everybody = partial(payload, people=BURST)
            yield _burst(f"{BURST:,} {name} by {way}", everybody, by_socket=way == "Socket Mode")


def _burst(name: str, payload: Payload, *, by_socket: bool) -> Burst:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = stack.enter_context(serving.busy_slack())
        database = f"sqlite:///{folder / 'labcamp.db'}"
        serving.fill(database, folder)
        bot = stack.enter_context(serving.bot(_settings(slack, by_socket=by_socket), database))
        if by_socket:
            serving.wait_for_connection(slack)
        sent = _send(slack, None if by_socket else bot, folder, payload, BURST, seconds=1)
        quiet(bot)
        changes = _asked(f"{slack.url}/changes")
        db = Database(database)
        with db.reading() as connection:
            stored = len(rsvps.of_event(connection, ELEVEN))
        db.close()
    final = changes[-1][0] if changes else float("inf")
    shown_after = max(0.0, final - sent["ended"])
    return Burst(
        name, sent["p50"], sent["longest"], sent["failed"], stored, shown_after, len(changes)
    )


def over_socket() -> tuple[float, float]:
    """`next` a second over Socket Mode, and of what plain Bolt does: the medians."""
    rates, ratios = [], []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours, floors = (stack.enter_context(serving.busy_slack()) for _ in range(2))
        database = f"sqlite:///{folder / 'labcamp.db'}"
        serving.fill(database, folder)
        stack.enter_context(serving.bot(_settings(ours, by_socket=True), database))
        stack.enter_context(serving.plain_socket(floors))
        serving.wait_for_connection(ours)
        for _ in range(ROUNDS):
            asked = [
                _send(slack, None, folder, payloads.next_card, COMMANDS, window=WINDOW)
                for slack in (ours, floors)
            ]
            rate, floor = (one["requests"] / one["seconds"] for one in asked)
            rates.append(rate)
            ratios.append(rate / floor)
    return median(rates), median(ratios)


def _settings(slack: Served, *, by_socket: bool) -> dict[str, str]:
    way = {"SLACK_APP_TOKEN": "xapp-measured"} if by_socket else {}
    return {
        "SLACK_API_URL": f"{slack.url}/api/",
        "SLACK_SIGNING_SECRET": serving.SECRET,
        **way,
    }


def _send(
    slack: Served,
    bot: Served | None,
    folder: Path,
    payload: Payload,
    count: int,
    *,
    seconds: float = 0,
    window: int | None = None,
) -> dict[str, Any]:
    """Have Slack send so many: to the bot's address, or without one over the connection."""
    file = folder / "requests"
    api = f"{slack.url}/api/"
    if bot:
        payloads.write(file, payload, count, api, serving.SECRET)
    else:
        lines = (payloads.envelope(number, payload, api) for number in payloads.numbers(count))
        file.write_text("\n".join(lines), "utf-8")
    url = bot.url if bot else None
    wish = {"file": str(file), "url": url, "seconds": seconds, "window": window}
    done: dict[str, Any] = _asked(f"{slack.url}/send", json.dumps(wish).encode())
    return done


def _asked(url: str, said: bytes | None = None) -> Any:
    with urllib.request.urlopen(url, said, timeout=120) as answer:
        return json.load(answer)


def table() -> Table:
    """All bursts."""
    found = Table(title=f"{BURST:,} at once")
    for column in ("", "ack p50 ms", "longest", "failed", "stored", "final after s", "refreshes"):
        found.add_column(column, justify="right" if column else "left")
    for one in bursts():
        found.add_row(
            one.name,
            f"{one.p50:,.0f}",
            f"{one.longest:,.0f}",
            str(one.failed),
            f"{one.stored:,}",
            f"{one.shown_after:.1f}",
            str(one.refreshes),
        )
    return found


def in_words() -> str:
    """What `next` over Socket Mode gave."""
    rate, ratio = over_socket()
    return (
        f"/labcamp next over Socket Mode, {WINDOW} at a time: {rate:,.0f} a second, "
        f"{ratio:.2f} of plain Bolt"
    )


if __name__ == "__main__":
    Console(width=110).print(table(), in_words(), sep="\n")
