"""What Slack would send: many different ones, signed, in a file for the load generator."""

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from playground import sign

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TEAM = "T0LABCAMP"
CHANNEL = "C0LABCAMP"
MESSAGE = "1790000000.000001"
PEOPLE = 200  # who answer, one after the other
CROWD = 2_000  # who answer at once

Payload = Callable[[int, str], tuple[str, str]]  # its number, Slack's address -> type, body


def next_card(number: int, slack: str) -> tuple[str, str]:
    """`/labcamp next`."""
    form = {
        "token": "x",
        "team_id": TEAM,
        "team_domain": "labcamp",
        "channel_id": CHANNEL,
        "channel_name": "labcamp",
        "user_id": _user(number),
        "user_name": "anna",
        "command": "/labcamp",
        "text": "next",
        "is_enterprise_install": "false",
        "response_url": f"{slack}response/{number}",
        "trigger_id": f"{number}.1.next",
    }
    return FORM, urlencode(form)


def click(number: int, slack: str, people: int = PEOPLE) -> tuple[str, str]:
    """A click on a button under the announcement; everybody's next one says something else."""
    answer = ("rsvp_yes", "rsvp_maybe")[number // people % 2]
    payload = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "labcamp"},
        "user": {"id": _user(number, people), "username": "anna", "team_id": TEAM},
        "trigger_id": f"{number}.1.click",
        "container": {
            "type": "message",
            "message_ts": MESSAGE,
            "channel_id": CHANNEL,
            "is_ephemeral": False,
        },
        "channel": {"id": CHANNEL, "name": "labcamp"},
        "message": {"type": "message", "ts": MESSAGE, "text": "LabCamp", "blocks": []},
        "state": {"values": {}},
        "response_url": f"{slack}response/{number}",
        "actions": [
            {
                "type": "button",
                "action_id": answer,
                "block_id": "rsvp",
                "text": {"type": "plain_text", "text": "Ja"},
                "value": "11",
                "action_ts": f"{time.time():.6f}",
            }
        ],
    }
    return FORM, urlencode({"payload": json.dumps(payload)})


def reaction(number: int, _slack: str, people: int = PEOPLE) -> tuple[str, str]:
    """An emoji under the announcement."""
    emoji = ("white_check_mark", "thinking_face")[number // people % 2]
    event = {
        "type": "reaction_added",
        "user": _user(number, people),
        "reaction": emoji,
        "item": {"type": "message", "channel": CHANNEL, "ts": MESSAGE},
        "item_user": "U0LABCAMPBOT",
        "event_ts": f"{time.time() + number / 1e6:.6f}",
    }
    body = {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": f"Ev{number}",
        "event_time": int(time.time()),
        "event": event,
    }
    return JSON, json.dumps(body)


_numbers = itertools.count(1)


def write(file: Path, payload: Payload, count: int, slack: str, secret: str) -> None:
    """Write so many signed requests into `file`, none of which was ever written before."""
    with file.open("w", encoding="utf-8") as lines:
        for number in numbers(count):
            kind, body = payload(number, slack)
            at = str(int(time.time()))
            print(at, sign(body.encode(), at, secret), kind, body, file=lines)


def envelope(number: int, payload: Payload, slack: str) -> str:
    """The same as Socket Mode sends it.

    https://docs.slack.dev/apis/events-api/using-socket-mode#events
    """
    kind, body = payload(number, slack)
    if kind == JSON:
        type_, told = "events_api", json.loads(body)
    else:
        form = dict(parse_qsl(body))
        type_ = "interactive" if "payload" in form else "slash_commands"
        told = json.loads(form["payload"]) if "payload" in form else form
    accepts = type_ != "events_api"
    said = {"type": type_, "payload": told, "accepts_response_payload": accepts}
    return json.dumps(said | {"envelope_id": str(number)})


def numbers(count: int) -> list[int]:
    """So many numbers for payloads, none of which was ever given before."""
    return list(itertools.islice(_numbers, count))


def _user(number: int, people: int = PEOPLE) -> str:
    return f"U{number % people:08}"
