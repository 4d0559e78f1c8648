"""At DEBUG too the log tells nothing of people, and no token, secret address or link to join."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground import Actor, Playground
from playground.sample import ADA, ANNA, LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.imported import EVENTS, posts, until_healthy
from tests.process.nursery import Nursery
from tests.waiting import until

# What must not be read in a log, whatever stands around it.
TEXT, WORDS, TITLE, LINK = "Kanarientext", "kanarienworte", "Kanarientitel", "kanarienraum"
TYPO, FIELD, SECRET = "kanarientippfehler", "kanarienfeld", "kanariensignaturgeheimnis"
VALUES = {
    "plain_text_input": {"value": FIELD},
    "url_text_input": {"value": f"https://example.org/{FIELD}"},
    "rich_text_input": {
        "rich_text_value": {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": FIELD}]}
            ],
        }
    },
}
WITH_CANARIES = EVENTS + f"    join_url: https://example.org/{LINK}\n    description: {TITLE}\n"


@pytest.fixture
async def talkative(
    playground: Playground, tmp_path: Path, nursery: Nursery, unused_tcp_port: int
) -> AsyncIterator[tuple[BotProcess, str]]:
    """A bot at DEBUG that serves calendars, and the address of its web server."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    (tmp_path / "events.yaml").write_text(WITH_CANARIES, encoding="utf-8")
    async with bot_in(
        playground,
        tmp_path,
        LOG_LEVEL="DEBUG",
        SLACK_SIGNING_SECRET=SECRET,
        PUBLIC_URL=url,
        HOST="127.0.0.1",
        PORT=str(unused_tcp_port),
    ) as bot:
        status, said = await bot.run(nursery, "import", "events.yaml")
        assert status == 0, said
        assert "migrated" in said
        assert [word for word in (TITLE, LINK) if word in said] == []
        await bot.start(nursery)
        await until_healthy(unused_tcp_port)
        yield bot, url


async def test_the_log_at_debug_tells_no_secrets(
    talkative: tuple[BotProcess, str], playground: Playground, tmp_path: Path
) -> None:
    bot, url = talkative
    ada, anna = playground.as_user(ADA), playground.as_user(ANNA)
    assert (await ada.command(f"/labcamp announce 11 {TEXT}")).ok
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    await anna.react(LABCAMP, posts(playground)[0].ts, "white_check_mark")
    for typed in (f"kb {WORDS}", TYPO, "rsvp yes 11", f"kb add https://example.org/{LINK}"):
        await anna.command(f"/labcamp {typed}")
    anna.say_to_bot(WORDS)
    anna.say(LABCAMP, f"<@{playground.workspace.bot_id}> {TYPO}")
    for form in ("new", "edit 11", "announce 11", "kb add", "cancel 11"):
        await ada.command(f"/labcamp {form}")
        await filled_in_and_sent(ada)
    assert anna.user.real_name in str((await ada.command("/labcamp who 11")).blocks)
    addresses = re.findall(rf"{url}/calendar/\w+", str(await anna.command("/labcamp calendar")))
    assert addresses
    assert await fetched(f"{addresses[0]}.ics") == 200
    assert await fetched(f"{url}/calendar/{LINK}.ics") == 404
    playground.faults.add("response_url", "error:used_url", times=5)
    await playground.deliver(odd_click(playground, anna))
    with closing(sqlite3.connect(tmp_path / "labcamp.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await ada.command(f"/labcamp announce 11 {TEXT}")
        other.rollback()
    await playground.settled()
    await bot.stop()
    said = bot.output().lower()
    assert " ready " in said
    assert "listener.failed" in said
    told = (
        *(TEXT, WORDS, TYPO, TITLE, LINK, FIELD, SECRET),
        *(anna.user.real_name, addresses[0].rpartition("/")[2], ADA, ANNA, "response_url="),
        *(playground.credentials.bot_token, playground.credentials.app_token, "ticket="),
    )
    assert [secret for secret in told if secret.lower() in said] == []


async def filled_in_and_sent(ada: Actor) -> None:
    """Something in every field of the form that is open, whether or not it fits there."""
    form = ada.views[-1]
    values = {
        block["block_id"]: {block["element"]["action_id"]: VALUES[block["element"]["type"]]}
        for block in form.content["blocks"]
        if block["type"] == "input" and block["element"]["type"] in VALUES
    }
    assert values, form.content
    await ada.submit(form.id, values)
    for left in ada.views[:1]:
        await ada.close(left.id, all_of_them=True)


def odd_click(playground: Playground, anna: Actor) -> dict[str, Any]:
    """A click at no time: nobody has thought of it, so what is raised stands in the log."""
    sent = next(s.payload for s in reversed(playground.sent) if s.payload.get("trigger_id"))
    return {
        **{name: sent[name] for name in ("team", "api_app_id", "trigger_id") if name in sent},
        "type": "block_actions",
        "user": {"id": anna.id, "name": TEXT},
        "response_url": f"{playground.url}/response/{LINK}",
        "actions": [{"action_id": "rsvp_yes", "value": WORDS, "action_ts": TYPO}],
    }


async def fetched(address: str) -> int:
    """With which status it answers."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status
