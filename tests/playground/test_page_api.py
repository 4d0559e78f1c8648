"""The page's files and JSON, asked as a browser would."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from playground.sample import ADA, ANNA, BEN, FRANCES, LABCAMP, ORGA
from tests.playground.recording_bot import RecordingBot
from tests.waiting import HANG

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Los"}}


class Browser:
    """Fetches as the page does."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def see(self, user: str) -> dict[str, Any]:
        async with self.session.get("/page/state", params={"user": user}) as response:
            seen: dict[str, Any] = await response.json()
            return seen

    async def do(self, user: str, what: str, **details: Any) -> dict[str, Any]:
        body = {"user": user, "do": what, **details}
        async with self.session.post("/page/act", json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def upload(self, user: str, name: str, content: bytes) -> str:
        kind = {"Content-Type": "application/octet-stream"}
        place = {"user": user, "name": name}
        async with self.session.post(
            "/page/upload", params=place, data=content, headers=kind
        ) as response:
            return str((await response.json())["id"])


@pytest.fixture
async def browser(playground: Playground) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(playground.url) as session:
        yield Browser(session)


async def test_the_page_and_its_files_are_served_with_a_strict_policy(browser: Browser) -> None:
    async with browser.session.get("/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert 'lang="de"' in await response.text()
    for name in ("page.js", "mrkdwn.js", "style.css"):
        assert (await browser.session.get(f"/page/{name}")).status == 200
    for name in ("index.html", "..%2Fserver.py", "nothing.js"):
        assert (await browser.session.get(f"/page/{name}")).status == 404


@pytest.mark.usefixtures("playground")
async def test_everybody_sees_their_own_channels_and_ephemeral_messages(
    browser: Browser, client: AsyncWebClient
) -> None:
    await client.chat_postMessage(channel=LABCAMP, text="an alle")
    await client.chat_postEphemeral(channel=LABCAMP, user=ANNA, text="nur Anna")
    anna, ada = await browser.see(ANNA), await browser.see(ADA)
    assert [m["text"] for m in anna["messages"][LABCAMP]] == ["an alle", "nur Anna"]
    assert [m["text"] for m in ada["messages"][LABCAMP]] == ["an alle"]
    assert ORGA in ada["messages"]
    assert ORGA not in anna["messages"]


async def test_a_message_with_blocks_is_not_shown_as_edited(
    browser: Browser, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="alt")
    for blocks in ([{"type": "divider"}], None):
        await client.chat_update(channel=LABCAMP, ts=post["ts"], text="neu", blocks=blocks)
        [seen] = (await browser.see(ANNA))["messages"][LABCAMP]
        assert seen["edited"] is (blocks is None)


async def test_only_organizers_are_shown_the_shortcuts(
    playground: Playground, browser: Browser
) -> None:
    playground.shortcuts, playground.organizers = {"new": "Neu"}, frozenset({ADA})
    assert (await browser.see(ADA))["shortcuts"] == {"new": "Neu"}
    assert (await browser.see(ANNA))["shortcuts"] == {}


@pytest.mark.parametrize(
    ("languages", "who"),
    [
        ("de-DE,en;q=0.8", ANNA),
        ("en-US,en;q=0.9", FRANCES),
        ("en,de-AT;q=0.7", ANNA),
        ("fr", FRANCES),
    ],
)
async def test_the_page_opens_as_a_member_who_reads_what_the_browser_does(
    playground: Playground, browser: Browser, languages: str, who: str
) -> None:
    playground.organizers = frozenset({ADA, BEN})
    headers = {"Accept-Language": languages}
    async with browser.session.get("/page/state", headers=headers) as response:
        assert (await response.json())["me"] == who


async def test_a_command_from_the_page_reaches_the_bot(bot: RecordingBot, browser: Browser) -> None:
    bot.will({"text": "Karte", "blocks": [{"type": "actions", "elements": [BUTTON]}]})
    assert await browser.do(ANNA, "command", channel=LABCAMP, text="/labcamp next") == {"ok": True}
    [card] = (await browser.see(ANNA))["messages"][LABCAMP]
    click = {"channel": LABCAMP, "ts": card["ts"], "action_id": "go"}
    assert (await browser.do(ANNA, "click", **click))["ok"]
    assert (await browser.do(ADA, "click", **click))["ok"] is False
    assert (await browser.do(ANNA, "dismiss", channel=LABCAMP, ts=card["ts"]))["ok"]
    assert (await browser.see(ANNA))["messages"][LABCAMP] == []
    answer = await browser.do(ANNA, "command", channel=LABCAMP, text="/other")
    assert answer["error"] == "unknown_command"


async def test_what_is_said_on_the_page_is_escaped(
    playground: Playground, browser: Browser
) -> None:
    await browser.do(ANNA, "say", channel=LABCAMP, text="1 < 2 & <!channel>")
    [said] = playground.workspace.messages[LABCAMP].values()
    assert said.text == "1 &lt; 2 &amp; &lt;!channel&gt;"
    await browser.do(ADA, "react", channel=LABCAMP, ts=said.ts, name="tada")
    answer = await browser.do(ADA, "react", channel=LABCAMP, ts=said.ts, name="tada")
    assert answer == {"ok": False, "error": "already_reacted"}


async def test_a_modal_is_filled_in_on_the_page(
    playground: Playground, bot: RecordingBot, browser: Browser, client: AsyncWebClient
) -> None:
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Neu"},
        "submit": {"type": "plain_text", "text": "Los"},
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "title",
                "label": {"type": "plain_text", "text": "Titel"},
                "element": {"type": "plain_text_input", "action_id": "v"},
            }
        ],
    }
    await client.views_open(trigger_id=playground.workspace.new_trigger(ADA).id, view=view)
    [opened] = (await browser.see(ADA))["modals"]
    answer = await browser.do(ADA, "submit", view_id=opened["id"], values={})
    assert (answer["error"], list(answer["errors"])) == ("form_incomplete", ["title"])
    bot.will({"response_action": "errors", "errors": {"title": "zu kurz"}})
    await browser.do(ADA, "submit", view_id=opened["id"], values={"title": {"v": "x"}})
    [opened] = (await browser.see(ADA))["modals"]
    assert opened["errors"] == {"title": "zu kurz"}
    assert opened["state"]["title"]["v"]["value"] == "x"
    await browser.do(ADA, "close", view_id=opened["id"])
    assert (await browser.see(ADA))["modals"] == []
    assert "view_closed" in bot.requests[-1][1]


@pytest.mark.usefixtures("playground")
async def test_the_clock_is_moved_on_the_page(browser: Browser) -> None:
    await browser.do(ANNA, "clock", by=86400)
    assert (await browser.see(ANNA))["offset"] == 86400
    await browser.do(ANNA, "clock")
    assert (await browser.see(ANNA))["offset"] == 0


async def test_news_come_by_themselves(playground: Playground, browser: Browser) -> None:
    async with browser.session.get("/page/stream") as response, asyncio.timeout(HANG):
        assert await response.content.readline() == b"event: changed\n"
        await response.content.readuntil(b"\n\n")
        playground.as_user(ANNA).say(LABCAMP, "Hallo")
        assert await response.content.readline() == b"event: changed\n"


async def test_other_pages_in_the_browser_can_do_nothing(
    playground: Playground, browser: Browser
) -> None:
    body = {"user": ANNA, "do": "say", "channel": LABCAMP, "text": "x"}
    evil = {"Origin": "https://example.org"}
    assert (await browser.session.post("/page/act", json=body, headers=evil)).status == 403
    rebound = {"Origin": "http://evil.example:80", "Host": "evil.example:80"}
    assert (await browser.session.post("/page/act", json=body, headers=rebound)).status == 403
    assert (await browser.session.post("/page/act", data=body)).status == 415
    assert playground.workspace.messages[LABCAMP] == {}


async def test_nonsense_is_answered_and_not_raised(browser: Browser) -> None:
    for what, details in (
        ("dance", {}),
        ("click", {"channel": LABCAMP}),
        ("clock", {"by": "bald"}),
        ("submit", {"view_id": "V0NOWHERE1", "values": {}}),
    ):
        assert (await browser.do(ANNA, what, **details))["ok"] is False


@pytest.mark.usefixtures("playground")
async def test_a_file_is_only_ever_saved(browser: Browser, client: AsyncWebClient) -> None:
    opened = await client.conversations_open(users=ANNA)
    await client.files_upload_v2(
        channel=opened["channel"]["id"], filename="a.html", content="<script>"
    )
    [file] = (await browser.see(ANNA))["files"].values()
    async with browser.session.get(f"/files/{file['id']}") as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="a.html"'
        assert response.content_type == "application/octet-stream"


async def test_channels_are_left_joined_and_invited_to(browser: Browser) -> None:
    await browser.do(ANNA, "leave", channel=LABCAMP)
    seen = await browser.see(ANNA)
    assert [room["name"] for room in seen["joinable"]] == ["labcamp"]
    assert "labcamp" not in [room["name"] for room in seen["channels"]]
    assert await browser.do(ANNA, "join", channel=LABCAMP) == {"ok": True}
    assert (await browser.see(ANNA))["joinable"] == []
    again = await browser.do(ADA, "invite", channel=LABCAMP, users=[ANNA])
    assert again["error"] == "already_in_channel"


async def test_people_and_channels_in_a_message_are_mentions(
    browser: Browser, playground: Playground
) -> None:
    text = (
        "Hallo @LabCamp, kommt @anna? Mehr in #labcamp, nicht an @niemand: https://a.example/@anna"
    )
    await browser.do(ANNA, "say", channel=LABCAMP, text=text)
    bot = playground.workspace.bot_user
    assert (await browser.see(ANNA))["messages"][LABCAMP][-1]["text"] == (
        f"Hallo <@{bot}>, kommt <@{ANNA}>? Mehr in <#{LABCAMP}|labcamp>, nicht an @niemand: "
        "<https://a.example/@anna>"
    )


async def test_a_message_shortcut_is_used_and_addresses_become_links(
    browser: Browser, playground: Playground, bot: RecordingBot
) -> None:
    playground.message_shortcuts["keep"] = "Aufheben"
    text = "Schaut: https://example.org/a?b=1&c=2, oder <!channel>"
    await browser.do(ANNA, "say", channel=LABCAMP, text=text)
    seen = await browser.see(ANNA)
    assert seen["message_shortcuts"] == {"keep": "Aufheben"}
    said = seen["messages"][LABCAMP][-1]
    assert said["text"] == ("Schaut: <https://example.org/a?b=1&amp;c=2>, oder &lt;!channel&gt;")
    answer = await browser.do(
        ANNA, "message_action", callback_id="keep", channel=LABCAMP, ts=said["ts"]
    )
    assert answer == {"ok": True}
    (payload,) = parse_qs(bot.requests[-1][1])["payload"]
    assert json.loads(payload)["message"]["text"] == said["text"]


async def test_a_file_goes_into_a_form_and_only_the_bots_token_opens_it(
    playground: Playground, bot: RecordingBot, browser: Browser, client: AsyncWebClient
) -> None:
    element = {"type": "file_input", "action_id": "v", "filetypes": ["ics"], "max_files": 1}
    label = {"type": "plain_text", "text": "Datei"}
    block = {"type": "input", "block_id": "file", "label": label, "element": element}
    view = {"type": "modal", "title": label, "submit": label, "blocks": [block]}

    async def open_form() -> Any:
        trigger = playground.workspace.new_trigger(ADA).id
        return await client.views_open(trigger_id=trigger, view=view)

    playground.scopes -= {"files:read"}
    with pytest.raises(SlackApiError, match="missing_scope"):
        await open_form()
    playground.scopes |= {"files:read"}
    form = (await open_form())["view"]["id"]

    calendar = await browser.upload(ADA, "EINLADUNG.ics", b"BEGIN:VCALENDAR")
    picture = await browser.upload(ADA, "bild.png", b"x")
    foreign = await browser.upload(ANNA, "a.ics", b"x")
    refused = await browser.do(ADA, "submit", view_id=form, values={"file": {"v": [foreign]}})
    assert refused["error"] == "file_not_found"
    for wrong in ([picture], [calendar, calendar]):
        refused = await browser.do(ADA, "submit", view_id=form, values={"file": {"v": wrong}})
        assert refused["error"] == "form_incomplete"
    await browser.do(ADA, "submit", view_id=form, values={"file": {"v": [calendar]}})
    sent = json.loads(parse_qs(bot.requests[-1][1])["payload"][0])
    (file,) = sent["view"]["state"]["values"]["file"]["v"]["files"]
    assert (file["name"], file["size"], file["filetype"]) == ("EINLADUNG.ics", 15, "ics")

    token = {"Authorization": f"Bearer {playground.credentials.bot_token}"}
    async with browser.session.get(file["url_private_download"], headers=token) as got:
        assert (got.content_type, await got.read()) == ("text/calendar", b"BEGIN:VCALENDAR")
    async with browser.session.get(file["url_private_download"]) as led_away:
        assert (led_away.content_type, led_away.url.path) == ("text/html", "/signin")


async def test_the_page_is_told_what_is_planned_and_goes_there(
    browser: Browser, playground: Playground
) -> None:
    async with browser.session.get("/page/clock") as response:
        assert (await response.json())["things"] == []
    assert (await browser.do(ANNA, "clock", next=True))["error"] == "nothing_planned"
    at = playground.workspace.clock.now() + 7200
    assert (await browser.do(ANNA, "clock", at=at))["ok"]
    assert round((await browser.see(ANNA))["offset"]) == 7200


async def test_somebody_looks_from_another_zone_and_the_bot_is_told(
    browser: Browser, playground: Playground, bot: RecordingBot
) -> None:
    assert (await browser.do(ANNA, "zone", tz="Asia/Tokyo"))["ok"]
    await playground.settled()
    [anna] = [user for user in (await browser.see(ANNA))["users"] if user["id"] == ANNA]
    assert anna["tz"] == "Asia/Tokyo"
    assert [event["user"]["tz"] for event in bot.events()] == ["Asia/Tokyo"]
    assert (await browser.do(ANNA, "zone", tz="Mond/Meer"))["error"] == "invalid_timezone"
