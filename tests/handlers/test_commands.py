"""/labcamp over the real protocol, by both ways in which Slack reaches a bot."""

import json
import re

import pytest
from structlog.testing import capture_logs

from bot.domain.events import Status
from bot.domain.replies import Reply
from bot.locales import texts
from playground.sample import FOREIGNER, GUSTAV, LABCAMP
from tests.builders import a_full_event, an_event, an_item
from tests.databases import full
from tests.stage import Stage

LONG_AGO = {"starts_at": an_event().starts_at.replace(year=2021)}
LONG_AGO["ends_at"] = an_event().ends_at.replace(year=2021)


@pytest.mark.parametrize("text", ["next", "nächstes", "NAECHSTES", "  nächste  ", "na\u0308chster"])
async def test_the_next_event_is_shown(either_stage: Stage, text: str) -> None:
    either_stage.store(a_full_event(), a_full_event(4, **LONG_AGO))
    reply = await either_stage.anna.command(f"/labcamp {text}")
    assert reply.ok, reply
    assert reply.text.startswith("LabCamp#11: Wirkung sichtbar machen · Montag, 7. Dezember 2026")
    assert "<!date^1796652000^{date_long_pretty}, {time}|Montag, 7. Dezember 2026" in _shown(reply)


async def test_whoever_has_slack_in_english_is_answered_in_english(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    german = await either_stage.anna.command("/labcamp next")
    english = await either_stage.frances.command("/labcamp nächstes")
    assert "Du hast noch nicht geantwortet." in german.text
    assert "You have not answered yet." in english.text


async def test_ones_own_choice_of_a_language_wins(stage: Stage) -> None:
    await stage.frances.command("/labcamp next")
    await stage.frances.command("/labcamp sprache de")
    reply = await stage.frances.command("/labcamp help")
    assert "Das kann ich für dich tun" in _shown(reply)


async def test_slack_is_asked_for_the_language_only_once(stage: Stage) -> None:
    for _ in range(3):
        await stage.frances.command("/labcamp help")
    assert [call.method for call in stage.playground.calls].count("users.info") == 1


@pytest.mark.fault(
    "slack", "is slow to say who somebody is", expected="the member is answered all the same"
)
@pytest.mark.usefixtures("impatient")
async def test_a_silent_slack_does_not_keep_a_member_waiting(stage: Stage) -> None:
    stage.playground.faults.add("users.info", "hang")
    reply = await stage.frances.command("/labcamp help")
    assert reply.ok
    assert "Das kann ich für dich tun" in _shown(reply)  # LABCAMP_LANGUAGE


async def test_without_a_coming_event_the_last_ones_material_and_links_are_shown(
    stage: Stage,
) -> None:
    stage.store(a_full_event(4, **LONG_AGO), an_event(12, status=Status.DRAFT))
    stage.store_items(an_item(1, event=4))
    reply = await stage.anna.command("/labcamp next")
    assert "Gerade ist kein LabCamp geplant." in reply.text
    assert "<https://example.org/1|Aufzeichnung 1>" in _shown(reply)
    assert {"https://example.org/newsletter", "https://example.org/labcamp"} <= _urls(reply.blocks)


async def test_coming_and_past_events_are_listed(either_stage: Stage) -> None:
    either_stage.store(a_full_event(), a_full_event(4, title="Lebenszyklus", **LONG_AGO))
    coming = await either_stage.anna.command("/labcamp termine")
    past = await either_stage.anna.command("/labcamp events vergangene")
    assert "LabCamp#11" in coming.text
    assert "LabCamp#4" not in coming.text
    assert "LabCamp#4: Lebenszyklus" in past.text


async def test_a_long_list_has_pages(stage: Stage) -> None:
    stage.store(*(a_full_event(number, **LONG_AGO) for number in range(1, 11)))
    first = await stage.anna.command("/labcamp events past")
    assert "LabCamp#10" in first.text
    assert "LabCamp#2:" not in first.text
    await stage.anna.click_reply(first, "events_next")
    await stage.deliver()
    second = stage.anna.ephemerals()[-1]
    assert "LabCamp#2:" in second.text
    assert "events_previous" in json.dumps(second.blocks)
    assert len(stage.anna.ephemerals()) == 1  # the list turned its page where it stood


@pytest.mark.parametrize("text", ["show 4", "zeige #4", "4", "#4", "ZEIGE   LabCamp#4"])
async def test_one_event_is_shown_by_its_number(either_stage: Stage, text: str) -> None:
    either_stage.store(a_full_event(4, host="StadtLABOR Soest", **LONG_AGO), a_full_event())
    reply = await either_stage.anna.command(f"/labcamp {text}")
    assert reply.text.startswith("LabCamp#4")
    assert "StadtLABOR Soest" in _shown(reply)
    assert "Dieses LabCamp ist vorbei." in _shown(reply)
    assert "rsvp_yes" not in _shown(reply)


async def test_a_draft_is_not_shown(stage: Stage) -> None:
    stage.store(an_event(12, status=Status.DRAFT))
    assert "LabCamp#12 kenne ich nicht" in (await stage.anna.command("/labcamp show 12")).text


@pytest.mark.parametrize("text", ["", "help", "hilfe"])
async def test_help_says_what_can_be_done(either_stage: Stage, text: str) -> None:
    reply = await either_stage.anna.command(f"/labcamp {text}")
    assert "/labcamp nächstes" in reply.text
    assert "ankündigen" not in reply.text
    assert "show_next" in _shown(reply)


async def test_help_tells_organizers_what_only_they_can_do(stage: Stage) -> None:
    assert "/labcamp ankündigen 11" in (await stage.ada.command("/labcamp help")).text


async def test_the_buttons_of_help_lead_on(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp")
    await stage.anna.click_reply(reply, "show_next")
    await stage.deliver()
    assert "Wirkung sichtbar machen" in stage.anna.ephemerals()[-1].text


async def test_a_typo_gets_the_nearest_suggestion(either_stage: Stage) -> None:
    reply = await either_stage.anna.command("/labcamp nxet")
    assert "„nxet“ kenne ich nicht. Meintest du `/labcamp next`?" in reply.text
    reply = await either_stage.frances.command("/labcamp evnets")
    assert "Did you mean `/labcamp events`?" in reply.text


async def test_a_suggestion_is_a_button_that_does_it(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp zusgae 11 bitte")
    assert "Ja: zusage 11 bitte" in _shown(reply)
    await stage.anna.click_reply(reply, "typed")
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"
    assert "Schön, du bist bei" in stage.anna.ephemerals()[-1].text  # in place of the question
    assert len(stage.anna.ephemerals()) == 1


async def test_a_suggested_announcement_keeps_every_word(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp ankundigen 11 Kommt & bringt\n<alle> mit, @anna!")
    await stage.ada.click_reply(reply, "typed")
    await stage.deliver()
    assert "Kommt &amp; bringt\n&lt;alle&gt; mit, <@U0ANNASTADT|anna>!" in stage.posts()[-1].text


async def test_a_suggestion_can_do_no_more_than_whoever_clicks_it(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp ankundigen 11 Kommt vorbei")
    await stage.anna.click_reply(reply, "typed")
    await stage.deliver()
    assert "Das können nur die Organisator:innen." in stage.anna.ephemerals()[-1].text
    assert stage.posts() == []


async def test_a_suggestion_that_no_button_holds_is_only_said(stage: Stage) -> None:
    reply = await stage.ada.command("/labcamp ankundigen 11 " + "Wort " * 500)
    assert "Meintest du `/labcamp ankündigen 11 Wort Wort" in reply.text
    assert "typed" not in _shown(reply)


@pytest.mark.parametrize("text", ["wann ist das nächste LabCamp?", "wo", "link", "programm 11"])
async def test_when_and_where_show_the_event(stage: Stage, text: str) -> None:
    stage.store(a_full_event())
    assert (await stage.anna.command(f"/labcamp {text}")).text.startswith("LabCamp#11")


async def test_the_products_own_word_searches(stage: Stage) -> None:
    stage.store_items(an_item(1, title="Ein Labor"))
    assert "Ein Labor" in _shown(await stage.anna.command("/labcamp wissensspeicher labor"))


async def test_a_greeting_and_thanks_are_answered_in_kind(stage: Stage) -> None:
    german = await stage.anna.command("/labcamp Moin!")
    assert german.text.startswith("Hallo!")
    assert "show_next" in _shown(german)
    assert (await stage.frances.command("/labcamp hello there")).text.startswith("Hello!")
    assert (await stage.anna.command("/labcamp vielen Dank")).text.startswith("Gern geschehen!")


async def test_how_a_command_is_written_is_said_in_the_readers_words(either_stage: Stage) -> None:
    reply = await either_stage.anna.command("/labcamp show us")
    assert "So geht es: `/labcamp zeige 4`." in reply.text
    reply = await either_stage.frances.command("/labcamp zeige mir")
    assert "Write it like this: `/labcamp show 4`." in reply.text


async def test_what_was_not_understood_is_repeated_as_it_was_written(stage: Stage) -> None:
    reply = await stage.anna.command("/labcamp <!channel> & Co")
    assert "„&lt;!channel&gt; &amp; Co“" in reply.text


async def test_a_member_answers_by_command(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp rsvp yes 11")
    assert "Schön, du bist bei *LabCamp#11: Wirkung sichtbar machen* dabei!" in reply.text
    assert "https://example.org/raum" in _shown(reply)
    assert stage.answer(stage.anna) == "yes"
    await stage.anna.command("/labcamp absage")
    assert stage.answer(stage.anna) == "no"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": Status.DRAFT}, "ist noch in Planung"),
        ({"status": Status.CANCELLED}, "ist leider abgesagt"),
        (LONG_AGO, "ist schon vorbei"),
    ],
)
async def test_a_closed_event_takes_no_answer_and_says_why(
    stage: Stage, fields: dict[str, object], reason: str
) -> None:
    stage.store(an_event(4, **fields))
    reply = await stage.anna.command("/labcamp rsvp yes 4")
    assert reason in reply.text
    assert stage.answer(stage.anna, 4) is None


async def test_a_member_gets_a_friendly_no_to_announcing(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    reply = await either_stage.anna.command("/labcamp announce 11 Kommt vorbei!")
    assert "Das können nur die Organisator:innen." in reply.text
    await either_stage.deliver()
    assert either_stage.posts() == []


@pytest.mark.parametrize("user", [GUSTAV, FOREIGNER])
async def test_a_guest_or_foreigner_never_announces_even_if_the_settings_name_them(
    stage: Stage, user: str
) -> None:
    stage.deps.settings = _with_organizer(stage, user)
    stage.store(a_full_event())
    reply = await stage.playground.as_user(user).command("/labcamp announce 11 Hallo")
    assert "nur die Organisator:innen" in reply.text


@pytest.mark.usefixtures("impatient")
async def test_nothing_is_posted_while_slack_does_not_say_who_somebody_is(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.ada.command("/labcamp help")
    stage.playground.faults.add("users.info", "hang")
    reply = await stage.ada.command("/labcamp announce 11 Hallo")
    assert "konnte gerade nicht prüfen" in reply.text
    await stage.deliver()
    assert stage.posts() == []


async def test_an_organizers_announcement_stands_in_the_channel(either_stage: Stage) -> None:
    stage = either_stage
    message = await stage.announced(text="Kommt vorbei & bringt <alle> mit: https://example.org/x")
    assert message.channel == LABCAMP
    assert "✅ 0 · 🤔 0 · ❌ 0" in message.text
    assert "Kommt vorbei &amp; bringt &lt;alle&gt; mit: <https://example.org/x>" in message.text
    assert "https://example.org/raum" not in json.dumps(message.blocks) + message.text
    assert [reaction.name for reaction in message.reactions] == [
        "white_check_mark",
        "thinking_face",
        "x",
    ]
    assert message.metadata is not None
    assert re.fullmatch(r"[0-9a-f]{32}", message.metadata["event_payload"]["send_id"])


@pytest.mark.fault("slack", "delivers a command twice", expected="it is done once")
async def test_the_same_announcement_delivered_twice_posts_once(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    first = await stage.ada.command("/labcamp announce 11 Kommt!")
    again = await stage.playground.deliver(first.payload)
    assert first.ok
    assert again.ok
    await stage.deliver()
    assert len(stage.posts()) == 1


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("announce 99 Hallo", "LabCamp#99 kenne ich nicht"),
        ("announce elf Hallo", "So geht es"),
        ("announce 4 Hallo", "ist schon vorbei und wurde deshalb nicht angekündigt"),
        ("announce 12 Hallo", "ist noch ein Entwurf"),
        ("announce 11 " + "x" * 3001, "3001 Zeichen"),
    ],
)
async def test_an_announcement_that_can_not_be_is_refused_with_the_reason(
    stage: Stage, command: str, reason: str
) -> None:
    stage.store(a_full_event(), an_event(4, **LONG_AGO), an_event(12, status=Status.DRAFT))
    reply = await stage.ada.command(f"/labcamp {command}")
    assert reason in reply.text
    await stage.deliver()
    assert stage.posts() == []


@pytest.mark.fault(
    "database", "locked while somebody answers", expected="they are asked to try again"
)
async def test_a_database_that_is_locked_gets_a_kind_please_try_again(stage: Stage) -> None:
    stage.store(a_full_event())
    with stage.locked_database():
        read = await stage.frances.command("/labcamp next")
        reply = await stage.anna.command("/labcamp rsvp yes 11")
    assert "You have not answered yet." in read.text
    assert "bitte versuch es gleich noch einmal" in reply.text.lower()
    assert stage.answer(stage.anna) is None


@pytest.mark.fault(
    "disk",
    "full while an organizer announces",
    expected="they are asked to try again; what was confirmed is posted, and nothing else",
)
async def test_what_does_not_fit_onto_the_disk_is_not_confirmed(sqlite_stage: Stage) -> None:
    stage, again = sqlite_stage, texts("de").plain(Reply.TRY_AGAIN)
    stage.store(a_full_event())
    line = f"/labcamp announce 11 {'x' * 2500}"
    with full(stage.deps):
        replies = [await stage.ada.command(line) for _ in range(4)]
    confirmed = [reply for reply in replies if again not in reply.text]
    assert len(confirmed) < 4
    assert again not in (await stage.ada.command(line)).text
    for _ in range(5):
        stage.playground.move_clock(3)
        await stage.deliver()
    assert len(stage.posts()) == len(confirmed) + 1


def _shown(reply: object) -> str:
    return json.dumps(reply.blocks, ensure_ascii=False)  # type: ignore[attr-defined]


def _urls(blocks: list[dict[str, object]]) -> set[str]:
    return set(re.findall(r'"url": "([^"]+)"', json.dumps(blocks)))


def _with_organizer(stage: Stage, user: str):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(stage.deps.settings, organizers=frozenset({user}))


async def test_what_the_database_refuses_is_one_line_in_the_log(stage: Stage) -> None:
    stage.store(a_full_event())
    with stage.locked_database(), capture_logs() as logs:
        await stage.anna.command("/labcamp zusage 11")
    (line,) = [line for line in logs if line["event"] == "listener.failed"]
    assert line["error"]
    assert "\n" not in line["error"]
    assert "exc_info" not in line
