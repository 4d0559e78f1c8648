"""/labcamp kb add, and items that are known already, over the real protocol."""

from datetime import date
from typing import Any

import pytest

from bot.domain.knowledge import ItemKind, Publication, Visibility
from bot.domain.knowledge_entries import NONE, sign
from bot.domain.visibility import beginning
from playground.actor import Actor
from playground.models import View
from storage import knowledge
from tests.builders import a_full_event, an_event, an_item
from tests.forms import fields, menu, opened, sent, shown, standing
from tests.items import BARE, kept
from tests.notices import said
from tests.records import audited
from tests.stage import Stage

TALK = "Was ein Labor erwachsen macht"
URL = "https://example.org/spaeter"


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
    assert menu(view, "session") == ["Zum ganzen LabCamp", TALK, "Offene Runde"]
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
        "visibility": "public", "visible_from": None,
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


# --- Who may see it


async def test_what_is_new_in_slack_is_for_members_unless_an_organizer_says_otherwise(
    either_stage: Stage,
) -> None:
    stage = either_stage
    stage.store(a_full_event(4))
    await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE)
    assert kept(stage).item.visibility is Visibility.MEMBERS
    await stage.ada.close(stage.ada.views[-1].id)
    given = {"url": URL, "title": "Erst später", "kind": "slides", "event": "4"}
    more = {"visibility": "public", "visible_from": "2099-01-15"}
    await sent(stage.ada, await opened(stage.ada, "kb add"), **given, **more)
    item = kept(stage, URL).item
    assert item.visibility is Visibility.PUBLIC
    assert item.visible_from == beginning(date(2099, 1, 15), "Europe/Berlin")
    for command in ("kb Erst", "kb", "show 4"):
        assert "später" not in str((await stage.anna.command(f"/labcamp {command}")).blocks)
    member = await opened(stage.anna, "kb add")
    assert "visibility" not in standing(member)
    await sent(stage.anna, member, **{**given, "event": NONE})
    assert "noch nicht für alle zu sehen" in shown(stage.anna.views[-1])
    assert "Erst später" not in shown(stage.anna.views[-1])
