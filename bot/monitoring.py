"""What can be seen of the bot from outside, by whoever watches over it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.health import Health


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

    return [Route("/healthz", healthz, methods=["GET"])]
