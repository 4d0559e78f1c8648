"""An organizer's forms outlive the bot: what is open on the screen works after kill -9."""

import pytest

from playground import Playground
from playground.models import View
from playground.sample import ADA
from tests.forms import fields, standing
from tests.process.bot_process import BotProcess
from tests.process.imported import posts
from tests.process.nursery import Nursery
from tests.waiting import until

INVITATION = """LabCamp#12: Daten teilen

07.12., 15 - 18 Uhr, online"""


async def killed(bot: BotProcess, nursery: Nursery) -> None:
    await bot.kill()
    await bot.start(nursery)


def later(playground: Playground) -> bool:
    """Whether it is posted; if not, time goes by: it may have been killed while it posted."""
    if not posts(playground):
        playground.move_clock(5)
    return bool(posts(playground))


async def test_an_announcement_is_written_looked_at_and_posted_by_three_processes(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    ada = playground.as_user(ADA)
    await ada.command("/labcamp announce 11")
    view = ada.views[-1]
    await killed(bot, nursery)
    looked = await ada.submit(view.id, {"text": {"value": "Kommt *alle*!"}})
    assert looked.response_action == "update", looked
    await killed(bot, nursery)
    sent = await ada.submit(view.id)
    assert sent.response_action == "update", sent
    await killed(bot, nursery)
    again = await playground.interact({**sent.payload, "trigger_id": "another.one"})
    assert again.ok
    await until(lambda: later(playground) and len(posts(playground)[0].reactions) == 3)
    (post,) = posts(playground)
    assert "Kommt *alle*!" in str(post.blocks)


@pytest.mark.fault(
    "killed",
    "over a form that is being sent",
    expected="what was written stays in the form, and can be sent again",
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_what_was_written_is_there_when_the_bot_dies_over_a_form(
    playground: Playground, bot: BotProcess, nursery: Nursery, when: str
) -> None:
    """Killed before the form is sent, nothing is lost on the screen; after, it is kept."""
    ada = playground.as_user(ADA)
    await ada.command("/labcamp announce 11")
    view = ada.views[-1]
    if when == "before":
        await bot.kill()
        reply = await ada.submit(view.id, {"text": {"value": "Angefangen"}})
        assert reply.error is not None
        assert "Angefangen" in str(view.state)
        await bot.start(nursery)
        assert (await ada.submit(view.id)).response_action == "update"
    else:
        await ada.submit(view.id, {"text": {"value": "Angefangen"}})
        await ada.close(view.id)
        await killed(bot, nursery)
        await ada.command("/labcamp announce")
        assert "Angefangen" in str(ada.views[-1].state)


async def test_an_event_is_read_made_and_changed_by_several_processes(
    playground: Playground, bot: BotProcess, nursery: Nursery
) -> None:
    ada = playground.as_user(ADA)
    await ada.command("/labcamp new")
    pasted = ada.views[-1]
    await killed(bot, nursery)
    await ada.submit(pasted.id, fields(pasted, invitation=INVITATION))
    form = ada.views[-1]
    assert standing(form)["title"] == "Daten teilen"
    await killed(bot, nursery)
    assert (await ada.submit(form.id, fields(form, status="published"))).ok
    await ada.close(ada.views[-1].id)
    edit = await opened(playground, bot, nursery)
    assert standing(edit)["location"] == "online"
    await ada.submit(edit.id, fields(edit, location="Rathaus"))
    assert "Rathaus" in str((await ada.command("/labcamp show 12")).blocks)


async def opened(playground: Playground, bot: BotProcess, nursery: Nursery) -> View:
    """The form of an event; the bot that showed it is gone."""
    ada = playground.as_user(ADA)
    await ada.command("/labcamp edit 12")
    await killed(bot, nursery)
    return ada.views[-1]
