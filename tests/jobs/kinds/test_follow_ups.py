"""The question after an event, and the material in the channel, over the real protocol."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.events import Event, Session, Status
from bot.domain.follow_ups import due
from bot.domain.knowledge_entries import sign
from bot.services import changes
from playground.actor import Actor
from playground.sample import LABCAMP
from storage import events
from tests.builders import a_full_event, an_item
from tests.forms import menu, sent, standing
from tests.items import BARE, kept
from tests.stage import Stage

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")


def clock(stage: Stage) -> datetime:
    return datetime.fromtimestamp(stage.playground.workspace.clock.now(), UTC)


def soon(stage: Stage, **fields: Any) -> Event:
    """An event that begins in an hour, saved as an organizer would."""
    starts_at = clock(stage) + timedelta(hours=1)
    event = a_full_event(
        **{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3), **fields}
    )
    with stage.db.transaction() as connection:
        events.save(connection, event, clock(stage))
        changes.event_changed(connection, event, (), clock(stage))
    return event


async def at(stage: Stage, moment: datetime) -> None:
    stage.playground.move_clock((moment - clock(stage)).total_seconds())
    await stage.deliver()
    await stage.deliver()


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


async def test_the_material_is_posted_once_in_the_thread(either_stage: Stage) -> None:
    stage = either_stage
    event = soon(stage)
    announced = await stage.announced(event)
    stage.store_items(*(an_item(number, session=TALKS[0]) for number in range(12)))
    await at(stage, due(event) + timedelta(seconds=1))
    letter = next(m for m in stage.ada.direct_messages if "kb_post" in str(m.blocks))
    for _ in range(2):
        await stage.ada.click(letter.channel, letter.ts, "kb_post")
        await stage.deliver()
    posts = [m for m in stage.posts() if m.thread_ts == announced.ts and m.ts != announced.ts]
    (post,) = [m for m in posts if "Das Material von" in m.text]
    assert TALKS[0] in str(post.blocks)
    assert "schon gepostet" in str(stage.ada.ephemerals()[-1].text)
    await stage.anna.click(LABCAMP, post.ts, "kb_material")
    await stage.deliver()
    assert "Aufzeichnung 7" in str(stage.anna.views[-1].content)


async def test_nobody_but_organizers_posts_the_material(stage: Stage) -> None:
    event = soon(stage)
    stage.store_items(an_item(1))
    await at(stage, due(event) + timedelta(seconds=1))
    letter = stage.ben.direct_messages[-1]
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    await stage.ben.click(letter.channel, letter.ts, "kb_post")
    await stage.deliver()
    assert stage.posts() == []


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
    await stage.ada.click(letter.channel, letter.ts, "kb_post")
    await stage.deliver()
    assert "Das Material von" in stage.posts()[-1].text


async def test_material_is_not_promised_in_a_channel_that_does_not_take_it(stage: Stage) -> None:
    event = soon(stage)
    stage.store_items(an_item(1))
    await at(stage, due(event) + timedelta(seconds=1))
    (letter,) = [m for m in stage.ada.direct_messages if "kb_post" in str(m.blocks)]
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    await stage.ada.click(letter.channel, letter.ts, "kb_post")
    await stage.deliver()
    assert "archiviert" in stage.ada.ephemerals()[-1].text
    stage.playground.workspace.channel(LABCAMP).is_archived = False
    await stage.ada.click(letter.channel, letter.ts, "kb_post")
    await stage.deliver()
    assert "gleich gepostet" in stage.ada.ephemerals()[-1].text
