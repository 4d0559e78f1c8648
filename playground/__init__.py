"""A Slack workspace on this machine, to try the bot and to test it; it knows nothing of the bot."""

from playground.actor import Actor
from playground.errors import SlackSaysNo
from playground.faults import Call, Fault
from playground.interactions import Reply
from playground.models import Channel, Ephemeral, Message, User, View
from playground.server import Playground
from playground.transport import Answer, HttpTransport, sign
from playground.web_api import Credentials
from playground.workspace import Workspace

__all__ = [
    "Actor",
    "Answer",
    "Call",
    "Channel",
    "Credentials",
    "Ephemeral",
    "Fault",
    "HttpTransport",
    "Message",
    "Playground",
    "Reply",
    "SlackSaysNo",
    "User",
    "View",
    "Workspace",
    "sign",
]
