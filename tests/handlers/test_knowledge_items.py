"""/labcamp kb add, proposals, and what organizers decide, over the real protocol."""

from typing import Any

import pytest

from bot.domain.knowledge import ItemKind, KeptItem, Publication
from bot.domain.knowledge_entries import NONE, sign
from playground.actor import Actor
from playground.models import View
from storage import knowledge
from tests.builders import a_full_event, an_event, an_item
from tests.forms import fields, menu, opened, sent, standing
from tests.items import BARE, kept
from tests.records import audited
from tests.stage import Stage

TALK = "Was ein Labor erwachsen macht"


async def proposed(stage: Stage, actor: Actor | None = None, **given: Any) -> KeptItem:
    """An item that a member proposed, just now."""
    actor = actor or stage.anna
    reply = await sent(actor, await opened(actor, "kb add"), **{**BARE, **given})
    assert reply.response_action == "update", reply
    await actor.close(actor.views[-1].id, all_of_them=True)
    return kept(stage, given.get("url", BARE["url"]))


def said(actor: Actor) -> list[str]:
    return [message.text for message in actor.direct_messages]


async def after(stage: Stage, seconds: int = 181) -> None:
    stage.playground.move_clock(seconds)
    await stage.deliver()


async def listed(stage: Stage, actor: Actor | None = None) -> View:
    """The list of proposals, opened from the Home."""
    actor = actor or stage.ada
    await actor.open_home()
    await stage.deliver()
    assert actor.home is not None
    await actor.click_view(actor.home.id, "kb_proposals")
    await stage.deliver()
    return actor.views[-1]


async def click(stage: Stage, actor: Actor, action_id: str, value: Any = None) -> View:
    await actor.click_view(actor.views[-1].id, action_id, value)
    await stage.deliver()
    return actor.views[-1]


# --- Adding


@pytest.mark.parametrize("command", ["kb add", "wissen neu", "KB  Hinzufügen", "wissen NEW"])
async def test_an_organizers_item_is_published_at_once(either_stage: Stage, command: str) -> None:
    stage = either_stage
    stage.store(a_full_event(4))
    view = await opened(stage.ada, command)
    more = {"event": "4", "tags": "Labor, #Reife,labor ,Labor", "description": "Kurz."}
    reply = await sent(stage.ada, view, **BARE, **more)
    assert "steht jetzt im Wissensspeicher" in str(stage.ada.views[-1].content), reply
    item = kept(stage).item
    assert (item.status, item.kind, item.event) == (Publication.PUBLISHED, ItemKind.SLIDES, 4)
    assert (item.tags, item.description) == (("Labor", "Reife", "labor"), "Kurz.")
    assert kept(stage).proposed_by is None
    assert audited(stage) == [(stage.ada.id, "kb add", f"item {kept(stage).id}")]
    await after(stage)
    assert said(stage.ada) == said(stage.ben) == []


async def test_an_address_behind_the_command_stands_in_the_form(stage: Stage) -> None:
    view = await opened(stage.ada, "kb add https://example.org/a?b=1&c=2")
    assert standing(view)["url"] == "https://example.org/a?b=1&c=2"


async def test_the_talks_of_the_chosen_event_can_be_chosen(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event(4), an_event(5))
    view = await opened(stage.anna, "kb add")
    assert menu(view, "session") == []
    stage.anna.fill(view.id, fields(view, title="Schon getippt"))
    await click(stage, stage.anna, "kb_event", "4")
    view = stage.anna.views[-1]
    assert menu(view, "session") == ["Zu keinem einzelnen", TALK, "Offene Runde"]
    assert standing(view)["title"] == "Schon getippt"
    stage.anna.fill(view.id, fields(view, session=sign(TALK)))
    await click(stage, stage.anna, "kb_event", "5")
    view = stage.anna.views[-1]
    assert menu(view, "session") == []
    await click(stage, stage.anna, "kb_event", "4")
    view = stage.anna.views[-1]
    assert standing(view)["session"] == NONE
    await sent(stage.anna, view, **BARE, session=sign(TALK))
    item = kept(stage).item
    assert (item.event, item.session, item.status) == (4, TALK, Publication.PROPOSED)


async def test_drafts_are_not_offered(stage: Stage) -> None:
    stage.store(a_full_event(4), an_event(5, status="draft", title="Geheim"))
    view = await opened(stage.anna, "kb add")
    assert menu(view, "event") == ["Zu keinem", "LabCamp#4: Wirkung sichtbar machen"]


@pytest.mark.parametrize(
    ("given", "at", "words"),
    [
        ({"url": "javascript:alert(1)"}, "url", "keine Webadresse"),
        ({"url": "file:///etc/passwd"}, "url", "keine Webadresse"),
        ({"url": "https://example.org/a b"}, "url", "keine Webadresse"),
        ({"url": "example.org"}, "url", "keine Webadresse"),
        ({"title": "\u200b \u202e"}, "title", "fehlt"),
        ({"tags": "x" * 51}, "tags", "höchstens 50"),
        ({"tags": ",".join(f"tag{n}" for n in range(21))}, "tags", "höchstens 20"),
    ],
)
async def test_an_error_stands_at_its_field_and_nothing_is_lost(
    stage: Stage, given: dict[str, str], at: str, words: str
) -> None:
    view = await opened(stage.anna, "kb add")
    reply = await sent(stage.anna, view, **{**BARE, "description": "Kurz.", **given})
    assert reply.response_action == "errors", reply
    assert list(reply.errors) == [at]
    assert words in reply.errors[at]
    assert standing(view)["description"] == "Kurz."
    again = await sent(stage.anna, view, **BARE, tags=None)
    assert again.response_action == "update"
    assert kept(stage).item.description == "Kurz."


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "virus"), ("event", "99"), ("event", "x"), ("event", "5"), ("session", "f" * 16)],
)
async def test_a_forged_choice_is_refused(stage: Stage, name: str, value: str) -> None:
    stage.store(a_full_event(4), an_event(5, status="draft"))
    view = await opened(stage.anna, "kb add")
    await click(stage, stage.anna, "kb_event", "4")
    view = stage.anna.views[-1]
    reply = await sent(stage.anna, view, url="nichts", title="Titel", kind="slides")
    forged = dict(reply.payload)
    for block_id, elements in forged["view"]["state"]["values"].items():
        for element in elements.values():
            if block_id.partition(":")[0] == "url":
                element["value"] = "https://example.org"
            if block_id.partition(":")[0] == name:
                element["selected_option"]["value"] = value
    answer = await stage.playground.interact(forged)
    assert [key.partition(":")[0] for key in answer.body["errors"]] == [name]


@pytest.mark.parametrize("metadata", ["", "null", "[]", "{", "[1,2]", '{"item": 1}', "[null]"])
async def test_a_form_from_another_time_is_answered_kindly(stage: Stage, metadata: str) -> None:
    view = await opened(stage.anna, "kb add")
    view.content["private_metadata"] = metadata
    reply = await sent(stage.anna, view, **BARE)
    assert reply.response_action == "errors"


async def test_the_longest_of_everything_is_taken(stage: Stage) -> None:
    stage.store(a_full_event(4, title="T" * 150), *(an_event(n) for n in range(100, 210)))
    url = "https://example.org/" + "x" * 1980
    view = await opened(stage.ada, "kb add")
    given = {"url": url, "title": "<!channel>" + "&" * 140, "description": "&" * 3000}
    tags = ",".join(f"{n:02}" + "&" * 40 for n in range(20))
    reply = await sent(stage.ada, view, **{**BARE, **given}, tags=tags)
    assert reply.response_action == "update", reply
    assert "<!channel>" not in str(stage.ada.views[-1].content)
    await opened(stage.ada, "kb add")
    assert (await sent(stage.ada, stage.ada.views[-1], **{**BARE, **given})).ok
    assert "schon im Wissensspeicher" in str(stage.ada.views[-1].content)


async def test_a_form_sent_twice_makes_one_item(stage: Stage) -> None:
    view = await opened(stage.anna, "kb add")
    first = await sent(stage.anna, view, **BARE)
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert "ist vorgeschlagen" in str(again.body)
    with stage.db.reading() as connection:
        assert len(knowledge.all_items(connection)) == 1


# --- Known addresses


async def test_a_known_address_is_shown_and_what_was_typed_stays(stage: Stage) -> None:
    stage.store_items(an_item(1, url="https://Example.org/neu/"))
    view = await opened(stage.anna, "kb add")
    reply = await sent(stage.anna, view, **BARE)
    assert reply.response_action == "push"
    shown = str(stage.anna.views[-1].content)
    assert "steht schon im Wissensspeicher" in shown
    assert "Aufzeichnung 1" in shown
    assert "kb_edit" not in shown
    await stage.anna.close(stage.anna.views[-1].id)
    assert standing(stage.anna.views[-1])["title"] == BARE["title"]


@pytest.mark.parametrize("status", [Publication.PROPOSED, Publication.REJECTED])
async def test_members_do_not_see_what_is_not_published(stage: Stage, status: Publication) -> None:
    stage.store_items(an_item(1, url=BARE["url"], status=status))
    await sent(stage.anna, await opened(stage.anna, "kb add"), **BARE)
    assert "Aufzeichnung 1" not in str(stage.anna.views[-1].content)
    await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE)
    assert "Aufzeichnung 1" in str(stage.ada.views[-1].content)


async def test_organizers_change_or_withdraw_what_is_known(stage: Stage) -> None:
    stage.store(a_full_event(4))
    stage.store_items(an_item(1, url=BARE["url"], event=4, session=TALK, tags=("a", "b")))
    await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE)
    view = await click(stage, stage.ada, "kb_edit")
    assert standing(view) == {
        "url": BARE["url"], "title": "Aufzeichnung 1", "kind": "recording", "event": "4",
        "session": sign(TALK), "tags": "a, b", "description": None, "status": "published",
    }  # fmt: skip
    reply = await sent(stage.ada, view, title="Neuer Titel", status="rejected")
    assert reply.response_action == "update", reply
    assert "nicht mehr im Wissensspeicher" in str(stage.ada.views[-1].content)
    await stage.ada.close(stage.ada.views[-1].id)
    assert stage.ada.views == []
    item = kept(stage).item
    assert (item.title, item.status, item.session) == ("Neuer Titel", Publication.REJECTED, TALK)
    assert audited(stage)[-1][:2] == (stage.ada.id, "kb reject")


async def test_an_address_can_be_mended_but_not_to_that_of_another(stage: Stage) -> None:
    stage.store_items(an_item(1, url=BARE["url"]), an_item(2))
    await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE)
    view = await click(stage, stage.ada, "kb_edit")
    reply = await sent(stage.ada, view, url="https://example.org/2/")
    assert "Aufzeichnung 2" in reply.errors["url"]
    reply = await sent(stage.ada, view, url="https://example.org/drei")
    assert reply.response_action == "update"
    assert kept(stage, "https://example.org/drei").item.title == "Aufzeichnung 1"
    with stage.db.reading() as connection:
        assert len(knowledge.all_items(connection)) == 2


async def test_the_second_of_two_who_change_an_item_sees_what_the_first_did(stage: Stage) -> None:
    stage.store_items(an_item(1, url=BARE["url"]))
    views = []
    for actor in (stage.ada, stage.ben):
        await sent(actor, await opened(actor, "kb add"), **BARE)
        views.append(await click(stage, actor, "kb_edit"))
    assert (await sent(stage.ada, views[0], title="Adas Titel")).response_action == "update"
    reply = await sent(stage.ben, views[1], title="Bens Titel")
    assert reply.response_action == "update"
    view = stage.ben.views[-1]
    shown = str(view.content)
    assert f"<@{stage.ada.id}> hat diesen Eintrag inzwischen geändert" in shown
    assert "Adas Titel" in shown
    assert standing(view)["title"] == "Bens Titel"
    assert kept(stage).item.title == "Adas Titel"
    await sent(stage.ben, view)
    assert kept(stage).item.title == "Bens Titel"


# --- Proposals


async def test_a_proposal_is_published_and_its_proposer_told_in_their_language(
    either_stage: Stage,
) -> None:
    stage = either_stage
    item = await proposed(stage, stage.frances)
    assert (item.item.status, item.proposed_by) == (Publication.PROPOSED, stage.frances.id)
    await listed(stage)
    assert "Labore wachsen lassen" in str(stage.ada.views[-1].content)
    view = await click(stage, stage.ada, "kb_publish")
    assert "Veröffentlicht:" in str(view.content)
    assert "Zurzeit wartet kein Vorschlag" in str(view.content)
    assert kept(stage).item.status is Publication.PUBLISHED
    assert ["is in the Wissensspeicher now" in text for text in said(stage.frances)] == [True]
    assert audited(stage) == [(stage.ada.id, "kb publish", f"item {item.id}")]
    await after(stage)
    assert len(said(stage.frances)) == 1


async def test_a_proposal_is_rejected_with_a_word(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage)
    view = await click(stage, stage.ada, "kb_reject")
    await sent(stage.ada, view, word="Der Link <!channel>\ngeht nicht & wie?")
    await stage.deliver()
    (view,) = stage.ada.views
    assert "Abgelehnt:" in str(view.content)
    assert kept(stage).item.status is Publication.REJECTED
    (message,) = stage.anna.direct_messages
    shown = str(message.blocks)
    assert f"<@{stage.ada.id}> schreibt dazu" in shown
    assert "&gt; " not in shown
    assert "> Der Link &lt;!channel&gt;" in shown


async def test_a_proposal_is_changed_and_published_in_one_go(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage)
    view = await click(stage, stage.ada, "kb_edit")
    assert standing(view)["status"] == "published"
    await sent(stage.ada, view, title="Besserer Titel")
    await stage.deliver()
    (view,) = stage.ada.views
    assert "Besserer Titel" in str(view.content)
    assert "Zurzeit wartet kein Vorschlag" in str(view.content)
    assert "Besserer Titel" in said(stage.anna)[0]


async def test_a_changed_proposal_may_go_on_waiting(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage)
    view = await click(stage, stage.ada, "kb_edit")
    await sent(stage.ada, view, title="Besserer Titel", status="proposed")
    await stage.deliver()
    assert "kb_publish" in str(stage.ada.views[-1].content)
    assert kept(stage).item.status is Publication.PROPOSED
    assert said(stage.anna) == []


async def test_the_second_to_decide_is_told_what_the_first_did(stage: Stage) -> None:
    await proposed(stage)
    for actor in (stage.ada, stage.ben):
        await listed(stage, actor)
    form = await click(stage, stage.ben, "kb_reject")
    await click(stage, stage.ada, "kb_publish")
    await sent(stage.ben, form, word="Nein")
    await stage.deliver()
    shown = str(stage.ben.views[-1].content)
    assert f"<@{stage.ada.id}> war schneller" in shown
    assert "ist schon veröffentlicht" in shown
    assert kept(stage).item.status is Publication.PUBLISHED
    assert len(said(stage.anna)) == 1


@pytest.mark.parametrize("action", ["kb_publish", "kb_reject", "kb_edit"])
async def test_a_click_too_late_shows_what_was_decided(stage: Stage, action: str) -> None:
    await proposed(stage)
    for actor in (stage.ada, stage.ben):
        await listed(stage, actor)
    await click(stage, stage.ada, "kb_publish")
    view = await click(stage, stage.ben, action)
    if action == "kb_edit":
        assert standing(view)["status"] == "published"
    else:
        assert "war schneller" in str(view.content)
    assert len(said(stage.anna)) == 1


@pytest.mark.parametrize("action", ["kb_publish", "kb_reject", "kb_edit", "kb_proposals"])
async def test_nobody_but_organizers_decides(stage: Stage, action: str) -> None:
    item = await proposed(stage)
    view = await opened(stage.anna, "kb add")
    view.content["blocks"].append(
        {
            "type": "actions",
            "block_id": "forged",
            "elements": [
                {
                    "type": "button",
                    "action_id": action,
                    "value": str(item.id),
                    "text": {"type": "plain_text", "text": "x"},
                }
            ],
        }
    )
    shown = await click(stage, stage.anna, action)
    assert "Organisator:innen" in str(shown.content)
    assert kept(stage).item.status is Publication.PROPOSED


async def test_whoever_organizes_no_more_decides_nothing(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage, stage.ben)
    reject = await click(stage, stage.ben, "kb_reject")
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    reply = await sent(stage.ben, reject, word="Nein")
    assert "Organisator:innen" in str(reply.body)
    assert kept(stage).item.status is Publication.PROPOSED


@pytest.mark.parametrize("value", ["", "0", "999", "-1", "1; DROP TABLE knowledge", "²"])
@pytest.mark.parametrize("action", ["kb_publish", "kb_reject", "kb_edit", "kb_proposals"])
async def test_a_forged_value_changes_nothing(stage: Stage, action: str, value: str) -> None:
    await proposed(stage)
    view = await listed(stage)
    for block in view.content["blocks"]:
        for element in block.get("elements", []):
            element["value"] = value
            element["action_id"] = action if element["action_id"] == "kb_publish" else "x"
    await click(stage, stage.ada, action)
    assert kept(stage).item.status is Publication.PROPOSED


async def test_a_long_list_is_turned_page_by_page(stage: Stage) -> None:
    for number in range(7):
        await proposed(stage, url=f"https://example.org/{number}", title=f"Vorschlag {number}")
    view = await listed(stage)
    assert "Vorschlag 4" in str(view.content)
    assert "Vorschlag 5" not in str(view.content)
    view = await click(stage, stage.ada, "kb_proposals_next")
    assert "Vorschlag 6" in str(view.content)
    for _ in range(2):
        view = await click(stage, stage.ada, "kb_publish")
    assert "Vorschlag 4" in str(view.content)
    assert "kb_proposals_previous" not in str(view.content)


async def test_no_member_floods_the_organizers(stage: Stage) -> None:
    for number in range(20):
        await proposed(stage, url=f"https://example.org/{number}")
    reply = await sent(stage.anna, await opened(stage.anna, "kb add"), **BARE)
    assert "20 Vorschläge" in reply.errors["url"]
    await proposed(stage, stage.frances)


# --- Telling organizers


async def test_proposals_within_minutes_are_told_in_one_message(stage: Stage) -> None:
    await proposed(stage)
    await after(stage, 60)
    await proposed(stage, url="https://example.org/zwei", title="Zwei")
    assert said(stage.ada) == []
    await after(stage)
    for actor in (stage.ada, stage.ben):
        (text,) = said(actor)
        assert "2 Vorschläge" in text
        assert f"<@{stage.anna.id}>" in text
    await after(stage)
    assert len(said(stage.ada)) == 1
    await proposed(stage, url="https://example.org/drei", title="Drei")
    await after(stage)
    assert [len(said(actor)) for actor in (stage.ada, stage.ben)] == [2, 2]


async def test_the_letter_leads_to_the_list(stage: Stage) -> None:
    await proposed(stage)
    await after(stage)
    (letter,) = stage.ada.direct_messages
    await stage.ada.click(letter.channel, letter.ts, "kb_proposals")
    await stage.deliver()
    assert "kb_publish" in str(stage.ada.views[-1].content)


async def test_what_was_decided_meanwhile_is_not_told(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage)
    await click(stage, stage.ada, "kb_publish")
    await after(stage)
    assert said(stage.ada) == said(stage.ben) == []
