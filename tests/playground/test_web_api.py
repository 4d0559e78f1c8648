"""The Web API, spoken to by Slack's own client."""

import asyncio
from typing import Any, Literal

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, Workspace
from playground.models import User
from playground.rates import Rates
from playground.sample import ADA, ALLGEMEIN, ANNA, FRANCES, GUSTAV, IDA, LABCAMP, ORGA, STRANGER

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "rsvp_yes", "text": {"type": "plain_text", "text": "Ja"}}
    ],
}


async def refused(call: Any) -> dict[str, Any]:
    """The answer with which Slack refuses a call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: dict[str, Any] = caught.value.response.data
    assert answer["ok"] is False
    return answer


async def test_auth_test_names_the_bot(playground: Playground, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert answer["user_id"] == playground.workspace.bot_user
    assert answer["bot_id"] == playground.workspace.bot_id
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]
    assert "Date" in answer.headers


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("app", "users.info", "not_allowed_token_type"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
        ("bot", "chat.shout", "unknown_method"),
    ],
)
async def test_a_wrong_token_or_method_is_refused(
    playground: Playground, token: str, method: str, error: str
) -> None:
    known = {"app": playground.credentials.app_token, "bot": playground.credentials.bot_token}
    client = AsyncWebClient(known.get(token, token), base_url=playground.api_url)
    assert (await refused(client.api_call(method)))["error"] == error


async def test_a_missing_scope_is_named() -> None:
    playground = Playground(Workspace.sample(), manifest_scopes=frozenset({"chat:write"}))
    await playground.start()
    try:
        token = playground.credentials.bot_token
        client = AsyncWebClient(token, base_url=playground.api_url)
        answer = await refused(client.users_info(user=ANNA))
    finally:
        await playground.stop()
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "users:read"
    assert answer["provided"] == "chat:write"


async def test_a_form_and_json_are_both_read(playground: Playground) -> None:
    headers = {"Authorization": f"Bearer {playground.credentials.bot_token}"}
    url = f"{playground.api_url}chat.postMessage"
    async with aiohttp.ClientSession(headers=headers) as session:
        form = {"channel": LABCAMP, "text": "Formular", "blocks": '[{"type":"divider"}]'}
        async with session.post(url, data=form) as response:
            assert (await response.json())["message"]["blocks"][0]["type"] == "divider"
        async with session.post(url, json={"channel": LABCAMP, "text": "JSON"}) as response:
            assert (await response.json())["ok"] is True
        broken = {"Content-Type": "application/json"}
        async with session.post(url, data="{", headers=broken) as response:
            assert (await response.json())["error"] == "invalid_json"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        (ALLGEMEIN, "not_in_channel"),
        (ORGA, None),
        ("C0NOWHERE1", "channel_not_found"),
        ("#labcamp", None),
        (ANNA, None),
        (IDA, "channel_not_found"),
        (STRANGER, "channel_not_found"),
    ],
)
async def test_messages_go_only_where_the_bot_may_post(
    client: AsyncWebClient, channel: str, error: str | None
) -> None:
    call = client.chat_postMessage(channel=channel, text="Hallo")
    if error:
        assert (await refused(call))["error"] == error
    else:
        assert (await call)["ok"]


async def test_a_message_to_a_person_opens_the_direct_message(
    playground: Playground, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel=ANNA, text="Nur für dich")
    assert answer["channel"].startswith("D")
    assert [m.text for m in playground.as_user(ANNA).direct_messages] == ["Nur für dich"]
    opened = await client.conversations_open(users=[ANNA])
    assert opened["channel"]["id"] == answer["channel"]


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    playground: Playground, client: AsyncWebClient
) -> None:
    hidden = playground.workspace.add_channel("geheim", [ADA], is_private=True, bot=False)
    for call in (
        client.chat_postMessage(channel=hidden.id, text="?"),
        client.reactions_get(channel=hidden.id, timestamp="1702425012.000300"),
    ):
        assert (await refused(call))["error"] == "channel_not_found"


async def test_an_archived_channel_takes_no_messages(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.workspace.channels[LABCAMP].is_archived = True
    answer = await refused(client.chat_postMessage(channel=LABCAMP, text="zu spät"))
    assert answer["error"] == "is_archived"


async def test_empty_messages_and_bad_blocks_are_refused(client: AsyncWebClient) -> None:
    # Not by the client's own method, which warns of a missing text itself.
    empty = client.api_call("chat.postMessage", json={"channel": LABCAMP, "text": ""})
    assert (await refused(empty))["error"] == "no_text"
    long = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    answer = await refused(client.chat_postMessage(channel=LABCAMP, text="x", blocks=long))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_blocks_without_a_text_are_warned_of(
    playground: Playground, client: AsyncWebClient
) -> None:
    with pytest.warns(UserWarning, match="text"):
        answer = await client.chat_postMessage(channel=LABCAMP, blocks=[BUTTON])
    assert answer["response_metadata"]["warnings"] == ["missing_text_in_message"]
    assert playground.warnings == ["chat.postMessage: missing_text_in_message"]


async def test_an_update_keeps_what_it_does_not_name_but_a_text_takes_the_blocks(
    client: AsyncWebClient,
) -> None:
    sent_as = {"event_type": "labcamp", "event_payload": {"send_id": "1"}}
    post = await client.chat_postMessage(
        channel=LABCAMP, text="alt", blocks=[BUTTON], metadata=sent_as
    )
    where = {"channel": LABCAMP, "ts": post["ts"]}
    with_attachment = client.chat_update(
        **where, attachments=[{"text": "dazu", "fallback": "dazu"}]
    )
    message = (await with_attachment)["message"]
    assert message["text"] == "alt"
    assert message["blocks"][0]["elements"][0]["action_id"] == "rsvp_yes"
    message = (await client.chat_update(**where, text="neu"))["message"]
    assert message["text"] == "neu"
    assert "blocks" not in message
    assert message["attachments"][0]["text"] == "dazu"
    assert message["metadata"] == sent_as
    answer = await refused(client.chat_update(**where, text="x" * 4001))
    assert answer["error"] == "msg_too_long"


async def test_only_the_bots_own_messages_can_be_changed(
    playground: Playground, client: AsyncWebClient
) -> None:
    said = playground.as_user(ANNA).say(LABCAMP, "Ich bringe Kuchen mit")
    where: dict[str, Any] = {"channel": LABCAMP, "ts": said.ts}
    assert (await refused(client.chat_update(**where, text="x")))["error"] == "cant_update_message"
    assert (await refused(client.chat_delete(**where)))["error"] == "cant_delete_message"
    where["ts"] = "1702425012.000300"
    assert (await refused(client.chat_update(**where, text="x")))["error"] == "message_not_found"


async def test_history_is_paged_and_shows_metadata_only_when_asked(
    client: AsyncWebClient,
) -> None:
    sent = []
    for number in range(5):
        metadata = {"event_type": "labcamp", "event_payload": {"n": number}}
        post = await client.chat_postMessage(channel=LABCAMP, text=str(number), metadata=metadata)
        sent.append(post["ts"])
    first = await client.conversations_history(channel=LABCAMP, limit=2)
    assert [m["text"] for m in first["messages"]] == ["4", "3"]
    assert "metadata" not in first["messages"][0]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(
        channel=LABCAMP, limit=9, cursor=cursor, include_all_metadata=True
    )
    assert [m["metadata"]["event_payload"]["n"] for m in rest["messages"]] == [2, 1, 0]
    assert rest["has_more"] is False
    after = await client.conversations_history(channel=LABCAMP, oldest=sent[3])
    assert [m["text"] for m in after["messages"]] == ["4"]
    after = await client.conversations_history(channel=LABCAMP, oldest=sent[3], inclusive=True)
    assert len(after["messages"]) == 2
    assert (await refused(client.conversations_history(channel=LABCAMP, cursor="?")))[
        "error"
    ] == "invalid_cursor"
    assert (await refused(client.conversations_history(channel=ALLGEMEIN)))[
        "error"
    ] == "not_in_channel"


async def test_threads_are_in_replies_and_broadcasts_in_both(client: AsyncWebClient) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Einladung")
    where: dict[str, Any] = {"channel": LABCAMP, "thread_ts": post["ts"]}
    await client.chat_postMessage(**where, text="leise")
    await client.chat_postMessage(**where, text="laut", reply_broadcast=True)
    history = await client.conversations_history(channel=LABCAMP)
    assert [m["text"] for m in history["messages"]] == ["laut", "Einladung"]
    assert history["messages"][1]["reply_count"] == 2
    replies = await client.conversations_replies(channel=LABCAMP, ts=post["ts"])
    assert [m["text"] for m in replies["messages"]] == ["Einladung", "leise", "laut"]


async def test_a_reply_to_what_is_gone_stands_in_the_channel(
    playground: Playground, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Einladung")
    playground.workspace.delete_message(LABCAMP, post["ts"])
    reply = await client.chat_postMessage(
        channel=LABCAMP, thread_ts=post["ts"], text="laut", reply_broadcast=True
    )
    assert "thread_ts" not in reply["message"]
    assert "subtype" not in reply["message"]


async def test_reactions_come_and_go_as_in_slack(
    playground: Playground, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Kommt ihr?")
    where = {"channel": LABCAMP, "timestamp": post["ts"]}
    await client.reactions_add(**where, name="white_check_mark")
    again = await refused(client.reactions_add(**where, name="white_check_mark"))
    assert again["error"] == "already_reacted"
    assert (await refused(client.reactions_add(**where, name=":x:")))["error"] == "invalid_name"
    assert (await refused(client.reactions_remove(**where, name="x")))["error"] == "no_reaction"
    for number in range(30):
        person = playground.workspace.add_user(User(f"gast{number}"))
        playground.workspace.react(LABCAMP, post["ts"], person.id, "white_check_mark")
    short = (await client.reactions_get(**where))["message"]["reactions"][0]
    full = (await client.reactions_get(**where, full=True))["message"]["reactions"][0]
    assert short["count"] == full["count"] == 31
    assert len(short["users"]) < len(full["users"]) == 31


async def test_people_are_described_and_their_language_only_when_asked(
    client: AsyncWebClient,
) -> None:
    assert "locale" not in (await client.users_info(user=FRANCES))["user"]
    answer = await client.users_info(user=FRANCES, include_locale=True)
    assert answer["user"]["locale"] == "en-US"
    assert (await client.users_info(user=GUSTAV))["user"]["is_restricted"] is True
    assert (await client.users_info(user=IDA))["user"]["deleted"] is True
    assert (await refused(client.users_info(user=STRANGER)))["error"] == "user_not_visible"
    assert (await refused(client.users_info(user="U0NOBODY1")))["error"] == "user_not_found"
    groups = await refused(client.usergroups_users_list(usergroup="S1"))
    assert groups["error"] == "paid_teams_only"


async def test_private_channels_are_listed_only_with_their_scope(client: AsyncWebClient) -> None:
    listed = await client.conversations_list()
    assert {c["name"]: c["is_member"] for c in listed["channels"]} == {
        "labcamp": True,
        "allgemein": False,
    }
    answer = await refused(client.conversations_list(types="public_channel,private_channel"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    playground: Playground, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel=LABCAMP, user=ANNA, text="psst")
    assert [e.text for e in playground.as_user(ANNA).ephemerals(LABCAMP)] == ["psst"]
    assert playground.as_user(ADA).ephemerals(LABCAMP) == []
    answer = await refused(client.chat_postEphemeral(channel=LABCAMP, user=STRANGER, text="?"))
    assert answer["error"] == "user_not_in_channel"


async def test_an_ephemeral_message_in_a_thread_is_shown_only_where_there_is_one(
    playground: Playground, client: AsyncWebClient
) -> None:
    anna = playground.as_user(ANNA)
    first = anna.say(LABCAMP, "Wer bringt Kuchen mit?")
    whisper: dict[str, Any] = {"channel": LABCAMP, "user": ANNA, "thread_ts": first.ts}
    await client.chat_postEphemeral(**whisper, text="nirgends")
    anna.say(LABCAMP, "Ich!", thread_ts=first.ts)
    await client.chat_postEphemeral(**whisper, text="im Thread")
    assert [(e.text, e.thread_ts) for e in anna.ephemerals()] == [("im Thread", first.ts)]


async def test_the_workspaces_people_are_listed_page_by_page(client: AsyncWebClient) -> None:
    found: dict[str, dict[str, Any]] = {}
    cursor = ""
    while True:
        answer = await client.users_list(limit=5, cursor=cursor)
        assert len(answer["members"]) <= 5
        found |= {user["id"]: user for user in answer["members"]}
        cursor = answer["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found[ANNA]["real_name"] == "Anna Stadtlabor"
    assert found[IDA]["deleted"]
    assert found[GUSTAV]["is_restricted"]
    assert STRANGER not in found
    assert (await refused(client.users_list(limit=5, cursor="nonsense")))["error"] == (
        "invalid_cursor"
    )


async def test_a_file_is_not_shared_with_a_persons_own_id(
    playground: Playground, client: AsyncWebClient
) -> None:
    begun = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    async with aiohttp.ClientSession() as session:
        await session.post(begun["upload_url"], data=b"a")
    files = [{"id": begun["file_id"]}]
    no = await refused(client.files_completeUploadExternal(files=files, channel_id=ANNA))
    assert no["error"] == "invalid_arguments"
    assert "^[CGDZ][A-Z0-9]{8,}$" in no["response_metadata"]["messages"][0]


async def test_an_upload_can_go_wrong_too(playground: Playground, client: AsyncWebClient) -> None:
    begun = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    playground.faults.add("upload", "500_before")
    async with aiohttp.ClientSession() as session:
        for status in (500, 200):
            async with session.post(begun["upload_url"], data=b"a") as answer:
                assert answer.status == status


async def test_a_file_is_uploaded_shared_and_deleted(
    playground: Playground, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users=ANNA)
    answer = await client.files_upload_v2(
        channel=opened["channel"]["id"], filename="daten.json", content="{}", title="Deine Daten"
    )
    [message] = playground.as_user(ANNA).direct_messages
    file = playground.workspace.files[message.files[0]]
    assert answer["files"][0]["ims"] == [opened["channel"]["id"]]
    assert answer["files"][0]["channels"] == []
    assert (file.content, file.title) == (b"{}", "Deine Daten")
    await client.files_delete(file=answer["files"][0]["id"])
    assert playground.as_user(ANNA).direct_messages == []
    assert (await refused(client.files_delete(file=file.id)))["error"] == "file_not_found"


async def test_messages_beyond_a_burst_must_wait(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.api.rates = Rates(lambda: 0.0)
    for _ in range(10):
        await client.chat_postMessage(channel=LABCAMP, text="noch eine")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=LABCAMP, text="zu viele")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel=ORGA, text="anderswo"))["ok"]


@pytest.mark.parametrize("kind", ["500_before", "500_after", "reset_before", "reset_after"])
async def test_a_fault_before_prevents_and_a_fault_after_hides_the_effect(
    playground: Playground, client: AsyncWebClient, kind: str
) -> None:
    playground.faults.add("chat.postMessage", kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=LABCAMP, text="vielleicht")
    assert len(playground.workspace.messages[LABCAMP]) == kind.endswith("after")
    assert not playground.calls[-1].ok
    assert (await client.chat_postMessage(channel=LABCAMP, text="sicher"))["ok"]


async def test_a_fault_can_be_429_or_any_error_or_silence(
    playground: Playground, client: AsyncWebClient
) -> None:
    playground.faults.add("chat.postMessage", "429", retry_after=7)
    playground.faults.add("chat.postMessage", "error:internal_error")
    playground.faults.add("chat.postMessage", "hang")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=LABCAMP, text="x")
    assert caught.value.response.headers["Retry-After"] == "7"
    answer = await refused(client.chat_postMessage(channel=LABCAMP, text="x"))
    assert answer["error"] == "internal_error"
    client.timeout = 0.1  # type: ignore[assignment]
    with pytest.raises(asyncio.TimeoutError):
        await client.chat_postMessage(channel=LABCAMP, text="x")
    with pytest.raises(ValueError, match="no such kind"):
        playground.faults.add("chat.postMessage", "whim")


@pytest.mark.parametrize(("moment", "there"), [("before", 0), ("after", 1)])
async def test_a_call_is_held_before_or_after_its_effect_until_it_is_let_go(
    playground: Playground, client: AsyncWebClient, moment: Literal["before", "after"], there: int
) -> None:
    held = playground.faults.hold("chat.postMessage", moment)
    posting = asyncio.create_task(client.chat_postMessage(channel=LABCAMP, text="gleich"))
    await held.reached()
    assert len(playground.workspace.messages[LABCAMP]) == there
    assert not posting.done()
    held.release()
    assert (await posting)["ok"]
    assert len(playground.workspace.messages[LABCAMP]) == 1


async def test_what_is_held_before_its_effect_never_happens_when_the_caller_goes_away(
    playground: Playground, client: AsyncWebClient
) -> None:
    held = playground.faults.hold("chat.postMessage", "before")
    posting = asyncio.create_task(client.chat_postMessage(channel=LABCAMP, text="gleich"))
    await held.reached()
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    await client.auth_test()
    held.release()
    await client.auth_test()
    assert playground.workspace.messages[LABCAMP] == {}


@pytest.mark.parametrize(
    "address", ["https://example.org/weg.png", "https://bilder.invalid/gibt-es-nicht.png"]
)
async def test_what_shows_a_picture_that_can_not_be_loaded_is_refused_whole(
    playground: Playground, client: AsyncWebClient, address: str
) -> None:
    playground.workspace.lost_pictures.add("https://example.org/weg.png")
    words: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "Schaut!"}}
    blocks: list[dict[str, Any]] = [words, {"type": "image", "image_url": address, "alt_text": "x"}]
    answer = await refused(client.chat_postMessage(channel=LABCAMP, text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["downloading image failed [json-pointer:/blocks/1/image_url]"]
    post = await client.chat_postMessage(channel=LABCAMP, text="x", blocks=[words])
    update = client.chat_update(channel=LABCAMP, ts=post["ts"], text="y", blocks=blocks)
    assert (await refused(update))["error"] == "invalid_blocks"
    assert playground.workspace.message(LABCAMP, post["ts"]).text == "x"
    view = {"type": "home", "blocks": blocks}
    answer = await refused(client.views_publish(user_id=ANNA, view=view))
    assert answer["error"] == "invalid_arguments"
    assert answer["errors"] == ["downloading image failed [json-pointer:/view/blocks/1/image_url]"]
    playground.workspace.lost_pictures.clear()
    if "invalid" not in address:
        assert (await client.chat_postMessage(channel=LABCAMP, text="x", blocks=blocks))["ok"]
