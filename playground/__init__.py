"""A Slack workspace on this machine, to try the bot and to test it; it knows nothing of the bot."""

from playground.actor import Actor
from playground.errors import SlackSaysNo
from playground.faults import Call
from playground.interactions import Response
from playground.models import Channel, Ephemeral, SlackMessage, User, View
from playground.server import Playground
from playground.transport import BotAnswer, HttpTransport, sign
from playground.web_api import Credentials
from playground.workspace import Workspace

__all__ = [
    "Actor",
    "BotAnswer",
    "Call",
    "Channel",
    "Credentials",
    "Ephemeral",
    "HttpTransport",
    "Playground",
    "Response",
    "SlackMessage",
    "SlackSaysNo",
    "User",
    "View",
    "Workspace",
    "sign",
]
