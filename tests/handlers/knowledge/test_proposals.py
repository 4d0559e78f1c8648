"""What members propose: decided by organizers, who are told of it, over the real protocol."""

from typing import Any

import pytest

from bot.domain.knowledge import Publication
from bot.services import forgetting
from playground.actor import Actor
from playground.models import View
from tests.forms import opened, sent, standing
from tests.items import BARE, kept, proposed
from tests.notices import said
from tests.past_events import clock
from tests.records import audited
from tests.stage import Stage


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


@pytest.mark.parametrize("action", ["kb_publish", "kb_reject", "kb_edit", "kb_proposals"])
async def test_a_forged_value_changes_nothing(stage: Stage, action: str) -> None:
    await proposed(stage)
    for value in ("", "0", "999", "-1", "1; DROP TABLE knowledge", "²"):
        view = await listed(stage)
        for block in view.content["blocks"]:
            for element in block.get("elements", []):
                element["value"] = value
                element["action_id"] = action if element["action_id"] == "kb_publish" else "x"
        await click(stage, stage.ada, action)
        assert kept(stage).item.status is Publication.PROPOSED, value
        await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)


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


async def test_a_letter_goes_with_what_is_taken_back_and_what_else_waits_is_told_anew(
    either_stage: Stage,
) -> None:
    stage = either_stage
    await proposed(stage, title="Bleibt", url="https://example.org/bleibt")
    await after(stage)
    await after(stage, 120)
    await proposed(stage, title="Zeisigquark", url="https://example.org/zeisig")
    await after(stage)
    assert [text.count("Zeisigquark") for text in said(stage.ada)] == [0, 1]
    await proposed(stage, stage.frances, title="Drittes", url="https://example.org/dritt")
    await after(stage)
    assert [text.count("Zeisigquark") for text in said(stage.ada)] == [0, 1, 1]

    item = kept(stage, "https://example.org/zeisig")
    await stage.anna.open_home()
    await stage.deliver()
    assert stage.anna.home is not None
    await stage.anna.click_view(stage.anna.home.id, "kb_withdraw", str(item.id))
    await stage.deliver()
    for organizer in (stage.ada, stage.ben):
        assert [text.count("Bleibt") for text in said(organizer)] == [1]
    await after(stage)
    first, anew = said(stage.ada)
    assert "Zeisigquark" not in first + anew
    assert "Bleibt" in anew
    assert "Drittes" in anew


async def test_letters_do_not_name_whoever_is_forgotten(stage: Stage) -> None:
    await proposed(stage)
    await after(stage)
    assert stage.anna.id in str(said(stage.ada))
    with stage.db.transaction() as connection:
        forgetting.forget(connection, stage.anna.id, None, clock(stage))
    await stage.deliver()
    assert said(stage.ada) == said(stage.ben) == []


async def test_what_was_decided_meanwhile_is_not_told(stage: Stage) -> None:
    await proposed(stage)
    await listed(stage)
    await click(stage, stage.ada, "kb_publish")
    await after(stage)
    assert said(stage.ada) == said(stage.ben) == []
