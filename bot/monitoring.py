"""What can be seen of the bot from outside, by whoever watches over it: /healthz and /metrics."""

import asyncio
from collections.abc import Iterator

from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.networks import is_public
from bot.health import Figures, Health, Report
from bot.metrics import REGISTRY
from bot.version import VERSION
from storage.migrations import HEAD

# What a proxy says of whom it asks for.
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
# What the ages of /healthz are called, and what they are the age of.
_AGES = {
    "deliveries_looked_at": ("labcamp_scheduler_idle_seconds", "the last look at what is due"),
    "oldest_due": ("labcamp_deliveries_oldest_due_age_seconds", "the delivery due longest, or 0"),
    "written": ("labcamp_database_write_age_seconds", "the last transaction that wrote"),
    "heard_from_slack": ("labcamp_slack_silence_seconds", "the last ping or payload of Slack"),
    "backed_up": ("labcamp_backup_age_seconds", "the newest backup in LABCAMP_BACKUP_DIR"),
}


def routes(health: Health) -> list[Route]:
    """Where that stands on the web server."""

    async def healthz(_request: Request) -> Response:
        found = await health.look()
        return JSONResponse(
            {
                "ok": not found.reasons,
                "reasons": found.reasons,
                "seconds_since": found.seconds_since,
            },
            503 if found.reasons else 200,
        )

    async def metrics(request: Request) -> Response:
        if not _is_near(request):
            return PlainTextResponse("Not Found", 404)
        found, figures = await health.look(), await health.count()
        text = await asyncio.to_thread(page, found, figures)
        return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
    ]


def page(found: Report, figures: Figures | None) -> bytes:
    """What Prometheus reads: what was counted, and how things stand now as far as that is known."""
    return generate_latest(REGISTRY) + generate_latest(_Standing(found, figures))


class _Standing(Collector):
    """How things stand at this moment."""

    def __init__(self, found: Report, figures: Figures | None) -> None:
        self._found, self._figures = found, figures

    def collect(self) -> Iterator[Metric]:
        """One metric after the other."""
        about = {"version": VERSION, "schema": HEAD}
        yield InfoMetricFamily("labcamp_build", "The version, and that of the tables.", about)
        ready = float(not self._found.reasons)
        yield GaugeMetricFamily("labcamp_ready", "1 when /healthz says ok, else 0.", ready)
        for name, age in self._found.seconds_since.items():
            called, of = _AGES[name]
            known = 0.0 if (name, age) == ("oldest_due", None) else age
            if known is not None:
                yield GaugeMetricFamily(called, f"Age in seconds of {of}.", known)
        if self._figures is None:
            return
        yield GaugeMetricFamily(
            "labcamp_deliveries_due", "Deliveries that are due and not done.", self._figures.due
        )
        events = GaugeMetricFamily("labcamp_events", "Events that are kept.", labels=["status"])
        for status, number in self._figures.events.items():
            events.add_metric([status.value], number)
        yield events


def _is_near(request: Request) -> bool:
    """Whether somebody on this machine or in its own network asks, and no proxy for a stranger."""
    if any(header in request.headers for header in _FORWARDED):
        return False
    return request.client is None or not is_public(request.client.host)
