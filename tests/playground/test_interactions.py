"""Commands, clicks, modals and events over signed HTTP requests."""

import asyncio
import json
import time
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground import Playground, Response, limits, sign
from playground.clicks import tells_bot
from playground.errors import SlackSaysNo
from playground.sample import ADA, ALLGEMEIN, ANNA, GUSTAV, LABCAMP, ORGA
from tests.playground.recording_bot import RecordingBot

BUTTONS = [
    {
        "type": "actions",
        "block_id": "rsvp",
        "elements": [
            {
                "type": "button",
                "action_id": "rsvp_yes",
                "text": {"type": "plain_text", "text": "Ja"},
                "value": "11",
            }
        ],
    }
]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


MODAL = {
    "type": "modal",
    "callback_id": "new_event",
    "title": plain("Neues LabCamp"),
    "submit": plain("Anlegen"),
    "private_metadata": "11",
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": plain("Titel"),
            "element": {"type": "plain_text_input", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "kind",
            "label": plain("Art"),
            "optional": True,
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [
                    {"text": plain("Bild"), "value": "picture"},
                    {"text": plain("Folien"), "value": "slides"},
                ],
            },
        },
    ],
}


async def open_modal(playground: Playground, client: AsyncWebClient) -> str:
    """Opens the modal for Ada, and returns its id."""
    trigger = playground.workspace.new_trigger(ADA)
    answer = await client.views_open(trigger_id=trigger.id, view=MODAL)
    return str(answer["view"]["id"])


async def test_a_command_arrives_signed_and_its_ack_is_shown(
    playground: Playground, bot: RecordingBot
) -> None:
    bot.will({"text": "Das nächste LabCamp", "blocks": BUTTONS})
    reply = await playground.as_user(ANNA).command("/labcamp  next ", LABCAMP)
    assert (reply.status, reply.text, reply.response_type) == (
        200,
        "Das nächste LabCamp",
        "ephemeral",
    )
    [(headers, body, valid)] = bot.requests
    assert valid
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    form = {k: v[0] for k, v in parse_qs(body).items()}
    assert (form["command"], form["text"], form["user_id"]) == ("/labcamp", "next", ANNA)
    assert form["is_enterprise_install"] == "false"
    assert form["api_app_id"] == playground.workspace.app_id


@pytest.mark.usefixtures("bot")
async def test_people_channels_and_addresses_in_a_command_are_escaped(
    playground: Playground,
) -> None:
    text = "/labcamp organizers add @anna #labcamp https://example.org A&B <@U0ANNASTADT|anna>"
    reply = await playground.as_user(ADA).command(text, LABCAMP)
    assert reply.payload["text"] == (
        f"organizers add <@{ANNA}|anna> <#{LABCAMP}|labcamp> <https://example.org> A&amp;B "
        "<@U0ANNASTADT|anna>"
    )


@pytest.mark.parametrize(
    ("status", "error"), [(500, "http_service_error"), (404, "http_client_error")]
)
async def test_a_failed_command_is_never_repeated(
    playground: Playground, bot: RecordingBot, status: int, error: str
) -> None:
    bot.will(status=status)
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    await playground.settled()
    assert (reply.status, reply.error, reply.text) == (status, error, "")
    assert len(bot.requests) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_command_that_nobody_answers_times_out(playground: Playground) -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    playground.connect_http(f"http://127.0.0.1:{port}/")
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    server.close()
    await server.wait_closed()
    assert (reply.status, reply.error) == (None, "operation_timeout")


async def test_an_ack_with_bad_blocks_is_dropped(playground: Playground, bot: RecordingBot) -> None:
    bot.will({"text": "x", "blocks": [{"type": "marquee"}]})
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    assert reply.error == "invalid_blocks"
    assert reply.faults == ("unsupported type: marquee [json-pointer:/blocks/0/type]",)
    assert playground.as_user(ANNA).ephemerals() == []


async def test_a_click_carries_the_message_and_answers_go_to_the_response_url(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Kommt ihr?", blocks=BUTTONS)
    anna = playground.as_user(ANNA)
    reply = await anna.click(LABCAMP, post["ts"], "rsvp_yes")
    payload = json.loads(parse_qs(bot.requests[-1][1])["payload"][0])
    assert payload == reply.payload
    assert payload["type"] == "block_actions"
    assert payload["container"] == {
        "type": "message",
        "message_ts": post["ts"],
        "channel_id": LABCAMP,
        "is_ephemeral": False,
    }
    assert payload["actions"][0]["value"] == "11"
    assert payload["message"]["text"] == "Kommt ihr?"
    answer = await AsyncWebhookClient(payload["response_url"]).send(
        text="Schön!", replace_original=False
    )
    assert (answer.status_code, answer.body) == (200, "ok")
    assert [e.text for e in anna.ephemerals(LABCAMP)] == ["Schön!"]
    with pytest.raises(AssertionError, match="only: rsvp_yes"):
        await anna.click(LABCAMP, post["ts"], "rsvp_no")


async def test_a_click_in_an_ephemeral_message_carries_no_message(
    playground: Playground, bot: RecordingBot
) -> None:
    bot.will({"text": "Karte", "blocks": BUTTONS})
    anna = playground.as_user(ANNA)
    card = await anna.command("/labcamp next", LABCAMP)
    click = await anna.click_reply(card, "rsvp_yes")
    assert click.payload["container"]["is_ephemeral"] is True
    assert "message" not in click.payload
    url = AsyncWebhookClient(click.payload["response_url"])
    await url.send(text="Du bist dabei", replace_original=True)
    assert [e.text for e in anna.ephemerals()] == ["Du bist dabei"]
    await url.send(delete_original=True)
    assert anna.ephemerals() == []
    bot.will({"text": "Karte", "blocks": BUTTONS})
    other = await anna.command("/labcamp next", LABCAMP)
    with pytest.raises(AssertionError, match="nobody else"):
        await playground.as_user(ADA).click_reply(other, "rsvp_yes")


@pytest.mark.usefixtures("bot")
async def test_a_response_url_works_five_times_within_half_an_hour(playground: Playground) -> None:
    first = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    url = AsyncWebhookClient(first.payload["response_url"])
    assert (await url.send(blocks=[{"type": "marquee"}])).body == "invalid_blocks"
    for _ in range(5):
        assert (await url.send(text="noch etwas")).status_code == 200
    sixth = await url.send(text="zu viel")
    assert (sixth.status_code, sixth.body) == (404, "used_url")
    second = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    playground.move_clock(31 * 60)
    late = await AsyncWebhookClient(second.payload["response_url"]).send(text="zu spät")
    assert (late.status_code, late.body) == (404, "expired_url")


async def test_a_trigger_opens_one_modal_within_three_seconds(
    playground: Playground, client: AsyncWebClient
) -> None:
    trigger = playground.workspace.new_trigger(ADA).id
    await client.views_open(trigger_id=trigger, view=MODAL)
    for given, error in ((trigger, "exchanged_trigger_id"), ("1.2.3", "invalid_trigger_id")):
        with pytest.raises(SlackApiError) as caught:
            await client.views_open(trigger_id=given, view=MODAL)
        assert caught.value.response["error"] == error
    late = playground.workspace.new_trigger(ADA).id
    playground.move_clock(limits.TRIGGER_SECONDS + 1)
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=late, view=MODAL)
    assert caught.value.response["error"] == "expired_trigger_id"


async def test_a_bad_view_is_refused_with_its_faults(
    playground: Playground, client: AsyncWebClient
) -> None:
    trigger = playground.workspace.new_trigger(ADA).id
    bad = {**MODAL, "title": plain("Ein viel zu langer Titel für ein Fenster")}
    del bad["submit"]
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=trigger, view=bad)
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
        "[ERROR] missing required field: submit [json-pointer:/view]",
    ]


async def test_a_submitted_modal_carries_its_values_and_closes(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    ada = playground.as_user(ADA)
    view_id = await open_modal(playground, client)
    incomplete = await ada.submit(view_id)
    assert (incomplete.error, list(incomplete.errors)) == ("form_incomplete", ["title"])
    assert bot.requests == []
    reply = await ada.submit(view_id, {"title": {"value": "Wirkung"}, "kind": {"value": "slides"}})
    values = reply.payload["view"]["state"]["values"]
    assert values["title"]["value"] == {"type": "plain_text_input", "value": "Wirkung"}
    assert values["kind"]["value"]["selected_option"]["value"] == "slides"
    assert reply.payload["view"]["private_metadata"] == "11"
    assert (reply.response_action, ada.views) == (None, [])


async def test_a_submission_can_be_answered_with_errors_update_push_and_clear(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    ada = playground.as_user(ADA)
    view_id = await open_modal(playground, client)
    given = {"title": {"value": "Wirkung"}}

    async def answered(body: dict[str, object]) -> Response:
        bot.will(body)
        return await ada.submit(ada.views[-1].id, given)

    reply = await answered({"response_action": "errors", "errors": {"title": "zu kurz"}})
    assert reply.errors == ada.views[-1].errors == {"title": "zu kurz"}
    reply = await answered({"response_action": "errors", "errors": {"nowhere": "?"}})
    assert reply.error == "invalid_response_action"
    await answered({"response_action": "update", "view": {**MODAL, "title": plain("Neu")}})
    assert ada.views[-1].content["title"]["text"] == "Neu"
    assert ada.views[-1].state["title"]["value"]["value"] == "Wirkung"
    await answered({"response_action": "push", "view": MODAL})
    assert [v.previous_id for v in ada.views] == [None, view_id]
    await answered({"response_action": "push", "view": MODAL})
    assert (await answered({"response_action": "push", "view": MODAL})).error == (
        "push_limit_reached"
    )
    await answered({"response_action": "clear"})
    assert ada.views == []


async def test_an_update_needs_the_right_hash(
    playground: Playground, client: AsyncWebClient
) -> None:
    view_id = await open_modal(playground, client)
    for arguments, error in (
        ({"view_id": view_id, "hash": "1.old"}, "hash_conflict"),
        ({"view_id": "V0NOWHERE1"}, "not_found"),
    ):
        with pytest.raises(SlackApiError) as caught:
            await client.views_update(view=MODAL, **arguments)
        assert caught.value.response["error"] == error
    own = playground.as_user(ADA).views[0].hash
    assert (await client.views_update(view=MODAL, view_id=view_id, hash=own))["ok"]


async def test_a_home_is_published_and_clicked(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    anna = playground.as_user(ANNA)
    await client.views_publish(user_id=ANNA, view={"type": "home", "blocks": BUTTONS})
    await anna.open_home()
    await playground.settled()
    assert bot.events()[-1]["type"] == "app_home_opened"
    assert anna.home is not None
    click = await anna.click_view(anna.home.id, "rsvp_yes")
    assert click.payload["container"] == {"type": "view", "view_id": anna.home.id}
    assert "response_url" not in click.payload


@pytest.mark.usefixtures("bot")
async def test_shortcuts_carry_no_channel_and_message_shortcuts_the_message(
    playground: Playground, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Folien: …")
    anna = playground.as_user(ANNA)
    assert "channel" not in (await anna.shortcut("new_event")).payload
    payload = (await anna.message_action("keep", LABCAMP, post["ts"])).payload
    assert payload["message"]["text"] == "Folien: …"
    assert payload["channel"]["id"] == LABCAMP


async def test_reactions_are_told_the_bots_own_too_unless_they_are_lost(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Kommt ihr?")
    anna = playground.as_user(ANNA)
    await client.reactions_add(channel=LABCAMP, timestamp=post["ts"], name="x")
    await playground.settled()
    await anna.react(LABCAMP, post["ts"], "white_check_mark")
    await anna.react(LABCAMP, post["ts"], "x", event=False)
    await playground.settled()
    await anna.unreact(LABCAMP, post["ts"], "white_check_mark")
    await playground.settled()
    assert [(e["type"], e["user"], e["reaction"]) for e in bot.events()] == [
        ("reaction_added", playground.workspace.bot_user, "x"),
        ("reaction_added", ANNA, "white_check_mark"),
        ("reaction_removed", ANNA, "white_check_mark"),
    ]
    stamps = [e["event_ts"] for e in bot.events()]
    assert stamps == sorted(set(stamps))
    assert bot.events()[0]["item_user"] == playground.workspace.bot_user


async def test_an_event_that_is_not_taken_comes_again(
    playground: Playground, bot: RecordingBot, client: AsyncWebClient
) -> None:
    post = await client.chat_postMessage(channel=LABCAMP, text="Kommt ihr?")
    for _ in range(2):
        bot.will(status=500)
    await playground.as_user(ANNA).react(LABCAMP, post["ts"], "x")
    await playground.settled()
    retries = [
        (h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _, _ in bot.requests
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({json.loads(b)["event_id"] for _, b, _ in bot.requests}) == 1
    await playground.deliver(playground.sent[-1].payload)
    assert bot.requests[-1][1] == bot.requests[0][1]


async def test_events_of_channels_without_the_bot_are_not_told(
    playground: Playground, bot: RecordingBot
) -> None:
    hidden = playground.workspace.add_channel("ohne", [ANNA], bot=False)
    anna = playground.as_user(ANNA)
    await anna.react(hidden.id, anna.say(hidden.id, "Hallo").ts, "tada")
    await playground.settled()
    assert bot.requests == []


async def test_the_bot_is_told_of_mentions_and_of_its_direct_messages_alone(
    playground: Playground, bot: RecordingBot
) -> None:
    mention = f"<@{playground.workspace.bot_user}> next"
    anna = playground.as_user(ANNA)
    anna.say(LABCAMP, "Hallo")
    said = anna.say(LABCAMP, mention)
    anna.say(ALLGEMEIN, mention)  # the bot is not there
    await playground.settled()
    direct = anna.say_to_bot(mention)
    anna.edit(direct, "anders")
    await playground.settled()
    told = [(e["type"], e.get("subtype"), e["channel"]) for e in bot.events()]
    assert told == [
        ("app_mention", None, LABCAMP),
        ("message", None, direct.channel),
        ("message", "message_changed", direct.channel),
    ]
    assert (bot.events()[0]["text"], bot.events()[0]["ts"]) == (mention, said.ts)
    assert "channel_type" not in bot.events()[0]
    assert bot.events()[2]["message"]["text"] == "anders"


async def test_the_bot_is_told_who_comes_into_its_channels(
    playground: Playground, bot: RecordingBot
) -> None:
    anna, ada = playground.as_user(ANNA), playground.as_user(ADA)
    for room in (LABCAMP, ALLGEMEIN):
        with pytest.raises(SlackSaysNo):
            anna.join(room)  # she is in both
    anna.leave(LABCAMP)
    anna.join(LABCAMP)
    anna.leave(LABCAMP)
    ada.invite(LABCAMP, ANNA)
    ada.invite(ORGA, ANNA)  # private: groups:read is not among the scopes
    await playground.settled()
    assert [(e["type"], e["user"], e["channel"]) for e in bot.events()] == [
        ("member_joined_channel", ANNA, LABCAMP)
    ] * 2
    assert [e.get("inviter") for e in bot.events()] == [None, ADA]


async def test_a_private_channel_is_joined_by_invitation_only(playground: Playground) -> None:
    with pytest.raises(SlackSaysNo):
        playground.as_user(ANNA).join(ORGA)
    with pytest.raises(SlackSaysNo):
        playground.as_user(ANNA).invite(ORGA, ANNA)
    guest = playground.as_user(GUSTAV)
    guest.leave(LABCAMP)
    with pytest.raises(SlackSaysNo):
        guest.join(LABCAMP)
    with pytest.raises(SlackSaysNo):
        playground.as_user(ADA).leave(ALLGEMEIN)


async def test_without_its_scope_no_mention_is_told(playground: Playground) -> None:
    playground.scopes -= {"app_mentions:read"}
    playground.as_user(ANNA).say(LABCAMP, f"<@{playground.workspace.bot_user}> next")
    assert playground.sent == []


async def test_what_the_bot_changes_in_a_direct_message_comes_back_as_a_change(
    playground: Playground, client: AsyncWebClient, bot: RecordingBot
) -> None:
    post = await client.chat_postMessage(channel=ANNA, text="alt")
    where = {"channel": post["channel"], "ts": post["ts"]}
    await client.chat_update(**where, text="neu")
    await client.chat_delete(**where)
    await playground.settled()
    subtypes = sorted(str(event.get("subtype")) for event in bot.events())
    assert subtypes == ["None", "message_changed", "message_deleted"]


@pytest.mark.usefixtures("bot")
async def test_forged_requests_can_be_sent(playground: Playground) -> None:
    now = str(int(time.time()))
    for secret, status in (("wrong", 401), (playground.credentials.signing_secret, 200)):
        headers = {
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": sign("null", now, secret),
            "Content-Type": "application/json",
        }
        assert (await playground.send_raw(headers, "null")).status == status


async def test_the_clock_moves_for_everyone_who_reads_its_file(playground: Playground) -> None:
    before = playground.workspace.clock.now()
    assert playground.move_clock(3600) == 3600
    assert playground.workspace.clock.now() - before >= 3600
    ahead = float(playground.workspace.clock.next_ts())
    assert playground.set_clock(0) == 0
    assert float(playground.workspace.clock.next_ts()) > ahead


async def test_a_taken_port_is_named(playground: Playground) -> None:
    port = int(playground.url.rsplit(":", 1)[1])
    other = Playground(playground.workspace)
    with pytest.raises(OSError, match=f"can't listen on 127.0.0.1:{port}"):
        await other.start(port=port)


@pytest.mark.usefixtures("bot")
async def test_a_fault_can_strike_a_response_url(playground: Playground) -> None:
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    playground.faults.add("response_url", "reset_after")
    with pytest.raises(aiohttp.ClientError):
        await AsyncWebhookClient(reply.payload["response_url"], retry_handlers=[]).send(text="x")
    assert [e.text for e in playground.as_user(ANNA).ephemerals()] == ["x"]


def test_the_bot_is_told_of_each_sign_only_where_the_field_asked_for_it() -> None:
    element = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    block = {"dispatch_action": True}
    assert tells_bot(block, element, "on_character_entered")
    assert not tells_bot(block, element, "on_enter_pressed")
    assert not tells_bot(block, {}, "on_character_entered")
    assert tells_bot(block, {}, "on_enter_pressed")
    assert not tells_bot({}, element, "on_character_entered")
