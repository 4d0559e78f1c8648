"""Checks of the Slack app: its tokens, what it may do, its connection and its channel."""

from bot.doctor.context import Context
from bot.doctor.findings import Finding
from bot.domain.checks import Learned
from bot.domain.scopes import FOR_PRIVATE_CHANNELS, SCOPES
from bot.slack import Identity
from bot.slack.calls import Failure


async def token(context: Context) -> Finding:
    """Whether Slack takes the bot's token."""
    identity = await context.introduced()
    if isinstance(identity, Identity):
        return context.well("token-well", user=identity.user, team=identity.team)
    refused = context.trouble(Learned(context.slack.token))
    return refused or context.wrong("slack-silent", error=identity.error)


async def scopes(context: Context) -> Finding:
    """What the token may do, against what the bot does."""
    given = context.slack.token.scopes
    if given is None:
        return context.unchecked("scopes-unsaid")
    if missing := context.trouble(Learned(context.slack.token)):
        return missing
    superfluous = given - SCOPES - FOR_PRIVATE_CHANNELS
    if superfluous:
        return context.doubtful("scopes-superfluous", scopes=", ".join(sorted(superfluous)))
    return context.well("scopes-well")


async def manifest(context: Context) -> Finding:
    """Of the app's manifest nothing but the scopes is shown to these tokens.

    https://docs.slack.dev/reference/methods/apps.manifest.export takes a configuration token.
    """
    assert isinstance(context.identity, Identity)
    return context.unchecked("app-unseen", app=context.identity.app or "?")


async def socket_mode(context: Context) -> Finding:
    """Whether Slack would let the bot connect, and to the app whose bot it is."""
    app_token = context.settings.slack_app_token
    if app_token is None:
        return context.unchecked("sockets-unused")
    url = await context.inspection.socket_url(app_token)
    if isinstance(url, Failure):
        return context.wrong("sockets-refused", error=url.error)
    app = await context.inspection.app_of(app_token)
    ours = context.identity.app if isinstance(context.identity, Identity) else ""
    if isinstance(app, str) and ours and app != ours:
        return context.wrong("sockets-foreign", app=app, ours=ours)
    return context.well("sockets-well")


async def channel(context: Context) -> Finding:
    """Whether the bot can post where announcements go."""
    named = context.settings.channel
    if named is None:
        return context.doubtful("channel-unset")
    place = await context.slack.channels.place(named)
    if place is None:
        return context.unchecked("channel-unsaid", channel=named)
    obstacle = context.trouble(Learned(channel=place))
    return obstacle or context.well("channel-well", channel=named)
