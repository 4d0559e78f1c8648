"""The message shortcut "In den Wissensspeicher" over the real protocol."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.knowledge import Publication
from playground import SlackMessage
from playground.actor import Actor
from playground.models import View
from playground.sample import LABCAMP
from storage import knowledge
from tests.builders import a_full_event, an_event, an_item
from tests.forms import menu, sent, standing
from tests.items import kept
from tests.messages import PREVIEW, TALK, link, rich
from tests.stage import Stage

FOLIEN, BOARD = "https://example.org/folien.pptx", "https://miro.com/app/board/x"
THREE = f"<{FOLIEN}|Folien> <{BOARD}|Board> <https://example.org/1>"


def written(stage: Stage, text: str, **fields: Any) -> str:
    """The ts of a message that Ben has written."""
    message = SlackMessage("", LABCAMP, stage.ben.id, text, **fields)
    return stage.playground.workspace.add_message(message).ts


async def used(stage: Stage, actor: Actor, text: str, **fields: Any) -> None:
    ts = written(stage, text, **fields)
    reply = await actor.message_action("kb_links", LABCAMP, ts)
    assert reply.ok, reply
    await stage.deliver()


def heard(actor: Actor) -> str:
    """What only this person saw last in the channel."""
    shown = actor.ephemerals(LABCAMP)[-1]
    return f"{shown.text} {shown.blocks}"


def boxes(view: View) -> list[str]:
    (found,) = [b["element"] for b in view.content["blocks"] if b["type"] == "input"]
    return [option["text"]["text"] for option in found["options"]]


async def tick(actor: Actor, *values: str) -> Any:
    return await actor.submit(actor.views[-1].id, {"links": {"value": list(values)}})


async def test_the_one_link_of_a_message_stands_in_the_form(either_stage: Stage) -> None:
    stage = either_stage
    blocks = rich({"type": "text", "text": "Das war gut: "}, link(TALK, "hier"))["blocks"]
    await used(stage, stage.anna, "Das war gut", blocks=blocks, attachments=[
        {key: value for key, value in PREVIEW.items() if key != "text"}
    ])  # fmt: skip
    view = stage.anna.views[-1]
    found = standing(view)
    assert (found["url"], found["title"], found["kind"]) == (
        TALK,
        "Das Video & mehr",
        "recording",
    )
    assert (await sent(stage.anna, view)).response_action == "update"
    item = kept(stage, TALK)
    assert (item.item.status, item.proposed_by) == (Publication.PROPOSED, stage.anna.id)
    assert "Das war gut" not in str(item)


async def test_several_links_are_chosen_and_come_one_after_the_other(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event(4))
    await used(stage, stage.anna, f"Zu LabCamp 4: {THREE}")
    view = stage.anna.views[-1]
    assert boxes(view) == [
        "Folien · example.org/folien.pptx",
        "Board · miro.com/app/board/x",
        "example.org/1",
    ]
    assert (await tick(stage.anna)).error == "form_incomplete"
    assert (await tick(stage.anna, "0", "2")).response_action == "update"
    view = stage.anna.views[-1]
    assert "Link 1 von 2" in str(view.content)
    assert (standing(view)["kind"], standing(view)["event"]) == ("slides", "4")
    reply = await sent(stage.anna, view, title="Die Folien", tags="a")
    assert reply.response_action == "update"
    view = stage.anna.views[-1]
    shown = str(view.content)
    assert "ist vorgeschlagen" in shown
    assert "Link 2 von 2" in shown
    assert standing(view)["url"] == "https://example.org/1"
    assert (standing(view)["title"], standing(view)["tags"]) == (None, None)
    assert (await sent(stage.anna, view, title="Eins")).response_action == "update"
    assert "ist vorgeschlagen" in str(stage.anna.views[-1].content)
    with stage.db.reading() as connection:
        items = knowledge.all_items(connection)
    assert [(item.title, item.event) for item in items] == [("Die Folien", 4), ("Eins", 4)]


async def test_the_event_is_the_one_named_or_the_one_around_the_message(stage: Stage) -> None:
    now = datetime.fromtimestamp(stage.playground.workspace.clock.now(), UTC)
    hour = timedelta(hours=1)
    stage.store(
        an_event(3, starts_at=now - 300 * hour, ends_at=now - 299 * hour),
        an_event(4, starts_at=now - 30 * hour, ends_at=now - 29 * hour),
        an_event(5, starts_at=now + hour, ends_at=now + 2 * hour),
        an_event(6, starts_at=now - 3 * hour, ends_at=now - 2 * hour, status="draft"),
    )
    for text, event in (("", "5"), ("LabCamp#3", "3"), ("LabCamp#6", "5"), ("LabCamp 99", "5")):
        await used(stage, stage.anna, f"{text} <{FOLIEN}>")
        assert standing(stage.anna.views[-1])["event"] == event
    assert "LabCamp#6" not in str(menu(stage.anna.views[-1], "event"))


async def test_a_message_far_from_any_event_gets_none(stage: Stage) -> None:
    stage.store(an_event(4))
    ts = written(stage, f"<{FOLIEN}>")
    stage.playground.move_clock(14 * 86400)
    await stage.anna.message_action("kb_links", LABCAMP, ts)
    assert standing(stage.anna.views[-1])["event"] == "none"  # though LabCamp#4 is going on now


async def test_a_message_without_links_gets_a_kind_answer(either_stage: Stage) -> None:
    stage = either_stage
    await used(stage, stage.anna, "Das war schön! <@U1> <mailto:a@example.org>")
    assert "finde ich keine Links" in heard(stage.anna)
    assert stage.anna.views == []


async def test_known_links_are_shown_as_known(stage: Stage) -> None:
    stage.store_items(
        an_item(1, event=None), an_item(2, url=BOARD, title="Geheim", status=Publication.PROPOSED)
    )
    await used(stage, stage.anna, THREE)
    view = stage.anna.views[-1]
    assert boxes(view) == ["Folien · example.org/folien.pptx"]
    assert "Aufzeichnung 1" in str(view.content)
    assert "Geheim" not in str(view.content)
    await used(stage, stage.anna, f"<https://EXAMPLE.org/1/?utm_source=x> <{BOARD}>")
    said = heard(stage.anna)
    assert "Schon bekannt" in said
    assert "Geheim" not in said


async def test_a_link_that_became_known_meanwhile_is_passed_over(stage: Stage) -> None:
    await used(stage, stage.anna, THREE)
    await tick(stage.anna, "0", "1")
    stage.store_items(an_item(1, url=FOLIEN, title="Von Ben", status=Publication.PROPOSED))
    await sent(stage.anna, stage.anna.views[-1], title="Von Anna")
    view = stage.anna.views[-1]
    assert standing(view)["url"] == BOARD
    assert "Von Ben" not in str(view.content)


async def test_more_links_than_fit_are_left_for_the_next_time(stage: Stage) -> None:
    long = [f"https://example.org/{number}/{'x' * 600}" for number in range(30)]
    await used(stage, stage.anna, " ".join(f"<{url}|{'&amp;' * 150}>" for url in long))
    view = stage.anna.views[-1]
    offered = len(boxes(view))
    assert 1 <= offered < 10
    assert f"es fehlen noch {30 - offered}" in str(view.content)
    await tick(stage.anna, *(str(number) for number in range(offered)))
    for _ in range(offered):
        view = stage.anna.views[-1]
        assert (await sent(stage.anna, view, title="Titel")).response_action == "update"
    with stage.db.reading() as connection:
        assert len(knowledge.all_items(connection)) == offered
    await used(stage, stage.anna, " ".join(f"<https://example.org/{n}>" for n in range(30)))
    assert len(boxes(stage.anna.views[-1])) == 10


@pytest.mark.parametrize("metadata", ["", "null", "[]", "[1]", "[1, [2]]", '["x", []]', "{}"])
async def test_a_form_from_another_time_is_answered_kindly(stage: Stage, metadata: str) -> None:
    await used(stage, stage.anna, THREE)
    stage.anna.views[-1].content["private_metadata"] = metadata
    assert (await tick(stage.anna, "0")).response_action == "errors"


async def test_forged_boxes_choose_nothing(stage: Stage) -> None:
    await used(stage, stage.anna, THREE)
    reply = await tick(stage.anna, "0")
    forged = dict(reply.payload)
    (field,) = forged["view"]["state"]["values"]["links"].values()
    for value in ("99", "-1", "x"):
        field["selected_options"][0]["value"] = value
        answer = await stage.playground.interact(forged)
        assert answer.body["errors"] == {"links": "Wähle mindestens einen Link."}


async def test_organizers_publish_links_at_once(stage: Stage) -> None:
    await used(stage, stage.ada, f"<{FOLIEN}|Folien>")
    await sent(stage.ada, stage.ada.views[-1])
    assert kept(stage, FOLIEN).item.status is Publication.PUBLISHED
