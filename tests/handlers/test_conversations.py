"""What is said to the bot: in its direct message, or after a mention of it."""

import json

import pytest

from bot.locales import texts
from playground import SlackMessage
from playground.models import Ephemeral
from playground.sample import ALLGEMEIN, GUSTAV, LABCAMP, REMINDER_BOT
from storage import handled_events
from storage.tables import metadata
from tests.builders import a_full_event, an_item
from tests.stage import Stage

BOT = "<@U0LABCAMPBOT>"


async def answers(stage: Stage, text: str, **more: str) -> list[SlackMessage]:
    """What the bot answers Anna in her direct message."""
    before = len(stage.anna.direct_messages)
    stage.anna.say_to_bot(text, **more)
    await stage.deliver()
    return stage.anna.direct_messages[before:]


async def answer(stage: Stage, text: str, **more: str) -> SlackMessage:
    """The one answer."""
    (said,) = await answers(stage, text, **more)
    return said


async def whispers(stage: Stage, text: str, thread_ts: str | None = None) -> list[Ephemeral]:
    """What only Anna sees after she has mentioned the bot in the channel."""
    before = len(stage.anna.ephemerals())
    stage.anna.say(LABCAMP, text, thread_ts=thread_ts)
    await stage.deliver()
    return stage.anna.ephemerals()[before:]


def shown(message: SlackMessage | Ephemeral) -> str:
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


async def test_a_direct_message_is_read_as_a_command_is(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    assert (await answer(stage, "nächstes")).text.startswith("LabCamp#11")
    assert "Das kann ich für dich tun" in (await answer(stage, "Hilfe bitte!")).text
    await answer(stage, "ja 11")
    assert stage.answer(stage.anna) == "yes"


async def test_a_mention_is_answered_there_and_seen_by_the_asker_only(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    (said,) = await whispers(stage, f"{BOT} nächstes")
    assert (said.channel, said.thread_ts) == (LABCAMP, None)
    assert said.text.startswith("LabCamp#11")
    assert stage.posts() == []
    assert stage.ben.ephemerals() == []


async def test_a_mention_in_a_thread_is_answered_in_it(stage: Stage) -> None:
    stage.store(a_full_event())
    parent = stage.ben.say(LABCAMP, "Wer kommt eigentlich?")
    (said,) = await whispers(stage, f"Hallo {BOT}, wann?", parent.ts)
    assert said.thread_ts == parent.ts
    assert said.text.startswith("LabCamp#11")


async def test_a_thread_of_a_direct_message_is_answered_in_it(stage: Stage) -> None:
    first = stage.anna.say_to_bot("hallo")
    said = await answers(stage, "hilfe", thread_ts=first.ts)
    assert [one.thread_ts for one in said] == [None, first.ts]


@pytest.mark.parametrize("text", [BOT, f"{BOT}: hilfe", "<@U0LABCAMPBOT|labcamp>, hilfe"])
async def test_a_bare_mention_gets_the_help(stage: Stage, text: str) -> None:
    (said,) = await whispers(stage, text)
    assert "Das kann ich für dich tun" in said.text


async def test_a_message_that_does_not_mention_the_bot_is_not_its_business(stage: Stage) -> None:
    assert await whispers(stage, "nächstes") == []
    assert stage.posts() == []


async def test_whoever_speaks_english_is_answered_so(stage: Stage) -> None:
    stage.frances.say_to_bot("hello")
    await stage.deliver()
    assert stage.frances.direct_messages[-1].text.startswith("Hello!")


async def test_a_guest_is_answered_as_to_a_command(stage: Stage) -> None:
    stage.store(a_full_event())
    guest = stage.playground.as_user(GUSTAV)
    guest.say_to_bot("zusage 11")
    guest.say_to_bot("ankündigen 11 Kommt vorbei")
    await stage.deliver()
    assert stage.answer(guest) == "yes"
    assert texts("de").plain("organizers.only") in [said.text for said in guest.direct_messages]
    await stage.deliver()
    assert stage.posts() == []


# --- What is no command


async def test_what_is_no_command_is_searched_for(either_stage: Stage) -> None:
    either_stage.store_items(an_item(1, title="Barrierefreie Formulare"))
    said = await answer(either_stage, "Hat jemand etwas zu barrierefreien Formularen?")
    assert "Barrierefreie Formulare" in shown(said)
    (whispered,) = await whispers(either_stage, f"{BOT} Formulare")
    assert "Barrierefreie Formulare" in shown(whispered)


async def test_where_nothing_is_found_there_is_help(stage: Stage) -> None:
    said = await answer(stage, "Quantenverschränkung im Rathaus")
    assert "Im Wissensspeicher finde ich dazu nichts." in said.text
    assert "Das kann ich für dich tun" in said.text
    assert "Quanten" not in shown(said)


async def test_a_typo_gets_its_suggestion(stage: Stage) -> None:
    stage.store(a_full_event())
    said = await answer(stage, "zusgae 11")
    await stage.anna.click(said.channel, said.ts, "typed")
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"


@pytest.mark.parametrize(
    ("text", "opening"),
    [("Moin!", "Hallo!"), ("guten Morgen", "Hallo!"), ("danke dir", "Gern geschehen!")],
)
async def test_a_greeting_gets_a_greeting(stage: Stage, text: str, opening: str) -> None:
    assert (await answer(stage, text)).text.startswith(opening)


# --- Forms, which an event can't open


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("neu", "invitation"),
        ("bearbeiten 11", "event"),
        ("streichen 11", "cancel_event"),
        ("ankündigen", "announce"),
        ("wissen neu https://example.org/x", "kb_item"),
    ],
)
async def test_a_form_is_behind_a_button(stage: Stage, text: str, form: str) -> None:
    stage.store(a_full_event())
    stage.ada.say_to_bot(text)
    await stage.deliver()
    said = stage.ada.direct_messages[-1]
    assert "Formular öffnen" in shown(said)
    await stage.ada.click(said.channel, said.ts, "typed")
    await stage.deliver()
    assert stage.ada.views[-1].content["callback_id"] == form


async def test_an_organizer_is_asked_whose_no_in_a_direct_message_too(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.ada.say_to_bot("absagen 11")
    await stage.deliver()
    said = stage.ada.direct_messages[-1]
    await stage.ada.click(said.channel, said.ts, "rsvp_no")
    await stage.deliver()
    assert stage.answer(stage.ada) == "no"


# --- Who is never answered


async def test_what_bots_say_is_not_answered(stage: Stage) -> None:
    w = stage.playground.workspace
    other = w.add_message(SlackMessage("", LABCAMP, REMINDER_BOT, f"{BOT} next", bot_id="B0ANDER"))
    stage.playground.emit({**other.to_json(), "type": "app_mention", "channel": LABCAMP})
    await stage.deliver()
    assert asked(stage) == []


def asked(stage: Stage) -> list[str]:
    """The calls by which the bot says something."""
    said = ("chat.postMessage", "chat.postEphemeral")
    return [call.method for call in stage.playground.calls if call.method in said]


async def test_the_bots_own_posts_are_not_answered(stage: Stage) -> None:
    assert len(await answers(stage, "hallo")) == 1
    await stage.deliver()
    assert asked(stage) == ["chat.postMessage"]


async def test_an_edit_is_not_answered(stage: Stage) -> None:
    first = stage.anna.say_to_bot("hallo")
    await stage.deliver()
    stage.anna.edit(first, "hilfe")
    await stage.deliver()
    edited = first.to_json() | {"type": "app_mention", "channel": LABCAMP, "text": f"{BOT} next"}
    stage.playground.emit(edited)
    await stage.deliver()
    assert asked(stage) == ["chat.postMessage"]


@pytest.mark.parametrize(
    "fields",
    [
        {"channel_type": "channel"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"user": None},
        {"user": 7},
        {"user": "USLACKBOT"},
        {"channel": None},
        {"thread_ts": "a\nb"},
        {"ts": "soon"},
        {"ts": None},
    ],
)
async def test_what_nobody_said_is_passed_over(stage: Stage, fields: dict[str, object]) -> None:
    message = stage.anna.say_to_bot("hilfe")
    await stage.deliver()
    before = asked(stage)
    event = {**message.to_json(), "channel": message.channel, "channel_type": "im"}
    await stage.playground.deliver(event_of(stage, event | fields))
    await stage.deliver()
    assert asked(stage) == before


async def test_what_has_no_text_gets_the_help(stage: Stage) -> None:
    message = stage.anna.say_to_bot("hilfe")
    await stage.deliver()
    event = {**message.to_json(), "channel": message.channel, "channel_type": "im"}
    event |= {"text": None, "subtype": "file_share"}
    await stage.playground.deliver(event_of(stage, event))
    await stage.deliver()
    assert "Das kann ich für dich tun" in stage.anna.direct_messages[-1].text
    assert len(stage.anna.direct_messages) == 2


def event_of(stage: Stage, event: dict[str, object]) -> dict[str, object]:
    """The event as Slack sends it, by a new id."""
    last = next(sent for sent in reversed(stage.playground.sent) if sent.kind == "events_api")
    return {**last.payload, "event": event, "event_id": "Ev0FORGED"}


# --- Once


async def test_an_event_that_comes_again_is_answered_and_done_once(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    await answer(stage, "ja 11")
    await stage.anna.command("/labcamp rsvp no 11")
    payload = said_last(stage)
    await stage.playground.deliver(payload)
    await stage.deliver()
    assert len(stage.anna.direct_messages) == 1
    assert stage.answer(stage.anna) == "no"


def said_last(stage: Stage) -> dict[str, object]:
    """What Slack sent when Anna said something last."""
    return next(
        sent.payload
        for sent in reversed(stage.playground.sent)
        if sent.payload.get("event", {}).get("user") == stage.anna.id
    )


async def test_what_was_done_before_a_crash_is_not_done_twice_and_still_answered(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    await answer(stage, "ja 11")
    payload = said_last(stage) | {"event_id": "Ev0CRASHED"}
    with stage.db.transaction() as connection:  # the answer to the event was kept, no more
        handled_events.is_new(connection, "Ev0CRASHED", stage.deps.clock.now())
    await stage.anna.command("/labcamp rsvp no 11")
    await stage.playground.deliver(payload)
    await stage.deliver()
    assert stage.answer(stage.anna) == "no"
    assert stage.anna.direct_messages[-1].text == "Das ist schon erledigt."


async def test_what_comes_late_changes_nothing_that_was_said_after_it(stage: Stage) -> None:
    stage.store(a_full_event())
    with stage.locked_database():
        stage.anna.say_to_bot("ja 11")
        await stage.playground.settled()  # all of Slack's tries fail
    late = said_last(stage)
    stage.playground.move_clock(60)
    await stage.anna.command("/labcamp rsvp no 11")
    await stage.playground.deliver(late)
    await stage.deliver()
    assert stage.answer(stage.anna) == "no"
    assert "Deine Absage" in stage.anna.direct_messages[-1].text


async def test_a_failed_commit_is_told_to_slack_which_sends_it_again(stage: Stage) -> None:
    stage.store(a_full_event())
    with stage.locked_database():
        message = stage.anna.say_to_bot("ja 11")
        await stage.playground.settled()
    assert stage.anna.direct_messages == []
    await stage.playground.deliver(said_last(stage))
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"
    assert [said.channel for said in stage.anna.direct_messages] == [message.channel]


@pytest.mark.parametrize("fault", ["reset_after", "500_after"])
async def test_an_answer_of_which_nobody_knows_is_never_said_twice(
    stage: Stage, fault: str
) -> None:
    stage.playground.faults.add("chat.postMessage", fault)
    assert len(await answers(stage, "hallo")) == 1
    assert asked(stage) == ["chat.postMessage"]


async def test_an_answer_that_slack_wants_later_comes_later(stage: Stage) -> None:
    stage.playground.faults.add("chat.postMessage", "429", retry_after=0)
    assert len(await answers(stage, "hallo")) == 1
    assert asked(stage) == ["chat.postMessage"] * 2


async def test_where_the_bot_may_not_speak_it_does_not(stage: Stage) -> None:
    stage.anna.say(ALLGEMEIN, f"{BOT} next")  # Slack does not even tell it
    await stage.deliver()
    assert asked(stage) == []


async def test_nothing_of_what_was_said_is_stored(stage: Stage) -> None:
    secret = "Geheimnisverrat"
    await answer(stage, f"{secret} am Donnerstag")
    await whispers(stage, f"{BOT} {secret}")
    assert secret.lower() not in stored(stage).lower()


def stored(stage: Stage) -> str:
    """All that stands in the database."""
    with stage.db.reading() as connection:
        return str([connection.execute(table.select()).all() for table in metadata.sorted_tables])
