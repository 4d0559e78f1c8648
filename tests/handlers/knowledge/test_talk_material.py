"""The contact of a talk is asked for its material, gives it, and takes it back at any time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import Arrival, Event, Session
from bot.domain.follow_ups import due
from bot.domain.ids import ItemId
from bot.domain.knowledge import Publication, Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.replies import Reply
from bot.services import talk_material
from playground import SlackMessage
from playground.actor import Actor
from playground.models import View
from playground.sample import ADA, ANNA
from storage import events, material
from tests.builders import ELEVEN, an_item
from tests.forms import opened, sent, shown
from tests.homes import home_of
from tests.items import kept
from tests.past_events import at, clock, follow_up, soon
from tests.stage import Stage

TALK = "Was ein Labor erwachsen macht"
VALUE = f"11:{sign(TALK)}"
URL = "https://example.org/folien"
GIVEN = {"url": URL, "kind": "slides"}


def talks_soon(stage: Stage, **fields: Any) -> Event:
    """An event that is soon over, with Anna as the contact of its first talk."""
    talks = (Session(TALK, "Dr. A", contact=ANNA), Session("Offene Runde"))
    return soon(stage, **{"sessions": talks, **fields})


def questions(actor: Actor) -> list[SlackMessage]:
    return [m for m in actor.direct_messages if f"„{TALK}“" in m.text]


async def click(stage: Stage, letter: SlackMessage, action_id: str) -> str:
    """What Anna is told after clicking in a message to her."""
    await stage.anna.click(letter.channel, letter.ts, action_id)
    await stage.deliver()
    return str([stage.anna.ephemerals()[-1:], stage.anna.views[-1:]])


async def in_modal(stage: Stage, action_id: str, value: str | None = None) -> View:
    await stage.anna.click_view(stage.anna.views[-1].id, action_id, value)
    await stage.deliver()
    return stage.anna.views[-1]


async def asked(stage: Stage, **fields: Any) -> SlackMessage:
    event = talks_soon(stage, **fields)
    await at(stage, due(event) + timedelta(seconds=1))
    (letter,) = questions(stage.anna)
    return letter


async def test_the_contact_is_asked_once_and_organizers_only_of_the_other_talks(
    either_stage: Stage,
) -> None:
    stage = either_stage
    letter = await asked(stage)
    assert "Folien oder Aufzeichnung zu „" in letter.text
    assert "weil du bei einem Impuls als Kontakt" in str(letter.blocks)
    for actor in (stage.ada, stage.ben):
        (said,) = [m for m in actor.direct_messages if "LabCamp#11" in m.text]
        assert "Material zu 0 von 2 Impulsen" in str(said.blocks)
        assert f"{TALK} (<@{ANNA}>)" in str(said.blocks)
        buttons = [b for b in str(said.blocks).split("'value': ") if "kb_add_to" in b]
        assert VALUE not in str(buttons)
    await at(stage, clock(stage) + timedelta(days=1))
    assert len(questions(stage.anna)) == 1


async def test_what_the_contact_gives_waits_for_organizers(either_stage: Stage) -> None:
    stage = either_stage
    letter = await asked(stage)
    await click(stage, letter, "talk_give")
    view = stage.anna.views[-1]
    assert TALK in shown(view)
    assert "sehen es sich noch an" in shown(view)
    reply = await sent(stage.anna, view, **{**GIVEN, "url": "folien"})
    assert "keine Webadresse" in reply.errors["url"]
    await sent(stage.anna, view, **GIVEN, visibility="public")
    assert "sehen sich die Organisator:innen noch an" in shown(stage.anna.views[-1])
    item = kept(stage, URL)
    assert (item.item.title, item.item.session, item.item.event) == (TALK, TALK, 11)
    assert (item.item.status, item.proposed_by) == (Publication.PROPOSED, ANNA)
    assert (item.item.visibility, item.item.decided) == (Visibility.PUBLIC, True)


async def test_what_the_contact_gives_is_there_at_once_if_organizers_say_so(stage: Stage) -> None:
    letter = await asked(stage, material=Arrival.PUBLISHED)
    await click(stage, letter, "talk_give")
    await sent(stage.anna, stage.anna.views[-1], **GIVEN)
    assert "steht jetzt im Wissensspeicher" in shown(stage.anna.views[-1])
    card = await stage.ada.command("/labcamp show 11")
    assert "Material zu 1 von 2 Impulsen" in str(card.blocks)
    assert "von 2 Impulsen" not in str((await stage.frances.command("/labcamp show 11")).blocks)
    await home_of(stage, stage.ada)
    assert stage.ada.home is not None
    assert "Material zu 1 von 2 Impulsen" in str(stage.ada.home.content)


async def test_a_contact_is_asked_again_after_three_days_and_twice_at_most(stage: Stage) -> None:
    letter = await asked(stage)
    for turn in (1, 2):
        for _ in range(2):
            assert "frage ich noch einmal" in await click(stage, letter, "talk_later")
        await at(stage, clock(stage) + timedelta(days=2))
        assert len(questions(stage.anna)) == turn
        await at(stage, clock(stage) + timedelta(days=1, hours=1))
        letter = questions(stage.anna)[-1]
        assert len(questions(stage.anna)) == turn + 1
    assert "talk_later" not in str(letter.blocks)


async def test_who_says_that_there_is_none_is_not_asked_again(stage: Stage) -> None:
    letter = await asked(stage)
    await click(stage, letter, "talk_later")
    assert "frage ich nicht weiter" in await click(stage, letter, "talk_none")
    await at(stage, clock(stage) + timedelta(days=4))
    assert len(questions(stage.anna)) == 1
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, title="Anders")
    with stage.db.reading() as connection:
        event = events.get(connection, ELEVEN)
    assert event is not None
    assert event.sessions[0].no_material


@pytest.mark.parametrize("why", ["off", "reminders", "another", "there"])
async def test_nobody_is_asked_in_vain(stage: Stage, why: str) -> None:
    event = talks_soon(stage)
    if why == "off":
        stage.deps.settings = replace(stage.deps.settings, material=False)
    elif why == "reminders":
        await stage.anna.command("/labcamp erinnerungen aus")
    elif why == "another":
        with stage.db.transaction() as connection:
            talks = (replace(event.sessions[0], contact=None), event.sessions[1])
            events.save(connection, replace(event, sessions=talks), clock(stage))
    else:
        stage.store_items(an_item(1, session=TALK.upper(), status=Publication.PROPOSED))
    await at(stage, due(event) + timedelta(seconds=1))
    assert questions(stage.anna) == []
    letters = [m for m in stage.ada.direct_messages if "LabCamp#11" in m.text]
    assert len(letters) == (why != "off")
    if why in ("reminders", "another"):  # then it is up to the organizers
        assert VALUE in str(letters[0].blocks)


async def test_the_contact_takes_material_back_and_an_import_does_not_bring_it_again(
    either_stage: Stage,
) -> None:
    stage = either_stage
    event = talks_soon(stage)
    announced = await stage.announced(event)
    stage.store_items(an_item(1, session=TALK, title="Zeisigquark"))
    await at(stage, due(event) + timedelta(seconds=1))
    (post,) = await follow_up(stage)
    assert "Zeisigquark" in str(post.blocks)
    await home_of(stage, stage.anna)
    assert stage.anna.home is not None
    assert f"„{TALK}“ (LabCamp#11): ein Link" in str(stage.anna.home.content)
    await stage.anna.click_view(stage.anna.home.id, "talk_own")
    await stage.deliver()
    await in_modal(stage, "talk_take_back")
    assert "Zurückgezogen: nirgends zu sehen" in shown(stage.anna.views[-1])
    await stage.refreshed()
    assert "Zeisigquark" not in str([m.blocks for m in stage.posts()])
    assert {announced.ts, post.ts} <= {m.ts for m in stage.posts()}
    assert "Zeisigquark" not in str([m.blocks for m in stage.ada.direct_messages])
    for command in ("show 11", "kb Zeisigquark", "kb", "kb #11"):
        for actor in (stage.frances, stage.ada):
            answer = str((await actor.command(f"/labcamp {command}")).blocks)
            assert "Aufzeichnung" not in answer
            assert "example.org/1" not in answer
    reply = await sent(stage.ada, await opened(stage.ada, "kb add"), url="https://example.org/1",
                       title="x", kind="other")  # fmt: skip
    assert "kb_edit" not in str(reply.body)
    stage.store_items(an_item(1, session=TALK, title="Zeisigquark"))
    assert "Zeisigquark" not in str((await stage.ada.command("/labcamp show 11")).blocks)
    await in_modal(stage, "talk_show_members")
    assert "Zu sehen für: wer in unserem Slack ist" in shown(stage.anna.views[-1])
    assert "Zeisigquark" in str((await stage.frances.command("/labcamp show 11")).blocks)


@pytest.mark.parametrize(
    "action_id", ["talk_give", "talk_none", "talk_own", "talk_later", "talk_take_back"]
)
async def test_only_the_contact_decides(stage: Stage, action_id: str) -> None:
    await asked(stage)
    stage.store_items(an_item(1, session=TALK))
    message = next(m for m in stage.ada.direct_messages if "LabCamp#11" in m.text)
    value = {"talk_later": f"11:0:{sign(TALK)}", "talk_take_back": "1"}.get(action_id, VALUE)
    element = {"type": "button", "action_id": action_id, "value": value}
    element["text"] = {"type": "plain_text", "text": "x"}  # type: ignore[assignment]
    message.blocks.append({"type": "actions", "block_id": "forged", "elements": [element]})
    await stage.ada.click(message.channel, message.ts, action_id, block_id="forged")
    await stage.deliver()
    assert "nur, wer für diesen Impuls" in str([*stage.ada.ephemerals(), *stage.ada.views])
    with stage.db.reading() as connection:
        assert len(material.of_event(connection, ELEVEN, clock(stage))) == 1


async def own_talk(stage: Stage, actor: Actor) -> View:
    """What somebody sees of the first talk of which they are the contact."""
    await home_of(stage, actor)
    assert actor.home is not None
    await actor.click_view(actor.home.id, "talk_own")
    await stage.deliver()
    return actor.views[-1]


async def contact(stage: Stage, user: str) -> None:
    """Ada makes this user the contact of the talk."""
    talks = f"{TALK} | Dr. A | @{user}\nOffene Runde"
    await sent(stage.ada, await opened(stage.ada, "edit 11"), talks=talks)


async def test_an_organizer_who_makes_themselves_contact_shows_no_more_than_the_one_before_them(
    either_stage: Stage,
) -> None:
    stage = either_stage
    event = talks_soon(stage)
    stage.store_items(an_item(1, session=TALK), an_item(2, session=TALK))
    await at(stage, event.ends_at)
    await own_talk(stage, stage.anna)
    await in_modal(stage, "talk_take_back", "1")
    await in_modal(stage, "talk_show_members", "2")

    await contact(stage, ADA)
    view = await own_talk(stage, stage.ada)
    assert "Wieder zeigen kann es nur, wer es zurückgezogen hat." in shown(view)
    assert "Das hat entschieden, wer vor dir Kontakt war." in shown(view)
    assert "talk_show" not in shown(view)
    await stage.ada.click_view(view.id, "talk_take_back", "2")
    await stage.deliver()
    assert kept(stage, "https://example.org/2").item.withdrawn
    view = stage.ada.views[-1]
    assert shown(view).count("talk_show") == 1
    await stage.ada.click_view(view.id, "talk_show_members", "2")
    await stage.deliver()
    for number in (1, 2):  # as from a form that was opened before
        with stage.db.transaction() as connection:
            given = (connection, ADA, ItemId(number), Visibility.PUBLIC, clock(stage))
            assert talk_material.show_to(*given) is Reply.ANOTHER_DECIDED
    there = [kept(stage, f"https://example.org/{number}").item for number in (1, 2)]
    assert [one.withdrawn for one in there] == [True, False]
    assert there[1].visibility is Visibility.MEMBERS

    await contact(stage, ANNA)
    await own_talk(stage, stage.anna)
    await in_modal(stage, "talk_show_public", "1")
    assert not kept(stage, "https://example.org/1").item.withdrawn


async def test_a_talk_whose_topic_is_mended_stays_its_contacts_with_all_there_is(
    stage: Stage,
) -> None:
    letter = await asked(stage)
    stage.store_items(an_item(1, session=TALK, title="Zeisigquark"))
    talks = f"Was ein Labor groß macht | Dr. A | @{ANNA}\nOffene Runde"
    await sent(stage.ada, await opened(stage.ada, "edit 11"), talks=talks)
    await click(stage, letter, "talk_give")
    assert "Was ein Labor groß macht" in shown(stage.anna.views[-1])
    await home_of(stage, stage.anna)
    assert stage.anna.home is not None
    assert "„Was ein Labor groß macht“ (LabCamp#11): ein Link" in str(stage.anna.home.content)
    await stage.anna.click_view(stage.anna.home.id, "talk_own")
    await stage.deliver()
    await in_modal(stage, "talk_take_back")
    assert kept(stage, "https://example.org/1").item.withdrawn


async def test_all_that_somebody_is_the_contact_of_is_theirs_to_take_back(stage: Stage) -> None:
    talks = tuple(Session(f"Impuls {number}", contact=ANNA) for number in range(1, 8))
    soon(stage, sessions=talks)
    stage.store_items(*(an_item(number, session="Impuls 7") for number in range(1, 13)))
    await home_of(stage, stage.anna)
    assert stage.anna.home is not None
    assert "„Impuls 7“" not in str(stage.anna.home.content)
    await stage.anna.click_view(stage.anna.home.id, "list_all", "talks:1")
    await stage.deliver()
    assert "„Impuls 7“ (LabCamp#11): 12 Links" in shown(stage.anna.views[-1])
    await in_modal(stage, "talk_own", f"11:{sign('Impuls 7')}")
    assert shown(stage.anna.views[-1]).count("talk_take_back") == 12


async def test_from_which_day_on_it_is_seen_is_said_and_can_be_dropped(stage: Stage) -> None:
    letter = await asked(stage, material=Arrival.PUBLISHED)
    await click(stage, letter, "talk_give")
    await sent(
        stage.anna,
        stage.anna.views[-1],
        **GIVEN,
        visibility="members",
        visible_from="2027-01-15",
    )
    await in_modal(stage, "talk_own")
    says = "Zu sehen für: wer in unserem Slack ist"
    assert f"{says}, ab 15. Januar 2027" in shown(stage.anna.views[-1])
    await in_modal(stage, "talk_show_members")
    assert says in shown(stage.anna.views[-1])
    assert f"{says}, ab" not in shown(stage.anna.views[-1])
    assert kept(stage, URL).item.visible_from is None
