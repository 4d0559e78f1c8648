"""Metrics: what is counted and timed for Prometheus. No label says who, or comes from outside.

Each value of a label is a member of an enumeration, a name in our code, or in `METHODS`. They
belong to the process: /metrics (bot.monitoring) shows them with what is looked up at that moment.
"""

import time
from enum import StrEnum

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Outcome

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # memory, processor time, open files
disable_created_metrics()  # type: ignore[no-untyped-call]  # one more line for each counter, for nobody

# Seconds. Slack waits three for an answer; a call to it is given up after ten.
_OF_ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_OF_CALLS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_OF_WRITES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2)
_OF_DELAYS = (1, 5, 15, 60, 300, 1800, 7200)

# The methods of the Web API that the bot calls; any other would be counted as `other`.
METHODS = frozenset(
    {
        *("apps.connections.open", "auth.test", "blocks.validate", "bots.info", "chat.delete"),
        *("chat.postEphemeral", "chat.postMessage", "chat.update", "conversations.history"),
        "conversations.info",
        *("conversations.members", "conversations.open", "conversations.replies"),
        *("files.completeUploadExternal", "files.delete", "files.getUploadURLExternal"),
        *("reactions.add", "reactions.get", "usergroups.users.list", "users.conversations"),
        *("users.info", "users.list", "views.open", "views.publish", "views.push"),
        "views.update",
    }
)


class Request(StrEnum):
    """What Slack asks the bot."""

    COMMAND = "command"
    CLICK = "click"
    FORM = "form"
    SHORTCUT = "shortcut"
    HOME = "home"
    SAID = "said"
    REACTION = "reaction"
    JOINED = "joined"
    PERSON = "person"
    OTHER = "other"  # an event that nobody asked for
    FOREIGN = "foreign"  # meant for another app or workspace


class End(StrEnum):
    """What came of a request, a call to Slack, a write or a job."""

    DONE = "done"
    FAILED = "failed"  # of a call: nobody knows whether Slack did it
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"


_REQUESTS = Counter(
    "labcamp_requests", "What Slack asked the bot.", ("kind", "outcome"), registry=REGISTRY
)
_REQUEST_SECONDS = Histogram(
    "labcamp_request_duration_seconds",
    "From the first look at a request to what Slack gets as answer.",
    ("kind",),
    buckets=_OF_ANSWERS,
    registry=REGISTRY,
)
_CALLS = Counter(
    "labcamp_slack_calls", "Calls to Slack's Web API.", ("method", "outcome"), registry=REGISTRY
)
_CALL_SECONDS = Histogram(
    "labcamp_slack_call_duration_seconds",
    "From a call to Slack's Web API to its answer.",
    buckets=_OF_CALLS,
    registry=REGISTRY,
)
_DELIVERIES = Counter(
    "labcamp_deliveries",
    "Tries to deliver something, and to find out whether it was.",
    ("kind", "outcome"),
    registry=REGISTRY,
)
_DELAYS = Histogram(
    "labcamp_delivery_delay_seconds",
    "From when a delivery was due to when Slack had taken it.",
    buckets=_OF_DELAYS,
    registry=REGISTRY,
)
_WRITES = Counter(
    "labcamp_database_writes", "Transactions that write.", ("outcome",), registry=REGISTRY
)
_WRITE_SECONDS = Histogram(
    "labcamp_database_write_duration_seconds",
    "From wanting to write to the commit, with the time it waited for its turn.",
    buckets=_OF_WRITES,
    registry=REGISTRY,
)
_JOBS = Counter("labcamp_job_runs", "Runs of a job.", ("name", "outcome"), registry=REGISTRY)

# Looked up once: they are on the way of every answer.
_OF_REQUESTS = {
    kind.value: (
        _REQUESTS.labels(kind.value, End.DONE.value),
        _REQUESTS.labels(kind.value, End.FAILED.value),
        _REQUEST_SECONDS.labels(kind.value),
    )
    for kind in Request
    if kind is not Request.FOREIGN
}
_FOREIGN = _REQUESTS.labels(Request.FOREIGN.value, End.REFUSED.value)
_WRITTEN, _UNWRITTEN = (_WRITES.labels(end.value) for end in (End.DONE, End.FAILED))


class requested:  # noqa: N801  # read as a word: with requested(…)
    """Count and time what is done in this block for Slack; one that raises has failed."""

    __slots__ = ("_began", "_done", "_failed", "_seconds")

    def __init__(self, kind: Request) -> None:
        self._done, self._failed, self._seconds = _OF_REQUESTS[kind.value]

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, raised: type[BaseException] | None, *_: object) -> None:
        (self._failed if raised else self._done).inc()
        self._seconds.observe(time.perf_counter() - self._began)


def foreign() -> None:
    """Count a request that is not for us."""
    _FOREIGN.inc()


def called(method: str, end: End, seconds: float) -> None:
    """Count a call to Slack."""
    _CALLS.labels(method if method in METHODS else "other", end.value).inc()
    _CALL_SECONDS.observe(seconds)


def delivered(kind: Kind, outcome: Outcome) -> None:
    """Count a try to deliver something."""
    _DELIVERIES.labels(kind.value, type(outcome).__name__.lower()).inc()


def late(seconds: float) -> None:
    """Note how long after its time a delivery was sent."""
    _DELAYS.observe(max(0.0, seconds))


def written(seconds: float, *, is_durable: bool) -> None:
    """Count a transaction that writes."""
    (_WRITTEN if is_durable else _UNWRITTEN).inc()
    _WRITE_SECONDS.observe(seconds)


def ran(job: str, end: End) -> None:
    """Count a run of a job, by the name it has in our code."""
    _JOBS.labels(job, end.value).inc()
