"""The main story against a Slack that we did not write, and what that Slack does not know."""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.metrics import METHODS
from playground.clock import PlaygroundClock
from tests.manifest import manifest_scopes
from tests.process.another_slack import AnotherSlack, Json, another_slack
from tests.process.bot_process import BotProcess, bot_in
from tests.process.nursery import Nursery
from tests.process.stopping import SETTLE, Step
from tests.waiting import until, until_found

_EVENT = """
events:
  - number: 11
    title: Wirkung sichtbar machen
    starts: {0:%Y-%m-%d %H:%M:%S}
    ends: {1:%Y-%m-%d %H:%M:%S}
    timezone: UTC
    status: published
"""
_HOUR = timedelta(hours=1)
_PAUSE = 0.05  # seconds between two looks: it answers 5,000 requests an hour, and no more
# Socket Mode is among it. Whatever it learns can be proven here too.
_UNKNOWN = {
    "apps.connections.open",
    "blocks.validate",
    "usergroups.users.list",
    "users.conversations",
}


@asynccontextmanager
async def in_another_slack(
    folder: Path, nursery: Nursery, port: int, *, without: str = ""
) -> AsyncIterator[tuple[AnotherSlack, BotProcess]]:
    """The bot runs there with the scopes of its manifest, or one less; its event is in two days."""
    url = f"http://127.0.0.1:{port}/slack/events"
    starts = datetime.now(UTC) + 48 * _HOUR
    (folder / "events.yaml").write_text(_EVENT.format(starts, starts + _HOUR), "utf-8")
    rules = {"SLACK_APP_TOKEN": "", "LABCAMP_REMINDERS": "direct:1h"}
    async with (
        another_slack(url, manifest_scopes() - {without}) as slack,
        bot_in(None, folder, **rules, **slack.environment()) as bot,
    ):
        assert (await bot.run(nursery, "import", "events.yaml"))[0] == 0
        await bot.start(nursery)
        yield slack, bot


async def the_post(slack: AnotherSlack, is_so: Callable[[Json], object]) -> Json:
    """The one post in the channel, as soon as it is like that."""

    async def look() -> Json | None:
        posts = await slack.posts()
        assert len(posts) <= 1
        return posts[0] if posts and is_so(posts[0]) else None

    return await until_found(look, _PAUSE)


def counts(said: str) -> Callable[[Json], bool]:
    """Whether a post says that so many come, may come and do not."""
    return lambda post: said in post["text"] and said in str(post["blocks"])


def has_its_emoji(post: Json) -> bool:
    """Whether the three answers stand ready under a post."""
    return len(post.get("reactions", [])) == 3


async def told(slack: AnotherSlack, name: str, word: str) -> list[str]:
    """All direct messages to somebody, as soon as this word is in one."""

    async def look() -> list[str] | None:
        letters = await slack.told(name)
        return letters if word in str(letters) else None

    return await until_found(look, _PAUSE)


async def test_the_main_story_happens_in_another_slack(
    tmp_path: Path, nursery: Nursery, unused_tcp_port: int
) -> None:
    clock = PlaygroundClock(tmp_path / "clock")
    async with in_another_slack(tmp_path, nursery, unused_tcp_port) as (slack, bot):
        anna = slack.web("anna")
        await anna.conversations_leave(channel=slack.channel)
        await anna.conversations_join(channel=slack.channel)
        (welcome,) = await until_found(lambda: slack.kept("ephemeral_messages"))
        assert welcome["target_user"] == slack.ids["anna"]
        assert "Willkommen" in welcome["text"]

        # announced, and answered by a button and by emoji
        await slack.command("anna", "erinnerungen an")
        assert (await slack.command("ada", "announce 11 Kommt vorbei!")).ok
        post = await the_post(slack, has_its_emoji)
        assert post["user"] == slack.ids["labcamp"]
        assert "Kommt vorbei!" in str(post["blocks"])
        assert (await slack.click("anna", post, "rsvp_maybe")).ok
        await the_post(slack, counts("✅ 0 · 🤔 1 · ❌ 0"))
        await slack.react("anna", post, "white_check_mark")
        await the_post(slack, counts("✅ 1 · 🤔 0 · ❌ 0"))

        # what happens while it is dead is taken in
        await bot.kill()
        await slack.react("ada", post, "x")
        await bot.start(nursery)
        await the_post(slack, counts("✅ 1 · 🤔 0 · ❌ 1"))

        await slack.open_home("anna")
        home = await until_found(lambda: slack.view("home", "anna"))
        assert "Deine Antwort: ja, du bist dabei." in str(home["blocks"])

        assert (await slack.command("ada", "edit 11")).ok
        saved = await slack.submit("ada", title="Wirkung zeigen")
        assert saved.body["response_action"] == "update", saved
        await the_post(slack, lambda post: "Wirkung zeigen" in post["text"])

        # killed between the reminder and the note that it was sent: it is looked up
        await until(lambda: not bot.has_messages_to_refresh())  # else that is what comes first
        await bot.kill()
        clock.set_offset((47 * _HOUR).total_seconds() + 60)
        await bot.start(nursery, Step("before", SETTLE, 2))
        await bot.stopped()
        await bot.kill()
        assert len(await told(slack, "anna", "Gleich geht’s los")) == 1
        clock.set_offset(clock.offset + 180)
        await bot.start(nursery)

        assert (await slack.command("ada", "cancel 11")).ok
        gone = await slack.submit("ada", reason="Krank", sure=["sure"])
        assert gone.body["response_action"] == "update", gone
        await the_post(slack, lambda post: "abgesagt" in post["text"])
        clock.set_offset(clock.offset + 601)
        reminder, notice = await told(slack, "anna", "Krank")
        assert "Gleich geht’s los" in reminder
        assert "abgesagt" in notice
        assert await slack.thread(post) == [notice]
        assert await slack.told("ada") == []

        await slack.command("anna", "meine-daten")
        (file,) = await until_found(lambda: slack.kept("files"))
        assert slack.ids["anna"] in base64.b64decode(file["content_base64"]).decode()


async def test_what_a_missing_scope_prevents_organizers_are_told(
    tmp_path: Path, nursery: Nursery, unused_tcp_port: int
) -> None:
    scene = in_another_slack(tmp_path, nursery, unused_tcp_port, without="reactions:write")
    async with scene as (slack, _):
        await slack.command("ada", "announce 11 Kommt vorbei!")
        (letter,) = await told(slack, "ada", "Emoji unter einer Ankündigung")
        assert "Mir fehlt in Slack eine Berechtigung." in letter
        assert not has_its_emoji(await the_post(slack, bool))


async def test_what_another_slack_does_not_know_is_known() -> None:
    async with another_slack("http://127.0.0.1:9/", ()) as slack, aiohttp.ClientSession() as http:
        asked = {name: await http.post(slack.api_url + name) for name in METHODS}
    assert {name for name, answer in asked.items() if answer.status == 404} == _UNKNOWN
