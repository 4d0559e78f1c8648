"""Starting the real process with what may be wrong: one message that says how to mend it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from bot.domain.replies import Reply
from bot.locales import texts
from bot.version import VERSION
from playground import Playground, Workspace
from playground.sample import ANNA, LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.nursery import Nursery
from tests.waiting import until, until_found

Ports = Callable[[], int]
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


@pytest.mark.fault(
    "slack", "refuses the token at the start", expected="it ends, and says what to do"
)
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
    assert f"DATABASE_URL: the file {tmp_path}/nowhere/labcamp.db can't be opened" in said
    assert "Traceback" not in said, said


@pytest.mark.fault(
    "disk", "the database file is damaged at the start", expected="it ends, and says what to do"
)
async def test_a_damaged_database_ends_it_with_what_to_do(ends: Ends, tmp_path: Path) -> None:
    (tmp_path / "labcamp.db").write_bytes(b"Kein SQLite. " * 1000)
    status, said = await ends()
    assert status == 2
    assert f"DATABASE_URL: the file {tmp_path}/labcamp.db is damaged" in said
    assert "Traceback" not in said, said


async def test_it_says_with_one_line_that_it_is_ready_and_where_and_libraries_say_nothing(
    playground: Playground, tmp_path: Path, nursery: Nursery
) -> None:
    async with bot_in(playground, tmp_path) as bot:
        await bot.start(nursery)
        await until(lambda: " ready " in bot.output())
        (line,) = [line for line in bot.output().splitlines() if " ready " in line]
        assert "address=http://" in line
        assert f"version={VERSION}" in line
        assert await bot.stop() == 0
        assert "where=" not in bot.output()  # which stands in the lines of libraries alone


async def test_a_database_server_that_is_away_is_waited_for(
    playground: Playground, tmp_path: Path, nursery: Nursery, unused_tcp_port_factory: Ports
) -> None:
    port, away = unused_tcp_port_factory(), unused_tcp_port_factory()
    url = f"postgresql://somebody@127.0.0.1:{away}/labcamp"
    async with bot_in(
        playground, tmp_path, DATABASE_URL=url, PORT=str(port), HOST="127.0.0.1"
    ) as bot:
        begins = asyncio.ensure_future(bot.start(nursery))
        await until(lambda: "database.unreachable" in bot.output())
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/healthz") as answer,
        ):
            assert answer.status == 503
            said = await answer.text()
            assert "starting: the database server does not answer yet" in said
            assert str(away) not in said
        begins.cancel()
        assert await bot.stop() == 0


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


@pytest.mark.fault("slack", "is away at the start", expected="it is waited for")
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


@pytest.mark.fault(
    "database",
    "PostgreSQL is away at the start, comes, goes while the bot runs, and comes back",
    expected="it is waited for, members are asked to try again, all goes on when it is back",
)
async def test_a_database_server_that_comes_and_goes_is_used_while_it_is_there(
    playground: Playground,
    tmp_path: Path,
    nursery: Nursery,
    process_postgres: str,
    unused_tcp_port_factory: Ports,
) -> None:
    port, address = unused_tcp_port_factory(), sa.make_url(process_postgres)
    socket_file = f"{address.query['host']}/.s.PGSQL.{address.port or 5432}"
    url = address.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
    own = str(unused_tcp_port_factory())
    async with bot_in(playground, tmp_path, DATABASE_URL=url, PORT=own, HOST="127.0.0.1") as bot:
        begins = asyncio.ensure_future(bot.start(nursery))
        await until(lambda: "database.unreachable" in bot.output())
        anna = playground.as_user(ANNA)
        async with passed_on(port, socket_file):
            await begins
            assert "LabCamp" in (await anna.command("/labcamp rsvp yes 11")).text
        assert (await anna.command("/labcamp rsvp no 11")).text == texts("de")(Reply.TRY_AGAIN)
        assert "the database does not answer" in await health(own)
        async with passed_on(port, socket_file):
            assert "LabCamp" in (await anna.command("/labcamp rsvp no 11")).text
            await until_found(partial(is_well, own))
            assert await bot.stop() == 0


async def health(port: str) -> str:
    """What /healthz says."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as answer,
    ):
        return await answer.text()


async def is_well(port: str) -> bool:
    return '"ok":true' in await health(port)


@asynccontextmanager
async def passed_on(port: int, socket_file: str) -> AsyncIterator[None]:
    """What comes to this port goes to a socket of this machine, and back; it ends cut off."""
    writers: list[asyncio.StreamWriter] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(socket_file)
        writers.extend((writer, ours))
        await asyncio.gather(copied(reader, ours), copied(theirs, writer))

    server = await asyncio.start_server(meet, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for writer in writers:
            writer.close()


async def copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """All that comes, until nothing does."""
    with suppress(ConnectionError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()
