"""A Slack that says yes to everything, at once: so that it is not what is measured.

    uvicorn tests.bench.outside.kind_slack:app

The playground, strict as it is, takes longer for a call than the bot does.
"""

import itertools
import json
from typing import Any

_ids = itertools.count(1)
_US = {
    "user_id": "U0LABCAMPBOT",
    "bot_id": "B0LABCAMP",
    "team_id": "T0LABCAMP",
    "url": "https://labcamp.slack.com/",
    "team": "LabCamp",
    "user": "labcamp",
}
_HEADERS = [(b"content-type", b"application/json")]


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Say yes, as the method that is asked would, so far as the bot looks at it."""
    if scope["type"] != "http":
        return
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    body = json.dumps(answer(scope["path"].rsplit("/", 1)[-1])).encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, length]})
    await send({"type": "http.response.body", "body": body})


def answer(method: str) -> dict[str, Any]:
    """What Slack says to a call that succeeds, as far as the bot looks at it."""
    yes: dict[str, Any] = {"ok": True}
    match method:
        case "auth.test":
            return yes | _US
        case "chat.postMessage":
            return yes | {"channel": "C0LABCAMP", "ts": f"1790000000.{next(_ids):06}"}
        case "users.info":
            return yes | {"user": {"id": "U0", "team_id": "T0LABCAMP", "locale": "de-DE"}}
        case "conversations.list":
            return yes | {"channels": [{"id": "C0LABCAMP", "name": "labcamp"}]}
        case "conversations.info":
            return yes | {"channel": {"id": "C0LABCAMP", "name": "labcamp", "is_member": True}}
        case "conversations.open":
            return yes | {"channel": {"id": f"D{next(_ids):08}"}}
        case "bots.info":
            return yes | {"bot": {"id": "B0LABCAMP", "app_id": "A0LABCAMP"}}
        case "reactions.get":
            return yes | {"message": {"reactions": []}}
        case "views.publish":
            return yes | {"view": {"id": f"V{next(_ids):08}", "hash": "1.1"}}
        case _:
            return yes
