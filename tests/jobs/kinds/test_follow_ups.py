"""The question after an event, over the real protocol."""

from datetime import timedelta

import pytest

from bot.domain.events import Session, Status
from bot.domain.follow_ups import due
from bot.domain.knowledge_entries import sign
from playground.actor import Actor
from tests.builders import an_item
from tests.forms import menu, sent, standing
from tests.items import BARE, kept
from tests.past_events import at, soon
from tests.stage import Stage

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")


def asked(actor: Actor) -> list[str]:
    return [m.text for m in actor.direct_messages if "LabCamp#11" in m.text]


async def test_organizers_are_asked_at_ten_on_the_next_day(either_stage: Stage) -> None:
    stage = either_stage
    event = soon(stage)
    stage.store_items(an_item(1, session=TALKS[1]))
    await at(stage, due(event) - timedelta(seconds=2))
    assert asked(stage.ada) == asked(stage.ben) == []
    await at(stage, due(event) + timedelta(seconds=1))
    for actor in (stage.ada, stage.ben):
        (text,) = asked(actor)
        assert TALKS[0] in text
        assert TALKS[1] not in text
    assert asked(stage.anna) == []
    (letter,) = stage.ada.direct_messages
    assert "Aufzeichnung 1" in str(letter.blocks)
    await at(stage, due(event) + timedelta(days=1))
    assert len(asked(stage.ada)) == 1


async def test_what_is_missing_is_added_with_event_and_talk_in_the_form(stage: Stage) -> None:
    event = soon(stage)
    await at(stage, due(event) + timedelta(seconds=1))
    (letter,) = stage.ada.direct_messages
    await stage.ada.click(letter.channel, letter.ts, "kb_add_to", f"11:{sign(TALKS[1])}")
    await stage.deliver()
    view = stage.ada.views[-1]
    assert menu(view, "session") == ["Zum ganzen LabCamp", *TALKS]
    assert (standing(view)["event"], standing(view)["session"]) == ("11", sign(TALKS[1]))
    await sent(stage.ada, view, **BARE)
    assert kept(stage).item.session == TALKS[1]


@pytest.mark.parametrize("days", [2, 5])
async def test_a_bot_that_was_away_for_long_asks_nothing_and_says_so(
    stage: Stage, days: int
) -> None:
    event = soon(stage)
    await at(stage, due(event) + timedelta(days=days))
    if days == 2:
        assert len(asked(stage.ada)) == 1
        return
    await stage.deliver()
    assert not any(TALKS[0] in text for text in asked(stage.ada))
    assert any("was nach einem LabCamp noch fehlt" in m.text for m in stage.ada.direct_messages)


async def test_nobody_is_asked_of_a_cancelled_event(stage: Stage) -> None:
    event = soon(stage)
    soon(stage, status=Status.CANCELLED)
    await at(stage, due(event) + timedelta(seconds=1))
    assert stage.ada.direct_messages == []


async def test_what_is_missing_stands_above_the_way_to_the_follow_up(stage: Stage) -> None:
    event = soon(stage)
    await at(stage, due(event) + timedelta(seconds=1))
    (letter,) = stage.ada.direct_messages
    await stage.ada.click(letter.channel, letter.ts, "kb_post")
    await stage.deliver()
    assert stage.ada.views[-1].content["callback_id"] == "follow_up"


async def test_the_longest_question_is_taken(stage: Stage) -> None:
    talks = tuple(Session(f"{n:02}" + "&" * 250, "s" * 250, "r", "o" * 250) for n in range(40))
    event = soon(stage, title="&" * 150, sessions=talks)
    url = "https://example.org/" + "&" * 1900
    stage.store_items(
        *(an_item(n, url=f"{url}{n}", title="&" * 150, session=talks[n].talk) for n in range(20))
    )
    await at(stage, due(event) + timedelta(seconds=1))
    (letter,) = stage.ada.direct_messages
    assert "kb_post" in str(letter.blocks)
