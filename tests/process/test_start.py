"""Starting the real process with what may be wrong: one message that says how to mend it."""

import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from playground import Playground, Workspace
from playground.sample import LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.nursery import Nursery
from tests.waiting import until

Ends = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def ends(playground: Playground, tmp_path: Path, nursery: Nursery) -> Ends:
    """Starts a bot in this environment, which ends by itself: the exit status, and what it said."""

    def end(**environment: str) -> Awaitable[tuple[int, str]]:
        return BotProcess(playground, tmp_path, **environment).run(nursery, "run")

    return end


async def test_without_settings_all_that_is_missing_is_named(ends: Ends) -> None:
    status, said = await ends(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", LABCAMP_CLOCK_FILE="")
    assert status == 2
    assert "SLACK_BOT_TOKEN: is missing" in said
    assert "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one of the two is needed" in said
    assert "Traceback" not in said, said


async def test_tokens_of_the_wrong_kind_are_named_without_repeating_them(ends: Ends) -> None:
    status, said = await ends(SLACK_BOT_TOKEN="xapp-1-secret", SLACK_APP_TOKEN="xoxb-secret")
    assert status == 2
    assert "must begin with xoxb-; this is an app-level token" in said
    assert "must begin with xapp-; this is a bot token" in said
    assert "secret" not in said


async def test_a_token_that_slack_refuses_ends_it_with_what_to_do(ends: Ends) -> None:
    status, said = await ends(SLACK_BOT_TOKEN="xoxb-of-yesterday")
    assert status == 2
    assert "SLACK_BOT_TOKEN: Slack refuses it (invalid_auth)" in said
    assert "Traceback" not in said, said


async def test_an_app_token_that_slack_refuses_ends_it_with_what_to_do(ends: Ends) -> None:
    status, said = await ends(SLACK_APP_TOKEN="xapp-of-yesterday")
    assert status == 2
    assert "SLACK_APP_TOKEN: Slack refuses it (invalid_auth)" in said
    assert "Traceback" not in said, said


async def test_a_port_in_use_is_named(ends: Ends) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, said = await ends(PORT=str(port), HOST="127.0.0.1")
    assert status == 2
    assert f"can't listen on 127.0.0.1:{port}" in said
    assert "Set PORT to a free one" in said
    assert "Traceback" not in said, said


async def test_a_database_that_can_not_be_reached_is_named(ends: Ends, tmp_path: Path) -> None:
    status, said = await ends(DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/labcamp.db")
    assert status == 2
    assert "DATABASE_URL: the database can't be used" in said
    assert "Traceback" not in said, said


async def test_what_is_wrong_is_said_at_the_start_with_what_to_do(
    playground: Playground, tmp_path: Path, nursery: Nursery
) -> None:
    playground.workspace.channel(LABCAMP).is_archived = True
    async with bot_in(playground, tmp_path, LABCAMP_CHANEL="x") as bot:
        await bot.start(nursery)
        await until(lambda: "what=channel-archived" in bot.output())
        assert "Unarchive it, or name another one" in bot.output()
        assert "settings.unknown" in bot.output()
        assert "name=LABCAMP_CHANEL nearest=LABCAMP_CHANNEL" in bot.output()


async def test_a_server_that_is_away_is_waited_for(tmp_path: Path) -> None:
    away = Playground(Workspace.sample())
    await away.start()
    port = int(away.url.rpartition(":")[2])
    await away.stop()
    back = Playground(Workspace.sample())
    bot = BotProcess(away, tmp_path)
    process = await bot.command("run")
    try:
        assert process.stdout is not None
        async for line in process.stdout:
            if b"slack.unreachable" in line:
                break
        else:
            pytest.fail("the bot ended instead of waiting")
        await back.start(port=port)
        await back.connected()
        assert (await back.as_user("U0ANNASTADT").command("/labcamp help")).ok
    finally:
        process.terminate()
        await process.communicate()
        await back.stop()
    assert process.returncode == 0
