"""What Slack's answers say of the bot's token."""

from collections.abc import Mapping

from bot.domain.checks import TokenStanding
from bot.slack.headers import said_date

# Not the message's fault: it is tried again when the operator has mended the token.
TOKEN_TROUBLE = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
}


def note(standing: TokenStanding, headers: Mapping[str, str]) -> None:
    """Keep what the headers of an answer say; behind some proxies they say nothing.

    https://docs.slack.dev/tools/node-slack-sdk/reference/web-api/interfaces/WebAPICallResult has
    the scopes of X-OAuth-Scopes as `scopes`.
    """
    scopes = headers.get("X-OAuth-Scopes")
    if scopes is not None:
        standing.scopes = frozenset(scope.strip() for scope in scopes.split(","))
    standing.said_at = said_date(headers)
