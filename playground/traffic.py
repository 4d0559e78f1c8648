"""What went to and fro between Slack and the bot: the last of it, to be read."""

import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from playground.json_values import Json

KEPT: Final = 500
_SECRETS: Final = re.compile(r"(xox[a-z]-|xapp-|ticket=|v0=)[\w.-]+")
_MASKED: Final = frozenset({"token"})

Towards = Literal["slack", "bot"]
Way = Literal["api", "response_url", "file", "event", "command", "interaction", "socket"]


@dataclass
class Exchange:
    """A request with its answer, or a frame that asks for none.

    `at` is in seconds since 1970 on the workspace's clock, `seconds` how long the answer took (None
    while it is waited for), `status` that of HTTP, 0 where there is none, `outcome` what went
    wrong, empty when all went well. Tokens and signatures are masked.
    """

    number: int
    at: float
    towards: Towards
    way: Way
    name: str
    people: list[str]
    url: str = ""
    sent_headers: dict[str, str] = field(default_factory=dict)
    sent: Any = None
    status: int = 0
    got_headers: dict[str, str] = field(default_factory=dict)
    got: Any = None
    seconds: float | None = None
    outcome: str = ""
    revision: int = 0
    began: float = field(default_factory=time.monotonic, repr=False)

    def to_json(self) -> Json:
        """The exchange for the page."""
        shown = asdict(self)
        del shown["began"]
        return shown


class Traffic:
    """Keeps the last 500 exchanges, and says when there is news."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: deque[Exchange] = deque(maxlen=KEPT)
        self._listeners: list[Callable[[], None]] = []
        self._numbers = 0
        self.revision = 0

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` after each change; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def begin(
        self, towards: Towards, way: Way, name: str, sent: Any = None, url: str = ""
    ) -> Exchange:
        """Notes a request that is on its way."""
        self._numbers += 1
        noted = Exchange(self._numbers, self._now(), towards, way, name, people_in(sent), url)
        noted.sent = masked(sent)
        self._kept.append(noted)
        self._changed(noted)
        return noted

    def end(self, noted: Exchange, outcome: str = "", status: int = 0, got: Any = None) -> None:
        """Notes what came of it."""
        noted.seconds = time.monotonic() - noted.began
        noted.outcome, noted.status, noted.got = outcome, status, masked(got)
        self._changed(noted)

    def frame(self, towards: Towards, name: str, sent: Any) -> None:
        """Notes a frame of Socket Mode that no answer is expected to."""
        self.end(self.begin(towards, "socket", name, sent))

    def since(self, revision: int) -> list[Json]:
        """What is new or different since this revision, the oldest first."""
        return [one.to_json() for one in self._kept if one.revision > revision]

    def _changed(self, noted: Exchange) -> None:
        self.revision += 1
        noted.revision = self.revision
        for listener in list(self._listeners):
            listener()


def masked(value: Any) -> Any:
    """The same without tokens, tickets and signatures; nothing of the original is shared."""
    if isinstance(value, str):
        return _SECRETS.sub(_hidden, value)
    if isinstance(value, Mapping):
        return {str(k): "…" if k in _MASKED and v else masked(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return value


def _hidden(found: re.Match[str]) -> str:
    """In its place; a template would take three times as long, for each text of each request."""
    return f"{found[1]}…"


def masked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers to be read."""
    return {name: masked(value) for name, value in headers.items()}


def people_in(sent: Any) -> list[str]:
    """The ids of the people that a request is about: who did something, or is written to."""
    if not isinstance(sent, Mapping):
        return []
    event, user = sent.get("event", {}), sent.get("user")
    found = [sent.get("user_id"), user.get("id") if isinstance(user, Mapping) else user]
    found += [event.get("user")] if isinstance(event, Mapping) else []
    found += str(sent.get("users") or "").split(",")
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one))
