"""The real process over the real protocol: what it promised stands after kill -9."""

from pathlib import Path

import pytest

from playground import Playground
from playground.sample import ADA, ANNA, FRANCES, LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.imported import EVENTS, announced, posts, until_healthy
from tests.process.nursery import Nursery
from tests.waiting import timed, until


@pytest.mark.fault(
    "killed",
    "with reactions coming in while it is dead",
    expected="all answers are there after the next start",
)
async def test_after_kill_9_all_is_as_it_was_and_reactions_made_meanwhile_are_taken_in(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    message = await announced(playground)
    anna, frances = playground.as_user(ANNA), playground.as_user(FRANCES)
    await anna.react(LABCAMP, message.ts, "white_check_mark")
    await frances.command("/labcamp rsvp maybe 11")
    await playground.settled()
    await until(lambda: "✅ 1 · 🤔 1 · ❌ 0" in posts(playground)[0].text)
    await bot.kill()
    await anna.unreact(LABCAMP, message.ts, "white_check_mark", event=False)
    await anna.react(LABCAMP, message.ts, "x", event=False)
    await playground.as_user(ADA).react(LABCAMP, message.ts, "white_check_mark", event=False)
    await bot.start(nursery)
    # had it been killed during a refresh, the next one waits for the lease
    await until(lambda: "✅ 1 · 🤔 1 · ❌ 1" in posts(playground)[0].text)
    assert len(posts(playground)) == 1


async def test_an_announcement_that_was_acked_is_posted_after_kill_9_and_only_once(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    playground.faults.add("chat.postMessage", "429", retry_after=2)
    reply = await playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")
    assert reply.ok
    await until(bot.waits_to_try_again)
    await bot.kill()
    assert posts(playground) == []
    await bot.start(nursery)
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    assert len(posts(playground)) == 1


async def test_a_post_that_was_cut_off_is_found_and_never_repeated(
    playground: Playground, bot: BotProcess
) -> None:
    playground.faults.add("chat.postMessage", "reset_after")
    await playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")
    await until(bot.waits_to_look_up)
    playground.move_clock(61)
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    assert len(posts(playground)) == 1
    assert playground.as_user(ADA).direct_messages == []


async def test_a_post_during_which_it_was_killed_is_looked_up_and_then_sent(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    playground.faults.add("chat.postMessage", "hang")
    await playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")
    await until(lambda: any(call.method == "chat.postMessage" for call in playground.calls))
    await bot.kill()
    playground.move_clock(61)
    await bot.start(nursery)
    await until(bot.waits_to_look_up)
    assert posts(playground) == []
    playground.move_clock(61)
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    assert len(posts(playground)) == 1
    assert playground.as_user(ADA).direct_messages == []


async def test_an_answer_that_was_confirmed_survives_kill_9(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    anna = playground.as_user(ANNA)
    reply = await anna.command("/labcamp rsvp yes 11")
    await bot.kill()
    assert "du bist bei" in reply.text
    await bot.start(nursery)
    again = await anna.command("/labcamp next")
    assert "Deine Antwort: ja, du bist dabei." in again.text


async def test_sigterm_ends_it_at_once_and_without_an_error(
    playground: Playground, bot: BotProcess
) -> None:
    await playground.as_user(ANNA).command("/labcamp next")
    assert await bot.stop() == 0


@pytest.mark.fault(
    "killed",
    "asked to end (SIGTERM) in the middle of a post",
    expected="it ends within ten seconds, and nothing is lost",
)
async def test_sigterm_in_the_middle_of_a_post_ends_it_within_ten_seconds_and_nothing_is_lost(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    playground.faults.add("chat.postMessage", "hang")
    await playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")
    await until(lambda: any(call.method == "chat.postMessage" for call in playground.calls))
    status, seconds = await timed(bot.stop())
    assert status == 0
    assert seconds < 10
    playground.move_clock(61)
    await bot.start(nursery)
    await until(bot.waits_to_look_up)
    playground.move_clock(61)
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    assert len(posts(playground)) == 1
    assert playground.as_user(ADA).direct_messages == []


async def test_it_is_reached_by_signed_http_requests_too(
    playground: Playground, tmp_path: Path, unused_tcp_port: int, nursery: Nursery
) -> None:
    secret = playground.credentials.signing_secret
    http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": secret, "PORT": str(unused_tcp_port)}
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    async with bot_in(playground, tmp_path, **http, HOST="127.0.0.1") as bot:
        assert (await bot.run(nursery, "import", "events.yaml"))[0] == 0
        playground.connect_http(f"http://127.0.0.1:{unused_tcp_port}/slack/events")
        await bot.start(nursery)
        await until_healthy(unused_tcp_port)
        message = await announced(playground)
        await playground.as_user(ANNA).react(LABCAMP, message.ts, "white_check_mark")
        await until(lambda: "✅ 1" in posts(playground)[0].text)
