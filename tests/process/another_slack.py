"""A Slack that we did not write: `emulate` (npm), with the bot as its app.

It keeps channels, messages and views, checks scopes, and signs its events. Commands, clicks, forms
and the look at a Home it does not know: they come from here.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from playground.inputs import action_of, find_element, full_state, state_of, with_ids
from playground.transport import BotAnswer, HttpTransport
from tests.npm import NPM, node
from tests.waiting import HANG

SECRET = "another-slacks-signing-secret"
BOT_TOKEN = "xoxb-another-slack"
BOT = "labcamp"
PEOPLE = ("ada", "anna")
_CHANNEL = "allgemeines"
_APP = {"app_id": "A0LABCAMP", "bot_id": "B0LABCAMP", "bot_user_id": "U0LABCAMP"}
_TEAM = "T000000001"
# Nobody answers there: what the bot says to whoever clicked is proven in the playground.
_NOWHERE = "http://127.0.0.1:9/"

Json = dict[str, Any]


@dataclass
class AnotherSlack:
    """Its Web API is at `api_url`; it names people and the `channel` by `ids` that it makes up."""

    api_url: str
    bot: HttpTransport
    channel: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def web(self, name: str) -> AsyncWebClient:
        """The Web API, as the bot or one of the people calls it."""
        return AsyncWebClient(BOT_TOKEN if name == BOT else f"xoxp-{name}", self.api_url)

    def environment(self) -> dict[str, str]:
        """What its bot has to be told of it."""
        url = URL(self.bot.url)
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.api_url,
            "LABCAMP_CHANNEL": self.channel,
            "LABCAMP_ORGANIZERS": self.ids["ada"],
            "HOST": str(url.host),
            "PORT": str(url.port),
        }

    async def settle(self) -> None:
        """Learn the ids, and let the bot into the channel."""
        ada = self.web("ada")
        self.ids = {one["name"]: one["id"] for one in (await ada.users_list())["members"]}
        channels = (await ada.conversations_list())["channels"]
        self.channel = next(one["id"] for one in channels if one["name"] == _CHANNEL)
        await ada.conversations_invite(channel=self.channel, users=self.ids[BOT])

    async def posts(self) -> list[Json]:
        """What stands in the channel, without threads; the oldest first."""
        found = await self.web("ada").conversations_history(channel=self.channel)
        return list(reversed([one for one in found["messages"] if "subtype" not in one]))

    async def thread(self, post: Json) -> list[str]:
        """What was said under a post."""
        found = await self.web("ada").conversations_replies(channel=self.channel, ts=post["ts"])
        return [message["text"] for message in found["messages"][1:]]

    async def told(self, name: str) -> list[str]:
        """What the bot wrote to somebody directly, the oldest first."""
        web = self.web(name)
        room = (await web.conversations_open(users=self.ids[BOT]))["channel"]["id"]
        found = await web.conversations_history(channel=room)
        return [message["text"] for message in reversed(found["messages"])]

    async def react(self, name: str, post: Json, emoji: str) -> None:
        """Somebody puts an emoji under a post."""
        await self.web(name).reactions_add(channel=self.channel, timestamp=post["ts"], name=emoji)

    async def kept(self, what: str) -> list[Json]:
        """All that it keeps of this, such as files, as it keeps it; the oldest first."""
        url = self.api_url.replace("/api/", f"/state/{what}")
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            kept: list[Json] = await answer.json()
            return kept

    async def view(self, kind: str, name: str) -> Json | None:
        """The newest modal that was opened for somebody, or their Home."""
        views = await self.kept("views")
        mine = [one for one in views if (one["type"], one["user_id"]) == (kind, self.ids[name])]
        return {**mine[-1], "id": mine[-1]["view_id"]} if mine else None

    async def command(self, name: str, text: str) -> BotAnswer:
        """https://docs.slack.dev/interactivity/implementing-slash-commands"""
        form = {
            "team_id": _TEAM,
            "channel_id": self.channel,
            "channel_name": _CHANNEL,
            "user_id": self.ids[name],
            "user_name": name,
            "command": "/labcamp",
            "text": text,
            "api_app_id": _APP["app_id"],
            "response_url": _NOWHERE,
            "trigger_id": await self._trigger(name),
        }
        return await self.bot.send("slash_commands", form)

    async def click(self, name: str, post: Json, action_id: str) -> BotAnswer:
        """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
        blocks = with_ids(post["blocks"], secrets.token_hex)
        pressed = action_of(*find_element(blocks, action_id), None, None, post["ts"])
        place = {"message_ts": post["ts"], "channel_id": self.channel, "is_ephemeral": False}
        return await self._interact(
            name,
            "block_actions",
            container={"type": "message", **place},
            channel={"id": self.channel, "name": _CHANNEL},
            message={**post, "blocks": blocks},
            response_url=_NOWHERE,
            actions=[pressed],
        )

    async def submit(self, name: str, **given: Any) -> BotAnswer:
        """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
        view = await self.view("modal", name)
        assert view is not None, "no modal was opened"
        blocks = with_ids(view["blocks"], secrets.token_hex)
        values = full_state(blocks, {})
        for block in blocks:
            field_name = block["block_id"].partition(":")[0]
            if field_name in given:
                entry = state_of(block["element"], given[field_name])
                values[block["block_id"]] = {block["element"]["action_id"]: entry}
        view |= {"blocks": blocks, "state": {"values": values}}
        return await self._interact(name, "view_submission", view=view, response_urls=[])

    async def open_home(self, name: str) -> BotAnswer:
        """https://docs.slack.dev/reference/events/app_home_opened"""
        event = {"type": "app_home_opened", "user": self.ids[name], "tab": "home"}
        wrapped = {
            "type": "event_callback",
            "team_id": _TEAM,
            "api_app_id": _APP["app_id"],
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event": {**event, "channel": "D000000001", "event_ts": "1700000000.000100"},
        }
        return await self.bot.send("events_api", wrapped)

    async def _interact(self, name: str, kind: str, **what: Any) -> BotAnswer:
        payload = {
            "type": kind,
            "team": {"id": _TEAM, "domain": "emulate"},
            "user": {"id": self.ids[name], "username": name, "team_id": _TEAM},
            "api_app_id": _APP["app_id"],
            "trigger_id": await self._trigger(name),
            **what,
        }
        return await self.bot.send("interactive", payload)

    async def _trigger(self, name: str) -> str:
        made = await self.web(BOT).api_call(
            "views.generateTriggerId", data={"user_id": self.ids[name]}
        )
        return str(made["trigger_id"])


@asynccontextmanager
async def another_slack(url: str, scopes: Iterable[str]) -> AsyncIterator[AnotherSlack]:
    """It runs, with an app that has these scopes and takes its requests at `url`."""
    process = await asyncio.create_subprocess_exec(
        node(),
        str(NPM / "another_slack.mjs"),
        json.dumps({"events": url, "slack": _seed(sorted(scopes))}),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    api_url = (await process.stdout.readline()).decode().strip()
    slack = AnotherSlack(api_url, HttpTransport(url, SECRET, HANG))
    try:
        await slack.settle()
        yield slack
    finally:
        await slack.bot.close()
        process.stdin.close()
        await process.wait()


def _seed(scopes: list[str]) -> Json:
    """What it begins with: https://emulate.dev/slack"""
    app = {"client_id": "1.2", "client_secret": "-", "name": "LabCamp", "redirect_uris": []}
    return {
        "strict_scopes": True,
        "signing_secret": SECRET,
        "users": [{"name": name} for name in PEOPLE],
        "channels": [{"name": _CHANNEL}],
        "oauth_apps": [{**app, **_APP, "bot_name": BOT, "scopes": scopes}],
        "tokens": [
            {"token": BOT_TOKEN, "user": BOT, "scopes": scopes, **_APP},
            *({"token": f"xoxp-{name}", "user": name} for name in PEOPLE),
        ],
    }
