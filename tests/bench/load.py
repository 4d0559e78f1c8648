"""Load on a bot over signed HTTP: so many connections, each asking again as soon as answered."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from playground import sign


@dataclass(frozen=True)
class Load:
    """What is to be asked, how, and how long (seconds)."""

    url: str
    secret: str
    command: str
    user: str
    connections: int
    seconds: float


@dataclass(frozen=True)
class Result:
    """Requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


def run_load(load: Load) -> Result:
    """Ask until the time is over; raises when an answer is not 200."""
    return asyncio.run(_ask(load))


async def _ask(load: Load) -> Result:
    latencies: list[float] = []
    connector = aiohttp.TCPConnector(limit=load.connections)
    async with aiohttp.ClientSession(connector=connector) as session:
        await _one(session, load, 0)  # the first opens what is opened once
        started = time.perf_counter()
        until = started + load.seconds
        await asyncio.gather(
            *(_again(session, load, number, until, latencies) for number in range(load.connections))
        )
        took = time.perf_counter() - started
    points = statistics.quantiles(latencies, n=100)
    return Result(len(latencies) / took, points[49] * 1000, points[98] * 1000)


async def _again(
    session: aiohttp.ClientSession, load: Load, number: int, until: float, latencies: list[float]
) -> None:
    count = 0
    while (now := time.perf_counter()) < until:
        await _one(session, load, number * 1_000_000 + count)
        latencies.append(time.perf_counter() - now)
        count += 1


async def _one(session: aiohttp.ClientSession, load: Load, number: int) -> None:
    form = {
        "command": load.command,
        "text": "next",
        "user_id": load.user,
        "team_id": "T0LABCAMP",
        "channel_id": "C0LABCAMP",
        "trigger_id": f"{load.command}.{number}",
        "response_url": "http://127.0.0.1:9/",
    }
    body = urlencode(form).encode()
    sent_at = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": sent_at,
        "x-slack-signature": sign(body, sent_at, load.secret),
    }
    async with session.post(load.url, data=body, headers=headers) as answer:
        answer.raise_for_status()
        await answer.read()
