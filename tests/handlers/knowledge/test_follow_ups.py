"""What organizers post after an event: looked at, posted once, and following its material."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import Session, Status
from bot.domain.feedback import OPEN_FOR, FeedbackAnswer, Question, Round, new_key
from bot.domain.knowledge import Visibility
from bot.domain.rsvps import Answer
from bot.services import expiry, knowledge_editing
from bot.services import feedback as feedback_service
from playground.sample import LABCAMP
from storage import feedback, knowledge_items, rsvps
from tests.builders import ELEVEN, an_event, an_item, an_rsvp
from tests.forms import opened, shown
from tests.past_events import at, changed, clock, follow_up, follow_ups, soon
from tests.stage import Stage

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")
COMMAND = "/labcamp follow-up"
HOUR = timedelta(hours=1)


def came_back(stage: Stage, *, closed: bool, answers: int = 5) -> None:
    """Let so many have answered, each that it was worth it; and one in their own words."""
    with stage.db.transaction() as connection:
        feedback.begin(connection, Round(ELEVEN, new_key(), clock(stage) + OPEN_FOR))
        for _ in range(answers):
            feedback.count(connection, ELEVEN, Question.WORTH, FeedbackAnswer.YES)
        feedback.count(connection, ELEVEN, Question.SENTENCE, "Molchpfeffer")
        if closed:
            feedback_service.close(connection, ELEVEN, clock(stage))


async def test_it_says_thanks_shows_what_there_is_and_names_the_next_date(
    either_stage: Stage,
) -> None:
    stage = either_stage
    event = soon(stage)
    announced = await stage.announced(event)
    stage.store(an_event(12, title="Danach", starts_at=event.ends_at + timedelta(days=90)))
    stage.store_items(
        an_item(1, session=TALKS[0], title="Folien"),
        an_item(2, session=TALKS[0], title="Zeisigquark", visibility=Visibility.NOBODY),
        an_item(3, title="Morgen", visible_from=event.ends_at + timedelta(days=1)),
    )
    with stage.db.transaction() as connection:
        for user in range(5):
            rsvps.save(connection, ELEVEN, an_rsvp(f"U{user}"))
        rsvps.save(connection, ELEVEN, an_rsvp("U9", answer=Answer.MAYBE))
    await at(stage, event.ends_at + HOUR)
    (post,) = await follow_up(stage)
    assert post.thread_ts == announced.ts
    said = str(post.blocks)
    for there in (*TALKS, "Folien", "5 hatten zugesagt", "LabCamp#12: Danach"):
        assert there in said
    assert "Zeisigquark" not in said
    assert "Morgen" not in said
    assert "<@U" not in said


async def test_it_is_looked_at_first_and_posted_once_whoever_says_so(either_stage: Stage) -> None:
    stage = either_stage
    event = soon(stage)
    await stage.announced(event)
    await at(stage, event.ends_at + HOUR)
    previews = [await opened(one, "follow-up 11") for one in (stage.ada, stage.ben)]
    assert follow_ups(stage) == []
    assert TALKS[0] in shown(previews[0])
    await stage.ada.submit(previews[0].id)
    await stage.ben.submit(previews[1].id)
    await stage.refreshed()
    assert len(follow_ups(stage)) == 1
    assert "schon gepostet" in shown(stage.ben.views[-1])
    assert "schon gepostet" in (await stage.ben.command(COMMAND)).text


async def test_it_follows_event_and_material_however_late(either_stage: Stage) -> None:
    stage = either_stage
    event = soon(stage)
    await stage.announced(event)
    await at(stage, event.ends_at + HOUR)
    await follow_up(stage)
    stage.playground.move_clock(timedelta(days=200).total_seconds())
    stage.store_items(an_item(1, session=TALKS[0], title="Folien"))
    with stage.db.transaction() as connection:
        assert expiry.forget(connection, clock(stage))["deliveries"] > 0
    changed(stage, replace(event, sessions=(Session(TALKS[0]), Session("Neu", "Kim"))))
    await stage.refreshed()
    (post,) = follow_ups(stage)
    assert "Folien" in str(post.blocks)
    assert "Neu – Kim" in str(post.blocks)
    assert TALKS[1] not in str(post.blocks)
    with stage.db.transaction() as connection:
        kept = knowledge_items.by_url_locked(connection, an_item(1).url)
        assert kept is not None
        hidden = replace(kept, item=replace(kept.item, visibility=Visibility.NOBODY))
        knowledge_editing.save(connection, stage.ada.id, kept, hidden, clock(stage))
    await stage.refreshed()
    assert "Folien" not in str(follow_ups(stage)[0].blocks)


async def test_it_names_the_next_date_as_it_comes_to_be_known(stage: Stage) -> None:
    event = soon(stage)
    await at(stage, event.ends_at + HOUR)
    await follow_up(stage)
    following = an_event(12, title="Danach", starts_at=event.ends_at + timedelta(days=90))
    for status, is_named in ((Status.PUBLISHED, True), (Status.CANCELLED, False)):
        changed(stage, replace(following, status=status))
        await stage.refreshed()
        await stage.refreshed()
        assert ("Danach" in str(follow_ups(stage)[0].blocks)) is is_named


@pytest.mark.parametrize("closed", [True, False])
async def test_what_came_back_stands_in_it_if_it_did_in_the_preview(
    stage: Stage, closed: bool
) -> None:
    event = soon(stage)
    await at(stage, event.ends_at + HOUR)
    came_back(stage, closed=closed)
    preview = await opened(stage.ada, "follow-up 11")
    assert ("Ja, sehr: 5" in shown(preview)) is closed
    assert ("Noch ohne Rückmeldung" in shown(preview)) is not closed
    with stage.db.transaction() as connection:
        feedback_service.close(connection, ELEVEN, clock(stage))
    await stage.ada.submit(preview.id)
    await stage.refreshed()
    stage.store_items(an_item(1))
    changed(stage, event)
    await stage.refreshed()
    (post,) = follow_ups(stage)
    assert ("Ja, sehr: 5" in str(post.blocks)) is closed
    assert "Molchpfeffer" not in str(post.blocks)


async def test_nothing_of_a_few_answers_is_shown(stage: Stage) -> None:
    event = soon(stage)
    await at(stage, event.ends_at + HOUR)
    came_back(stage, closed=True, answers=4)
    assert "Noch ohne Rückmeldung" in shown(await opened(stage.ada, "follow-up 11"))


@pytest.mark.parametrize("error", ["edit_window_closed", "message_not_found"])
async def test_one_that_can_not_be_changed_makes_room_for_another(stage: Stage, error: str) -> None:
    event = soon(stage)
    await at(stage, event.ends_at + HOUR)
    (post,) = await follow_up(stage)
    stage.playground.faults.add("chat.update", f"error:{error}")
    changed(stage, event)
    await stage.refreshed()
    await stage.refreshed()
    if error == "edit_window_closed":
        assert post.ts not in [message.ts for message in follow_ups(stage)]
    assert len(await follow_up(stage)) == len(follow_ups(stage)) > 0


async def test_before_the_end_and_for_members_there_is_none(stage: Stage) -> None:
    event = soon(stage)
    assert "erst, wenn das LabCamp vorbei ist" in (await stage.ada.command(f"{COMMAND} 11")).text
    await at(stage, event.ends_at + HOUR)
    assert "Organisator:innen" in (await stage.anna.command(COMMAND)).text
    assert "LabCamp#99" in (await stage.ada.command(f"{COMMAND} 99")).text
    preview = await opened(stage.ada, "follow-up 11")
    changed(stage, replace(event, status=Status.CANCELLED))
    await stage.ada.submit(preview.id)
    await stage.refreshed()
    assert follow_ups(stage) == []


async def test_it_is_not_promised_in_a_channel_that_does_not_take_it(stage: Stage) -> None:
    event = soon(stage)
    await at(stage, event.ends_at + HOUR)
    preview = await opened(stage.ada, "follow-up 11")
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    await stage.ada.submit(preview.id)
    assert "archiviert" in shown(stage.ada.views[-1])
    assert "archiviert" in (await stage.ada.command(COMMAND)).text
    stage.playground.workspace.channel(LABCAMP).is_archived = False
    assert len(await follow_up(stage)) == 1


async def test_the_longest_one_is_taken(stage: Stage) -> None:
    talks = tuple(Session(f"{n:02}" + "&" * 250, "s" * 250, "r", "o" * 250) for n in range(40))
    event = soon(stage, title="&" * 150, host="&" * 250, sessions=talks)
    url = "https://example.org/" + "&" * 1900
    stage.store_items(
        *(an_item(n, url=f"{url}{n}", title="&" * 150, session=talks[n].talk) for n in range(20))
    )
    await at(stage, event.ends_at + HOUR)
    (post,) = await follow_up(stage)
    assert "weitere Impulse" in str(post.blocks)
    assert "… und 20 weitere" in str(post.blocks)
