"""What stands in the channel: corrected, deleted, and gone when somebody else deleted it."""

import pytest

from storage import rsvp_messages
from tests.announcement_forms import (
    correcting,
    filled,
    form_of,
    in_the_list,
    sent_off,
)
from tests.builders import ELEVEN, a_full_event
from tests.forms import shown
from tests.records import status_of
from tests.stage import Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.store(a_full_event())
    return stage


async def test_a_posted_one_is_corrected_where_it_stands(stage: Stage) -> None:
    await sent_off(stage, filled("Komt vorbei!"))
    form = await in_the_list(stage, "announcement_correct")
    assert "event" not in form.state
    assert (await stage.ada.submit(form.id, filled("Kommt vorbei!"))).ok
    assert (await stage.ada.submit(form.id)).ok
    await stage.refreshed()
    (post,) = stage.posts()
    assert "Kommt vorbei!" in str(post.blocks)
    assert "Komt" not in str(post.blocks)


async def test_a_plain_post_is_corrected_too(stage: Stage) -> None:
    await sent_off(stage, filled("Halo", event="none"))
    form = await in_the_list(stage, "announcement_correct")
    await stage.ada.submit(form.id, filled("Hallo"))
    await stage.ada.submit(form.id)
    await stage.refreshed()
    assert [post.text for post in stage.posts()] == ["Hallo"]


@pytest.mark.parametrize("event", ["11", "none"])
async def test_a_posted_one_is_deleted_and_answers_stay(stage: Stage, event: str) -> None:
    await sent_off(stage, filled(event=event))
    (post,) = stage.posts()
    await stage.anna.react(post.channel, post.ts, "white_check_mark")
    await stage.deliver()
    assert "verschwindet" in shown(await in_the_list(stage, "announcement_delete"))
    await stage.refreshed()
    assert stage.posts() == []
    assert status_of(stage, 1) == "deleted"
    assert stage.answer(stage.anna) == ("yes" if event == "11" else None)
    with stage.db.reading() as connection:
        assert rsvp_messages.of_event(connection, ELEVEN) == []


async def test_deleting_twice_says_that_it_is_gone(stage: Stage) -> None:
    await sent_off(stage)
    listed = await form_of(stage)
    await stage.ada.click_view(listed.id, "announcements_list")
    await stage.deliver()
    top = stage.ada.views[-1]
    await in_the_list(stage, "announcement_delete", stage.ben)
    await stage.ada.click_view(top.id, "announcement_delete", "1")
    await stage.deliver()
    assert "gibt es so nicht mehr" in shown(stage.ada.views[-1])


@pytest.mark.parametrize("event", ["11", "none"])
async def test_what_was_deleted_in_slack_is_listed_so_and_told_once(
    stage: Stage, event: str
) -> None:
    await sent_off(stage, filled("Weg damit", event=event))
    (post,) = stage.posts()
    form = await correcting(stage)
    stage.playground.workspace.delete_message(post.channel, post.ts)
    await stage.ada.submit(form.id, filled("Neu"))
    await stage.ada.submit(form.id)
    await stage.refreshed()
    assert status_of(stage, 1) == "gone"
    for _ in range(2):
        await stage.anna.command("/labcamp zusage 11")
        await stage.frances.command("/labcamp absage 11")
        await stage.refreshed()
        await stage.reconcile()
    assert [call.method for call in stage.playground.calls].count("chat.update") <= 2
    (told,) = stage.ben.direct_messages
    assert "in Slack gelöscht" in told.text
    view = await form_of(stage)
    await stage.ada.click_view(view.id, "announcements_list")
    await stage.deliver()
    listed = shown(stage.ada.views[-1])
    assert "In Slack gelöscht" in listed
    assert "announcement_correct" not in listed
    await stage.ben.open_home()
    await stage.deliver()
    assert stage.ben.home is not None
    assert "delivery_again" not in shown(stage.ben.home)


async def test_a_message_deleted_while_the_bot_was_away_is_noticed_when_it_is_back(
    stage: Stage,
) -> None:
    await sent_off(stage)
    (post,) = stage.posts()
    stage.playground.workspace.delete_message(post.channel, post.ts)
    await stage.reconcile()
    stage.playground.move_clock(3)
    await stage.deliver()
    assert status_of(stage, 1) == "gone"
    assert len(stage.ben.direct_messages) == 1
