"""The web app: where Slack sends its requests, what watches over the bot, and the calendars."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.routing import Route

from bot.feeds import Feeds
from bot.slack_endpoint import Receive, Scope, Send, SlackEndpoint

__all__ = ["SlackEndpoint", "create"]

App = Callable[[Scope, Receive, Send], Awaitable[None]]


def create(
    slack: SlackEndpoint,
    watching: Sequence[Route],
    feeds: Feeds,
) -> App:
    """The web app; `watching` are the routes of whoever watches over the bot."""
    pages = Starlette(routes=[*watching, *feeds.routes])
    pages.router.redirect_slashes = False  # it would lead to whatever host the request names

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_slacks = scope["type"] == "http" and scope["path"] == "/slack/events"
        await (slack if is_slacks else pages)(scope, receive, send)

    return app
