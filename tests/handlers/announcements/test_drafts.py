"""Announcing by form: written, looked at, posted or planned, changed, taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import Status
from bot.domain.languages import LANGUAGES
from bot.services import announcement_drafts
from playground.actor import Actor
from playground.models import View
from playground.sample import ALLGEMEIN, LABCAMP
from storage import audit
from storage.database import Database
from tests.announcement_forms import (
    correcting,
    filled,
    form_of,
    in_the_list,
    later,
    sent_off,
    value_of,
)
from tests.builders import a_full_event, an_event
from tests.forms import shown
from tests.records import status_of
from tests.stage import Stage, on_stage

SOON = {
    "starts_at": an_event().starts_at + timedelta(days=20),
    "ends_at": an_event().ends_at + timedelta(days=20),
}

AFTERWARDS = int(an_event().ends_at.timestamp())


def still_open(stage: Stage, actor: Actor, *views: View) -> None:
    """These are open on another device of the same person; the playground knows one only."""
    stack = stage.playground.workspace.modals.setdefault(actor.id, [])
    stack += [view for view in views if view not in stack]


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.store(a_full_event())
    return stage


# --- Writing and looking


async def test_the_form_offers_the_next_event_and_the_channel(stage: Stage) -> None:
    state = (await form_of(stage)).state
    assert state["event"]["value"]["selected_option"]["value"] == "11"
    assert state["channel"]["value"]["selected_conversation"] == LABCAMP


async def test_the_preview_is_what_the_channel_will_see(stage: Stage) -> None:
    picture = "https://example.org/bild.png"
    values = filled("Kommt *alle*!", hashtags=["#LabCamp"], picture=picture, alt="Ein Raum")
    view = await form_of(stage)
    await stage.ada.submit(view.id, values)
    seen = view.content["blocks"]
    await stage.ada.submit(view.id)
    await stage.deliver()
    (post,) = stage.posts()
    divider = [block["type"] for block in seen].index("divider")
    without_ids = [{k: v for k, v in b.items() if k != "block_id"} for b in post.blocks]
    looked = [{k: v for k, v in b.items() if k != "block_id"} for b in seen[divider + 1 :]]
    assert looked[:-1] == without_ids[:-1]  # the last are the buttons, which answer nothing yet
    assert post.blocks[1]["text"]["text"] == "Kommt *alle*!\n\n#LabCamp"
    assert {"image_url": picture, "alt_text": "Ein Raum"}.items() <= post.blocks[2].items()


async def test_a_click_in_the_preview_is_no_answer(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    await stage.ada.click_view(view.id, "preview_rsvp_yes")
    await stage.deliver()
    assert stage.answer(stage.ada) is None
    assert "nur die Vorschau" in shown(stage.ada.views[-1])


async def test_one_goes_back_from_the_preview_with_all_that_was_written(stage: Stage) -> None:
    view = await form_of(stage)
    at = later(stage, days=2)
    values = filled("Kommt *alle*!", hashtags=["#LabCamp"], when="later", moment=at, alt="Raum")
    await stage.ada.submit(view.id, values)
    await stage.ada.click_view(view.id, "announcement_back")
    await stage.deliver()
    state = {block_id.partition(":")[0]: block["value"] for block_id, block in view.state.items()}
    assert view.content["callback_id"] == "announce"
    assert {"text": "alle", "type": "text", "style": {"bold": True}} in (
        state["text"]["rich_text_value"]["elements"][0]["elements"]
    )
    assert [option["value"] for option in state["hashtags"]["selected_options"]] == ["#LabCamp"]
    assert state["moment"]["selected_date_time"] == at


async def test_what_was_not_finished_waits_for_its_author(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled("Angefangen"))
    await stage.ada.close(view.id)
    assert "Angefangen" in str((await form_of(stage)).state["text"])
    assert "Angefangen" not in str((await form_of(stage, actor=stage.ben)).state["text"])


async def test_doubts_are_said_and_never_keep_anybody_from_posting(stage: Stage) -> None:
    view = await form_of(stage)
    text = "Am 8.12. [hier](https://example.org/x)\n🎉🎉\n[Anmeldung](https://example.org/y)"
    await stage.ada.submit(view.id, filled(text, picture="https://example.org/b.png"))
    for doubt in ("Alternativtext", "„hier“", "🎉🎉", "„8.12.“", "https://example.org/y"):
        assert doubt in shown(view)
    assert (await stage.ada.submit(view.id)).ok
    await stage.deliver()
    assert len(stage.posts()) == 1


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"text": "x" * 3001}, "text", "3000"),
        ({"picture": "http://example.org/b.png"}, "picture", "https://"),
        ({"picture": "https://"}, "picture", "https://"),
        ({"picture": "https://example"}, "picture", "https://"),
        ({"when": "later"}, "moment", "Zeitpunkt"),
        ({"when": "later", "moment": 1_500_000_000}, "moment", "vorbei"),
        ({"when": "later", "moment": 2_500_000_000}, "moment", "Jahr"),
        ({"when": "later", "moment": AFTERWARDS}, "moment", "schon vorbei."),
    ],
)
async def test_what_can_not_be_posted_is_said_at_its_field(
    stage: Stage, values: dict[str, Any], field: str, why: str
) -> None:
    view = await form_of(stage)
    reply = await stage.ada.submit(view.id, filled(**values))
    assert list(reply.errors) == [field]
    assert why in reply.errors[field]


async def test_a_channel_that_takes_no_posts_is_refused_at_once(stage: Stage) -> None:
    channels = stage.playground.workspace.channels
    bot = stage.playground.workspace.bot_user
    outside = next(c.id for c in channels.values() if c.name and bot not in c.members)
    view = await form_of(stage)
    reply = await stage.ada.submit(view.id, filled(channel=outside))
    assert "/invite" in reply.errors["channel"]
    channels[LABCAMP].is_archived = True
    reply = await stage.ada.submit(view.id, filled(channel=LABCAMP))
    assert "archiviert" in reply.errors["channel"]


async def test_where_slack_does_not_say_one_is_told_to_look(stage: Stage) -> None:
    stage.playground.faults.add("conversations.info", "error:missing_scope")
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    assert "sicherheitshalber" in shown(view)


def bolted(stage: Stage, how: str) -> None:
    """From now on nothing can be posted in the channel."""
    channel = stage.playground.workspace.channel(LABCAMP)
    if how == "archived":
        channel.is_archived = True
    elif how == "without the bot":
        del channel.members[stage.playground.workspace.bot_user]
    else:
        del stage.playground.workspace.channels[LABCAMP]


BOLTED = [("archived", "archiviert"), ("without the bot", "/invite"), ("gone", "finde ich nicht")]


# by its name only a channel is found that is not archived and has the bot in it
@pytest.mark.parametrize(
    ("target", "how", "why"),
    [
        *((LABCAMP, how, why) for how, why in BOLTED),
        *(("#labcamp", how, "finde ich nicht") for how, _ in BOLTED),
    ],
)
async def test_what_is_typed_is_not_promised_in_a_channel_that_does_not_take_it(
    stage: Stage, target: str, how: str, why: str
) -> None:
    stage.deps.settings = replace(stage.deps.settings, channel=target)
    bolted(stage, how)
    reply = await stage.ada.command("/labcamp announce 11 Kommt!", channel=ALLGEMEIN)
    assert why in reply.text
    assert "noch nichts gepostet" in reply.text
    await stage.deliver()
    assert stage.ada.direct_messages == []


@pytest.mark.parametrize(("how", "why"), BOLTED)
async def test_what_was_looked_at_is_not_promised_in_a_channel_that_takes_it_no_more(
    stage: Stage, how: str, why: str
) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    bolted(stage, how)
    await stage.ada.submit(view.id)
    assert why in shown(stage.ada.views[-1])
    assert status_of(stage, 1) == "draft"
    await stage.deliver()
    assert stage.ada.direct_messages == []


async def test_a_correction_is_not_promised_in_an_archived_channel(stage: Stage) -> None:
    await sent_off(stage)
    view = await correcting(stage)
    await stage.ada.submit(view.id, filled("Kommt alle!"))
    bolted(stage, "archived")
    await stage.ada.submit(view.id)
    assert "archiviert" in shown(stage.ada.views[-1])


async def test_a_correction_needs_no_bot_in_the_channel(stage: Stage) -> None:
    await sent_off(stage)
    view = await correcting(stage)
    await stage.ada.submit(view.id, filled("Kommt alle!"))
    bolted(stage, "without the bot")
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert "Kommt alle!" in stage.posts()[0].text


async def test_a_channel_that_was_made_anew_under_its_name_takes_what_is_typed(
    stage: Stage,
) -> None:
    stage.deps.settings = replace(stage.deps.settings, channel="labcamp")
    await stage.ada.command("/labcamp announce 11 Kommt!")
    await stage.deliver()
    workspace = stage.playground.workspace
    bolted(stage, "archived")
    workspace.channel(LABCAMP).name = "labcamp-alt"
    anew = workspace.add_channel("labcamp", [stage.ada.id])
    reply = await stage.ada.command("/labcamp announce 11 Kommt!", channel=ALLGEMEIN)
    assert "steht gleich" in reply.text
    stage.playground.move_clock(2)
    await stage.deliver()
    assert len(stage.posts(anew.id)) == 1


# --- Sending off


async def test_a_post_without_an_event_has_nothing_to_answer(stage: Stage) -> None:
    await sent_off(stage, filled("Wir suchen Gastgeber:innen", event="none"))
    (post,) = stage.posts()
    assert post.text == "Wir suchen Gastgeber:innen"
    assert "rsvp_yes" not in str(post.blocks)
    assert post.reactions == []
    await stage.anna.react(post.channel, post.ts, "white_check_mark")
    await stage.deliver()
    assert stage.answer(stage.anna) is None


async def test_a_planned_announcement_is_posted_once_at_its_time(stage: Stage) -> None:
    view = await sent_off(stage, filled(when="later", moment=later(stage, hours=2)))
    assert "Geplant" in shown(view)
    assert stage.posts() == []
    stage.playground.move_clock(7201)
    for _ in range(2):
        await stage.deliver()
    assert len(stage.posts()) == 1
    with stage.db.reading() as connection:
        assert [entry[2] for entry in audit.entries(connection)] == ["announce"]


async def test_a_planned_one_is_changed_and_moves_with_its_channel_and_time(stage: Stage) -> None:
    await sent_off(stage, filled("Alt", when="later", moment=later(stage, hours=2)))
    form = await in_the_list(stage, "announcement_change")
    at = later(stage, hours=5)
    assert (await stage.ada.submit(form.id, filled("Neu", moment=at))).ok
    assert (await stage.ada.submit(form.id)).ok
    stage.playground.move_clock(3 * 3600)
    await stage.deliver()
    assert stage.posts() == []
    stage.playground.move_clock(5 * 3600 + 1)
    await stage.deliver()
    (post,) = stage.posts()
    assert "Neu" in str(post.blocks)


async def test_a_planned_one_is_withdrawn(stage: Stage) -> None:
    await sent_off(stage, filled(when="later", moment=later(stage, hours=2)))
    assert "Zurückgezogen" in shown(await in_the_list(stage, "announcement_withdraw", stage.ben))
    stage.playground.move_clock(3 * 3600)
    await stage.deliver()
    assert stage.posts() == []
    assert status_of(stage, 1) == "withdrawn"


async def test_a_planned_one_whose_event_is_cancelled_is_not_posted_and_said(stage: Stage) -> None:
    await sent_off(stage, filled(when="later", moment=later(stage, hours=2)))
    stage.store(a_full_event(status=Status.CANCELLED))
    stage.playground.move_clock(3 * 3600)
    for _ in range(3):
        await stage.deliver()
    assert stage.posts() == []
    assert status_of(stage, 1) == "failed"
    assert "Ankündigung" in stage.ada.direct_messages[-1].text


async def test_a_post_that_was_missed_for_days_is_not_posted_any_more(stage: Stage) -> None:
    await sent_off(stage, filled(event="none", when="later", moment=later(stage, hours=2)))
    stage.playground.move_clock(3 * 86_400)
    await stage.deliver()
    assert stage.posts() == []
    assert status_of(stage, 1) == "failed"


async def test_when_the_time_passes_in_the_preview_nothing_is_posted_unseen(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled(when="later", moment=later(stage, minutes=1)))
    stage.playground.move_clock(120)
    assert (await stage.ada.submit(view.id)).ok
    assert "inzwischen vorbei" in shown(view)
    await stage.ada.click_view(view.id, "announcement_back")
    await stage.deliver()
    assert "Kommt vorbei!" in str(view.state)
    assert stage.posts() == []


async def test_a_refused_announcement_does_not_stay_planned(stage: Stage) -> None:
    stage.playground.faults.add("chat.postMessage", "error:is_archived")
    await sent_off(stage)
    assert status_of(stage, 1) == "failed"


# --- Several windows, several organizers


async def test_what_is_sent_off_is_what_was_looked_at(stage: Stage) -> None:
    stage.store(an_event(12, **SOON))
    first = await form_of(stage)
    await stage.ada.submit(first.id, filled("Zum elften"))
    second = await form_of(stage, "announce 12")
    await stage.ada.submit(second.id, filled("Zum zwölften"))
    still_open(stage, stage.ada, first)
    await stage.ada.submit(first.id)
    await stage.ada.submit(second.id)
    await stage.deliver()
    stage.playground.move_clock(2)
    await stage.deliver()
    assert [("LabCamp#11" in p.text, "Zum elften" in str(p.blocks)) for p in stage.posts()] == [
        (True, True),
        (False, False),
    ]


async def test_a_text_for_one_event_does_not_replace_one_for_another(stage: Stage) -> None:
    stage.store(an_event(12, **SOON))
    await stage.ada.submit((await form_of(stage)).id, filled("Zum elften"))
    await stage.ada.submit((await form_of(stage, "announce 12")).id, filled("Zum zwölften"))
    assert "Zum elften" in str((await form_of(stage, "announce 11")).state)
    assert "Zum zwölften" in str((await form_of(stage, "announce 12")).state)


async def test_a_draft_that_was_changed_in_another_window_is_looked_at_again(stage: Stage) -> None:
    first = await form_of(stage)
    await stage.ada.submit(first.id, filled("Zuerst"))
    again = await form_of(stage)
    await stage.ada.submit(again.id, filled("Danach"))
    still_open(stage, stage.ada, first)
    assert (await stage.ada.submit(first.id)).response_action == "update"
    await stage.deliver()
    assert stage.posts() == []
    assert "anderen Fenster" in shown(first)
    assert "Danach" in shown(first)
    await stage.ada.submit(first.id)
    await stage.deliver()
    assert "Danach" in str(stage.posts()[0].blocks)


async def test_what_was_announced_in_a_channel_by_its_name_is_corrected_too(
    stage_db: Database,
) -> None:
    async with on_stage(stage_db, channel="labcamp") as stage:
        await stage.announced(text="Komt vorbei!")
        form = await correcting(stage)
        await stage.ada.submit(form.id, filled("Kommt vorbei!"))
        await stage.ada.submit(form.id)
        await stage.refreshed()
        assert "Kommt vorbei!" in str(stage.posts()[0].blocks)


async def test_what_was_refused_in_a_channel_of_a_name_is_changed_too(
    stage_db: Database,
) -> None:
    async with on_stage(stage_db, channel="labcamp") as stage:
        stage.store(a_full_event())
        stage.playground.faults.add("chat.postMessage", "error:invalid_blocks")
        await stage.ada.command("/labcamp announce 11 Kommt!")
        await stage.deliver()
        form = await in_the_list(stage, "announcement_change")
        assert form.state["channel"]["value"]["selected_conversation"] == LABCAMP


async def test_two_corrections_at_once_do_not_mix(stage: Stage) -> None:
    await sent_off(stage, filled("Eins", event="none"))
    stage.playground.move_clock(2)
    await sent_off(stage, filled("Zwei", event="none"))
    two, one = [await correcting(stage, number) for number in (0, 1)]
    still_open(stage, stage.ada, two)
    await stage.ada.submit(one.id, filled("Erstens"))
    await stage.ada.submit(two.id, filled("Zweitens"))
    await stage.ada.submit(one.id)
    await stage.ada.submit(two.id)
    await stage.refreshed()
    assert [post.text for post in stage.posts()] == ["Erstens", "Zweitens"]


@pytest.mark.parametrize("looked_before", [True, False])
async def test_what_another_organizer_wrote_meanwhile_is_not_replaced_unseen(
    stage: Stage, looked_before: bool
) -> None:
    await sent_off(stage, filled("Komt forbei!"))
    adas, bens = await correcting(stage), await correcting(stage, actor=stage.ben)
    if looked_before:
        await stage.ada.submit(adas.id, filled("Kommt forbei!"))
    await stage.ben.submit(bens.id, filled("Komt vorbei!"))
    await stage.ben.submit(bens.id)
    await stage.ada.submit(adas.id, None if looked_before else filled("Kommt forbei!"))
    await stage.refreshed()
    assert "inzwischen geändert" in shown(adas)
    assert "Komt vorbei!" in shown(adas)
    assert "Komt vorbei!" in str(stage.posts()[0].blocks)
    await stage.ada.submit(adas.id)
    await stage.refreshed()
    assert "Kommt forbei!" in str(stage.posts()[0].blocks)


async def test_a_change_of_what_was_withdrawn_meanwhile_is_not_lost(stage: Stage) -> None:
    await sent_off(stage, filled(when="later", moment=later(stage, hours=2)))
    form = await in_the_list(stage, "announcement_change")
    seen = await in_the_list(stage, "announcement_change", stage.ben)
    await stage.ben.submit(seen.id, filled("Bens Text"))
    await in_the_list(stage, "announcement_withdraw")
    still_open(stage, stage.ada, form)
    reply = await stage.ada.submit(form.id, filled("Adas Text"))
    assert "gibt es so nicht mehr" in str(reply.errors)
    await stage.ben.submit(seen.id)
    assert "gibt es so nicht mehr" in shown(seen)
    await stage.ben.click_view(seen.id, "announcement_back")
    await stage.deliver()
    assert "Bens Text" in str(seen.state)


async def test_whoever_clicks_twice_is_not_told_that_it_is_gone(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    first = await stage.ada.submit(view.id)
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert "gibt es so nicht mehr" not in str(again.body)


# --- A picture that Slack can't load


LOST = "https://example.org/gibt-es-nicht.png"


@pytest.fixture
def lost(stage: Stage) -> str:
    """An address from which this Slack can load no picture."""
    stage.playground.workspace.lost_pictures.add(LOST)
    return LOST


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_picture_that_can_not_be_loaded_is_said_at_its_field(
    stage: Stage, lost: str, language: str
) -> None:
    await stage.ada.command(f"/labcamp language {language}")
    view = await form_of(stage)
    reply = await stage.ada.submit(view.id, filled("Mit Bild", picture=lost))
    assert list(reply.errors) == ["picture"]
    assert {"de": "nicht laden", "en": "can’t load"}[language] in reply.errors["picture"]
    assert "Mit Bild" in str(view.state)
    good = "https://example.org/bild.png"
    assert (await stage.ada.submit(view.id, filled(picture=good))).response_action == "update"
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert good in str(stage.posts()[0].blocks)
    assert await begun(stage) == []


async def begun(stage: Stage) -> list[str]:
    with stage.db.reading() as connection:
        return [each.text for each in announcement_drafts.unfinished(connection, stage.ada.id)]


async def test_a_form_that_was_refused_does_not_replace_what_was_begun_since(
    stage: Stage, lost: str
) -> None:
    first = await form_of(stage)
    await stage.ada.submit(first.id, filled("Das erste", event="none", picture=lost))
    stage.store(an_event(12, **SOON))
    second = await form_of(stage, "announce 12")
    await stage.ada.submit(second.id, filled("Das zweite"))
    still_open(stage, stage.ada, first)
    good = filled("Das erste", event="none", picture="https://example.org/b.png")
    assert (await stage.ada.submit(first.id, good)).response_action == "update"
    assert sorted(await begun(stage)) == ["Das erste", "Das zweite"]


async def test_a_picture_that_is_lost_while_one_looks_leads_back(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled("Zuerst", picture=LOST))
    again = await form_of(stage)
    await stage.ada.submit(again.id, filled("Danach", picture=LOST))
    still_open(stage, stage.ada, view)
    stage.playground.workspace.lost_pictures.add(LOST)
    assert (await stage.ada.submit(view.id)).ok
    assert "nicht laden" in shown(view)
    await stage.ada.click_view(view.id, "announcement_back")
    await stage.deliver()
    assert "Danach" in str(view.state)


@pytest.mark.usefixtures("impatient")
async def test_a_slow_picture_keeps_nobody_from_the_preview(stage: Stage) -> None:
    stage.playground.faults.add("views.update", "hang")
    view = await form_of(stage)
    reply = await stage.ada.submit(view.id, filled("Da", picture=LOST))
    assert reply.response_action == "update"
    assert "Da" in shown(view)


async def test_a_picture_lost_before_its_hour_is_tried_thrice_and_told(
    stage: Stage, lost: str
) -> None:
    stage.playground.workspace.lost_pictures.clear()
    at = later(stage, hours=2)
    await sent_off(stage, filled("Mit Bild", picture=lost, when="later", moment=at))
    stage.playground.workspace.lost_pictures.add(lost)
    stage.playground.move_clock(7201)
    await stage.deliver()
    assert status_of(stage, 1) == "planned"
    for _ in range(3):
        stage.playground.move_clock(21)
        await stage.deliver()
    assert stage.posts() == []
    assert status_of(stage, 1) == "failed"
    asked = [c for c in stage.playground.calls if c.args.get("channel") == LABCAMP]
    assert [call.method for call in asked].count("chat.postMessage") == 3
    (told,) = stage.ben.direct_messages
    assert "Slack kann das Bild nicht laden" in told.text
    form = await in_the_list(stage, "announcement_change")
    await stage.ada.submit(form.id, filled("Ohne Bild", picture=None, when="now"))
    await stage.ada.submit(form.id)
    stage.playground.move_clock(2)
    await stage.deliver()
    assert "Ohne Bild" in str(stage.posts()[0].blocks)


async def test_a_picture_that_comes_back_in_time_is_posted_without_a_word(
    stage: Stage, lost: str
) -> None:
    stage.playground.workspace.lost_pictures.clear()
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled(picture=lost))
    await stage.ada.submit(view.id)
    stage.playground.workspace.lost_pictures.add(lost)
    await stage.deliver()
    assert stage.posts() == []
    stage.playground.workspace.lost_pictures.clear()
    stage.playground.move_clock(21)
    await stage.deliver()
    assert lost in str(stage.posts()[0].blocks)
    assert stage.ben.direct_messages == []


async def test_counts_go_on_without_a_picture_that_was_lost_and_with_it_again(
    stage: Stage, lost: str
) -> None:
    stage.playground.workspace.lost_pictures.clear()
    await sent_off(stage, filled("Mit Bild", picture=lost))
    stage.playground.workspace.lost_pictures.add(lost)
    for actor in (stage.anna, stage.frances):
        await actor.command("/labcamp zusage 11")
        await stage.refreshed()
    (post,) = stage.posts()
    assert "✅ 2" in post.text
    assert lost not in str(post.blocks)
    (told,) = stage.ben.direct_messages
    assert "ohne Bild" in told.text
    await stage.ben.open_home()
    await stage.deliver()
    assert stage.ben.home is not None
    assert "ohne Bild" in shown(stage.ben.home)
    assert value_of(stage.ben.home, "announcement_change") == "1"
    stage.playground.workspace.lost_pictures.clear()
    await stage.anna.command("/labcamp absage 11")
    await stage.refreshed()
    (post,) = stage.posts()
    assert "✅ 1" in post.text
    assert lost in str(post.blocks)
    await stage.ben.open_home()
    await stage.deliver()
    assert "ohne Bild" not in shown(stage.ben.home)


# --- Rights


@pytest.mark.parametrize("what", ["change", "correct", "withdraw", "delete", "discard", "continue"])
async def test_no_forged_button_does_what_only_organizers_may(stage: Stage, what: str) -> None:
    await sent_off(stage)
    before = stage.posts()
    forged = {
        "type": "modal",
        "callback_id": "notice",
        "title": {"type": "plain_text", "text": "x"},
        "blocks": [
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": f"announcement_{what}",
                        "text": {"type": "plain_text", "text": "x"},
                        "value": "1",
                    }
                ],
            }
        ],
    }
    trigger = stage.playground.workspace.new_trigger(stage.anna.id)
    await stage.deps.slack.client.views_open(trigger_id=trigger.id, view=forged)
    view = stage.anna.views[-1]
    await stage.anna.click_view(view.id, f"announcement_{what}")
    await stage.deliver()
    assert "Organisator:innen" in shown(stage.anna.views[-1])
    assert stage.posts() == before


async def test_nobody_sends_off_what_another_has_not_finished(stage: Stage) -> None:
    adas = await form_of(stage)
    await stage.ada.submit(adas.id, filled("Noch nicht!"))
    view = await form_of(stage, actor=stage.ben)
    await stage.ben.submit(view.id, filled("Meins"))
    view.content["private_metadata"] = adas.content["private_metadata"]
    await stage.ben.submit(view.id)
    await stage.deliver()
    assert stage.posts() == []
    assert "gibt es so nicht mehr" in shown(view)


@pytest.mark.parametrize("metadata", ["", "null", "[]", "{", '{"draft": "x"}', '{"draft": 1e99}'])
async def test_a_forged_preview_does_nothing(stage: Stage, metadata: str) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    view.content["private_metadata"] = metadata
    assert (await stage.ada.submit(view.id)).ok
    await stage.deliver()
    assert stage.posts() == []


async def test_what_is_sent_off_in_the_preview_is_sent_once(stage: Stage) -> None:
    view = await form_of(stage)
    await stage.ada.submit(view.id, filled())
    first = await stage.ada.submit(view.id)
    await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    await stage.deliver()
    assert len(stage.posts()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_longest_announcement_can_be_posted(stage: Stage, language: str) -> None:
    await stage.ada.command(f"/labcamp language {language}")
    values = filled("x" * 2980, picture="https://example.org/" + "y" * 2900, alt="z" * 2000)
    await sent_off(stage, values)
    assert len(stage.posts()) == 1
