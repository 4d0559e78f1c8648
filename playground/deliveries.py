"""Deliveries to the bot: interactions once, events again until they are taken."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from playground.json_values import Json
from playground.traffic import Exchange, Traffic, Way, masked, masked_headers
from playground.transport import BotAnswer, Kind, Transport, kind_of

_WAYS: Final[dict[Kind, Way]] = {
    "slash_commands": "command",
    "interactive": "interaction",
    "events_api": "event",
}


@dataclass
class Delivered:
    """A payload that was sent, and what came back each time."""

    kind: Kind
    payload: Json
    answers: list[BotAnswer] = field(default_factory=list)


class Deliveries:
    """Sends payloads over whatever transport there is at that moment."""

    def __init__(
        self,
        transport: Callable[[], Transport],
        retry_delays: tuple[float, ...],
        traffic: Traffic,
    ) -> None:
        self._transport = transport
        self._retry_delays = retry_delays
        self._traffic = traffic
        self._tasks: set[asyncio.Task[Any]] = set()
        self.sent: list[Delivered] = []

    async def once(self, payload: Json, *, retry: int = 0, reason: str = "") -> BotAnswer:
        """Sends a payload once: so Slack treats commands, clicks and modals."""
        delivered = Delivered(kind_of(payload), payload)
        self.sent.append(delivered)
        return await self._attempt(delivered, retry, reason)

    async def _attempt(self, delivered: Delivered, retry: int = 0, reason: str = "") -> BotAnswer:
        kind, payload = delivered.kind, delivered.payload
        again = f" (retry {retry}: {reason})" if retry else ""
        noted = self._traffic.begin("bot", _WAYS[kind], _name(payload) + again, payload)
        try:
            answer = await self._transport().send(kind, payload, retry=retry, reason=reason)
        except asyncio.CancelledError:
            self._traffic.end(noted, "given up")
            raise
        _note(self._traffic, noted, answer)
        delivered.answers.append(answer)
        return answer

    def event(self, payload: Json) -> None:
        """Sends an event, and again after each of the delays until it is taken."""
        delivered = Delivered("events_api", payload)
        self.sent.append(delivered)
        self.spawn(self._persist(delivered))

    async def _persist(self, delivered: Delivered) -> None:
        answer = await self._attempt(delivered)
        for number, delay in enumerate(self._retry_delays, start=1):
            if answer.ok or answer.no_retry:
                return
            await asyncio.sleep(delay)
            answer = await self._attempt(delivered, number, answer.reason)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs something that `settled` waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Returns when nothing is under way any more, what came up meanwhile included."""
        # those that are done take themselves out when the loop comes round: from Python 3.12 on
        # it never does while only such ones are waited for
        while under_way := [task for task in self._tasks if not task.done()]:
            await asyncio.gather(*under_way, return_exceptions=True)

    async def close(self) -> None:
        """Gives up on what is still under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*list(self._tasks), return_exceptions=True)


def _note(traffic: Traffic, noted: Exchange, answer: BotAnswer) -> None:
    """Writes down what went over the line, and what came of it."""
    wire = answer.wire
    noted.url = wire.url
    noted.sent_headers = masked_headers(wire.sent_headers)
    noted.got_headers = masked_headers(wire.got_headers)
    if wire.sent is not None:
        noted.sent = masked(wire.sent)
    traffic.end(noted, answer.error or "", answer.status or 0, wire.got)


def _name(payload: Json) -> str:
    """What a payload is, in a few words: the command, the event, what was clicked."""
    match payload:
        case {"command": command}:
            return f"{command} {payload.get('text', '')}".strip()
        case {"type": "event_callback", "event": {"type": kind}}:
            return str(kind)
        case {"actions": [{"action_id": detail}, *_]} | {"callback_id": detail} if detail:
            pass
        case {"view": {"callback_id": detail}}:
            pass
        case _:
            detail = ""
    return f"{payload.get('type')} {detail or ''}".strip()
