"""What is done on the page is written down as acts, and done again as they say."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, Workspace
from playground.deeds import Deeds
from playground.recorder import Recorder
from playground.replay import ActFailed, Replay, acts_in
from playground.sample import ADA, ANNA, LABCAMP
from playground.spans import seconds_in, span_of
from tests.playground.recording_bot import RecordingBot

Json = dict[str, Any]
BUTTONS = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": action,
                "value": value,
                "text": {"type": "plain_text", "text": action},
            }
        ],
    }
    for action, value in (("yes", "secret of this run"), ("page", "1"), ("page", "2"))
]
FORM = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Neu"},
    "submit": {"type": "plain_text", "text": "Los"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Titel"},
            "element": {"type": "plain_text_input", "action_id": "v"},
        }
    ],
}
STORY: list[Json] = [
    {"as": "anna", "in": "labcamp", "command": "/labcamp next"},
    {"as": "anna", "in": "labcamp", "click": "yes", "message": "Karte"},
    {"as": "anna", "in": "labcamp", "click": "page", "value": "2", "message": "Karte"},
    {"as": "ada", "in": "labcamp", "react": "tada", "message": "LabCamp#11: Titel", "newer": 1},
    {"as": "ada", "in": "labcamp", "react": "tada", "message": "LabCamp#11: Titel", "newer": 1,
     "fails": "already_reacted"},
    {"as": "anna", "in": "labcamp", "say": "Toll!", "message": "LabCamp#11: Titel",
     "broadcast": True},
    {"as": "anna", "in": "labcamp", "edit": "Sehr gut!", "message": "Toll!"},
    {"as": "anna", "in": "labcamp", "say": "Weg damit"},
    {"as": "anna", "in": "labcamp", "delete": True, "message": "Weg damit"},
    {"as": "ada", "in": "labcamp", "delete": True, "message": "Sehr gut!",
     "fails": "cant_delete_message"},
    {"as": "ada", "in": "form", "submit": {"title": "Daten"}},
    {"as": "anna", "in": "dm", "say": "wann?"},
    {"fault": "short_history"},
    {"over": "short_history"},
    {"clock": "1d 2h"},
    {"clock": "now"},
]  # fmt: skip


async def furnished(playground: Playground, bot: RecordingBot, client: AsyncWebClient) -> None:
    """What the bot had done before, as it would be in each run."""
    for day in ("Montag", "Dienstag"):
        await client.chat_postMessage(channel=LABCAMP, text=f"LabCamp#11: Titel · {day}")
    bot.will({"text": "Karte · heute", "blocks": BUTTONS})
    trigger = playground.workspace.new_trigger(ADA).id
    await client.views_open(trigger_id=trigger, view=FORM)


@pytest.fixture
def file(playground: Playground, tmp_path: Path) -> Path:
    """What is done on the page of `playground` is written down here."""
    file = tmp_path / "story.yaml"
    playground.page.recorder = Recorder(playground, file)
    return file


async def test_what_is_done_is_written_down_by_names(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient, file: Path
) -> None:
    await furnished(playground, bot, client)
    older, newer = playground.workspace.messages[LABCAMP].values()
    anna, ada = playground.as_user(ANNA), playground.as_user(ADA)
    async with aiohttp.ClientSession(playground.url) as session:

        async def do(user: str, what: str, **details: Any) -> None:
            await session.post("/page/act", json={"user": user, "do": what, **details})

        here = {"channel": LABCAMP}
        await do(ANNA, "command", **here, text="/labcamp next")
        [card] = anna.ephemerals()
        yes, _, page = ({"ts": card.ts, "block_id": one["block_id"]} for one in card.blocks)
        await do(ANNA, "click", **here, **yes, action_id="yes", value="secret of this run")
        await do(ANNA, "click", **here, **page, action_id="page", value="2")
        await do(ADA, "react", **here, ts=older.ts, name="tada")
        await do(ADA, "react", **here, ts=older.ts, name="tada")
        await do(ANNA, "say", **here, text="Toll!", thread_ts=newer.ts, broadcast=True)
        said = list(playground.workspace.messages[LABCAMP])[-1]
        await do(ANNA, "edit", **here, ts=said, text="Sehr gut!")
        await do(ANNA, "say", **here, text="Weg damit")
        await do(ANNA, "delete", **here, ts=list(playground.workspace.messages[LABCAMP])[-1])
        await do(ADA, "delete", **here, ts=said)
        await do(ANNA, "read", **here, ts=newer.ts)
        await do(ADA, "submit", view_id=ada.views[-1].id, values={"title": {"v": "Daten"}})
        im = playground.workspace.open_im(ANNA).id
        await do(ANNA, "say", channel=im, text="wann?")
        await do(ADA, "fault", name="short_history", on=True)
        await do(ADA, "fault", name="short_history", on=False)
        await do(ADA, "clock", by=93_600)
        await do(ADA, "clock")
    assert acts_in(file) == STORY


async def test_what_is_written_down_is_done_again(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    await furnished(playground, bot, client)
    told: list[str] = []
    await Replay(playground, Deeds(playground)).play([*STORY, {"clock": "5m"}], told.append)
    older, newer, answer = playground.workspace.messages[LABCAMP].values()
    assert [r.users for r in older.reactions] == [[ADA]]
    assert (answer.text, answer.thread_ts, answer.broadcast) == ("Sehr gut!", newer.ts, True)
    assert playground.workspace.clock.offset == 300
    assert len(told) == len(STORY) + 1
    assert "secret+of+this+run" in bot.requests[1][1]  # it clicked what is there now


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ({"as": "anna", "in": "labcamp", "say": "x", "fails": "no"}, "it did not fail"),
        ({"as": "anna", "in": "labcamp", "react": "tada", "message": "Nirgends"}, "no such mess"),
        ({"as": "anna", "in": "labcamp", "sees": "Nichts"}, "seen is only: ['hier"),
        ({"as": "anna", "in": "labcamp", "sees": "hier", "times": 2}, "seen is only: ['hier"),
        ({"as": "anna", "in": "labcamp", "sees_not": "hier"}, "that is seen"),
        ({"as": "anna", "in": "form", "submit": {}}, "no such view"),
        ({"as": "niemand", "in": "labcamp", "say": "x"}, "user_not_found"),
        ({"as": "anna", "in": "labcamp", "dance": True}, "missing or unknown"),
        ({"clock": "bald"}, "no span"),
        ({"clock": {"until": "Erinnerung"}}, "not planned"),
        ({"fault": "plague"}, "no_such_fault"),
    ],
)
async def test_the_act_that_failed_is_named_with_why(
    playground: Playground, act: Json, why: str
) -> None:
    first = {"as": "anna", "in": "labcamp", "say": "hier"}
    replay = Replay(playground, Deeds(playground), patience=0.05)
    with pytest.raises(ActFailed, match="act 2 failed") as caught:
        await replay.play([first, act, first])
    assert why in str(caught.value)
    assert len(playground.workspace.messages[LABCAMP]) <= 2
    assert yaml.safe_load(str(caught.value).split("\n", 1)[1]) == act


@pytest.mark.parametrize(("span", "seconds"), [("1d 2h", 93_600), ("90m", 5_400), ("0s", 0)])
def test_a_span_is_read_and_written(span: str, seconds: int) -> None:
    assert seconds_in(span) == seconds
    assert seconds_in(span_of(seconds)) == seconds


def test_the_sample_has_no_two_people_of_one_name() -> None:
    names = [user.name for user in Workspace.sample().users.values()]
    assert len(names) == len(set(names))
