"""The Bolt app: what it would do anew for each payload, and knows already, it does not do."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest

import handlers
from bot.deps import Deps


def bolt_app(deps: Deps) -> AsyncApp:
    """The app, with `handlers` to take what comes in.

    Requests are verified in `bot.slack_endpoint`; what comes over Socket Mode needs no signature.
    """
    app = _App(
        name="labcamp",  # else Bolt looks through the whole stack for one
        client=deps.slack.client_without_token(),
        authorize=_Known(deps),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    handlers.register(app, deps)
    return app


class _App(AsyncApp):
    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Make no Web API client for this payload: `bot.slack` has one, and making one takes long.

        Should Bolt call this by another name one day, it makes one again, and all goes on.
        """
        req.context["logger"], req.context["client"] = self.logger, self.client


class _Known(AsyncAuthorize):
    """Who we are is known: Bolt would ask Slack, and lose a payload if that fails."""

    def __init__(self, deps: Deps) -> None:
        self._us = AuthorizeResult(
            enterprise_id=None,
            team_id=deps.identity.team,
            bot_user_id=deps.identity.user,
            bot_token=deps.settings.slack_bot_token,
        )

    async def __call__(self, **_of: Any) -> AuthorizeResult:
        """The same for whoever asks."""
        return self._us
