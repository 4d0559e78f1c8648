"""Faults to inject into Slack's answers, and the record of what the bot asked for."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.odd_answers import ODD_ANSWERS

# What is slow takes so long: an answer to a person, which has 3 s, is late by then.
SLOW_SECONDS = 4.0
_KINDS = (
    "429",
    "500_before",
    "500_after",
    "reset_before",
    "reset_after",
    "hang",
    "slow",
    "hold_before",
    "hold_after",
    *ODD_ANSWERS,
)


@dataclass
class CallFault:
    """What goes wrong with the next `times` calls of `method`.

    `kind` is `429`, `500_before`, `500_after`, `reset_before`, `reset_after`, `hang`, `slow`,
    `hold_before`, `hold_after`, `error:<a Slack error code>`, or one of playground.odd_answers.
    "After" means that the effect has happened and only the answer is lost, or held back.
    `retry_after` is what that header says with 429 or 503: seconds, or what is no number. Besides
    the methods of the Web API `method` may be `response_url`, `upload`, or `*` for any.

    A call that is held waits for `release`; `reached` says that it is there. Whoever made it may
    give up, or be killed: then what was held before its effect never happens.
    """

    method: str
    kind: str
    times: int = 1
    retry_after: int | str = 1
    _reached: asyncio.Event = field(default_factory=asyncio.Event, repr=False, compare=False)
    _released: asyncio.Event = field(default_factory=asyncio.Event, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuses a kind that does not exist, so that no test passes by a typo."""
        if self.kind not in _KINDS and not self.kind.startswith("error:"):
            raise ValueError(f"no such kind of fault: {self.kind}; known: {', '.join(_KINDS)}")

    async def reached(self) -> None:
        """Returns as soon as a call is held."""
        await self._reached.wait()

    def release(self) -> None:
        """Lets the held calls go on."""
        self._released.set()

    async def hold(self) -> None:
        """Where a held call waits."""
        self._reached.set()
        await self._released.wait()


class FaultList(list[CallFault]):
    """The faults that still wait for their call.

    What is `standing` strikes each call of its methods, after those that wait for theirs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.standing: dict[str, CallFault] = {}

    def add(self, method: str, kind: str, times: int = 1, retry_after: int | str = 1) -> None:
        """Lets a fault wait for its call: faults.add("chat.postMessage", "reset_after")."""
        self.append(CallFault(method, kind, times, retry_after))

    def hold(self, method: str, moment: Literal["before", "after"]) -> CallFault:
        """Holds the next call of `method` before its effect, or after it and before its answer."""
        fault = CallFault(method, f"hold_{moment}")
        self.append(fault)
        return fault

    def take(self, method: str) -> CallFault | None:
        """The fault for this call, if one waits; counted down."""
        for fault in self:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.remove(fault)
                return fault
        return self.standing.get(method)


@dataclass
class Call:
    """One call of the bot: the method, its arguments without the token, when, and what came.

    `at` is in seconds since 1970 on the workspace's clock; `status` the HTTP status, 0 when the
    connection was cut; `error` Slack's error code, empty when all went well.
    """

    method: str
    args: dict[str, Any]
    at: float
    status: int = 0
    error: str = ""
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.status == 200 and not self.error
