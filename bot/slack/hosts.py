"""Which addresses are Slack's own: to no other does the bot's token go."""

from yarl import URL

# The second is GovSlack's: https://docs.slack.dev/govslack
_SLACKS = ("slack.com", "slack-gov.com")


def is_slacks(url: URL, api_url: str) -> bool:
    """Whether this is where `api_url` is too, or a host of Slack's, by https."""
    if not url.host:
        return False
    if url.origin() == URL(api_url).origin():
        return True
    is_own = any(url.host == own or url.host.endswith(f".{own}") for own in _SLACKS)
    return is_own and (url.scheme, url.port) == ("https", 443)
