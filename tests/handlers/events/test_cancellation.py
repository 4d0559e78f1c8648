"""/labcamp cancel over the real protocol."""

from bot.domain.events import Status
from tests.builders import an_event
from tests.forms import opened, sent, standing
from tests.notices import after_ten_minutes, in_the_channel, in_threads, said, with_answers
from tests.records import audited, stored
from tests.stage import Stage


async def test_a_cancelled_event_is_told_with_its_reason_and_answers_stay(stage: Stage) -> None:
    await with_answers(stage)
    form = await opened(stage.ada, "streichen 11")
    assert "Zugesagt: 1, vielleicht: 1." in str(form.content)
    reply = await sent(stage.ada, form, reason="Die Gastgeber sind krank.", sure=["sure"])
    assert reply.response_action == "update", reply
    assert stored(stage).status is Status.CANCELLED
    assert audited(stage)[-1] == (stage.ada.id, "cancel", "event 11")
    await after_ten_minutes(stage)
    (told,) = said(stage.anna)
    assert "abgesagt" in told
    assert "Die Gastgeber sind krank." in told
    assert "krank" in in_threads(stage)[-1]
    assert in_the_channel(stage)[-1] == in_threads(stage)[-1]
    assert said(stage.ben) == []
    announced = str(stage.posts()[0].blocks)
    assert announced.index("abgesagt") < announced.index("Kommt vorbei!")
    assert stage.answer(stage.anna) == "yes"
    assert "schon abgesagt" in (await stage.ada.command("/labcamp streichen 11")).text


async def test_cancelling_needs_a_reason_and_a_tick(stage: Stage) -> None:
    stage.store(an_event())
    form = await opened(stage.ada, "cancel 11")
    assert set((await stage.ada.submit(form.id)).errors) == {"reason", "sure"}
    assert set((await sent(stage.ada, form, reason="Krank")).errors) == {"sure"}
    assert stored(stage).status is Status.PUBLISHED


async def test_an_event_that_was_changed_meanwhile_is_not_cancelled_unseen(stage: Stage) -> None:
    stage.store(an_event())
    form = await opened(stage.ada, "cancel 11")
    await sent(stage.ben, await opened(stage.ben, "edit 11"), title="Anders")
    await sent(stage.ada, form, reason="Krank", sure=["sure"])
    assert stored(stage).status is Status.PUBLISHED
    again = stage.ada.views[-1]
    assert "inzwischen geändert" in str(again.content)
    assert standing(again)["reason"] == "Krank"
    await stage.ada.submit(again.id)
    assert stored(stage).status is Status.CANCELLED


async def test_a_cancellation_that_is_taken_back_in_time_is_not_told(stage: Stage) -> None:
    await with_answers(stage)
    form = await opened(stage.ada, "cancel 11")
    await sent(stage.ada, form, reason="Krank", sure=["sure"])
    form = await opened(stage.ada, "edit 11")
    await sent(stage.ada, form, status="published")
    await after_ten_minutes(stage)
    assert said(stage.anna) == []
    assert stored(stage).status is Status.PUBLISHED
