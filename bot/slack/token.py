"""Whether Slack takes the bot's token, as far as it has said so."""

import structlog

log = structlog.get_logger()

# Not the message's fault: it is tried again when the operator has mended the token.
TOKEN_TROUBLE = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
}


class TokenStanding:
    """`trouble` is Slack's word for why it does not take the token; None when it does."""

    def __init__(self) -> None:
        self.trouble: str | None = None

    def taken(self) -> None:
        """Slack did what it was asked for."""
        if self.trouble is not None:
            log.warning("token.taken_again", after=self.trouble)
            self.trouble = None

    def refused(self, error: str) -> None:
        """Slack did not, because of the token; said once in the log, until it is well again."""
        if self.trouble is None:
            log.error("token.refused", error=error, set="SLACK_BOT_TOKEN")
        self.trouble = error
