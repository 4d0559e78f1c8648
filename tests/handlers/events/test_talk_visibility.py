"""Who sees a talk: chosen by an organizer, and from its day on by itself."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import Event, Session
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.times import to_local
from playground.models import View
from storage import events
from tests.builders import a_full_event, an_item
from tests.forms import menu, opened, sent, shown, standing
from tests.homes import home_of
from tests.past_events import at, changed, clock
from tests.reminders import DAY, START, put_clock, save
from tests.stage import Stage

TALK, SPEAKER = "Dachsfunkel", "Otterbrise"
SEEN, FROM = f"seen_{sign(TALK)}", f"from_{sign(TALK)}"


def an_event_with(stage: Stage) -> Event:
    starts_at = clock(stage) + timedelta(days=9)
    talks = (Session(TALK, SPEAKER, contact=stage.anna.id), Session("Offene Runde"))
    return a_full_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), sessions=talks)


async def form(stage: Stage) -> View:
    """The form in which is chosen who sees the talks, as it is reached, with nothing changed."""
    await sent(stage.ada, await opened(stage.ada, "edit 11"))
    await stage.ada.click_view(stage.ada.views[-1].id, "event_seen")
    await stage.deliver()
    return stage.ada.views[-1]


async def said(stage: Stage) -> str:
    """What members see of the event."""
    await stage.refreshed()
    card = await stage.frances.command("/labcamp show 11")
    return str([card.blocks, [message.blocks for message in stage.posts()]])


def stored(stage: Stage) -> tuple[Session, ...]:
    with stage.db.reading() as connection:
        return events.get_many(connection, [11])[11].sessions


async def test_a_talk_that_nobody_sees_yet_appears_by_itself_on_its_day(
    either_stage: Stage,
) -> None:
    stage = either_stage
    event = an_event_with(stage)
    await stage.announced(event)
    stage.store_items(an_item(1, session=TALK, title="Folien dazu"))
    assert TALK in await said(stage)
    assert "Folien dazu" in str((await stage.frances.command("/labcamp kb Folien")).blocks)
    view = await form(stage)
    assert standing(view)[SEEN] == "public"
    day = to_local(clock(stage), event.timezone).date() + timedelta(days=2)
    await sent(stage.ada, view, **{SEEN: "members", FROM: day.isoformat()})
    assert "Gespeichert" in shown(stage.ada.views[-1])
    seen = await said(stage)
    assert TALK not in seen
    assert SPEAKER not in seen
    assert "Offene Runde" in seen
    assert "Folien dazu" not in str((await stage.frances.command("/labcamp kb Folien")).blocks)
    assert TALK in shown(await opened(stage.ada, "edit 11"))
    await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)
    await at(stage, clock(stage) + timedelta(days=2))
    seen = await said(stage)
    assert TALK in seen
    assert SPEAKER in seen
    found = str((await stage.frances.command("/labcamp kb Folien")).blocks)
    assert "Folien dazu" in found
    standing_now = standing(await form(stage))
    assert (standing_now[SEEN], standing_now[FROM]) == ("members", day.isoformat())


async def test_reminders_with_a_talk_that_is_hidden_go(stage: Stage) -> None:
    put_clock(stage, START - 3 * DAY)
    event = a_full_event(sessions=(Session(TALK, SPEAKER), Session("Offene Runde")))
    save(stage, event)
    await stage.announced(event)
    await stage.anna.command("/labcamp zusage 11")
    await stage.refreshed()
    await at(stage, START - DAY)

    def reminders() -> list[bool]:
        """Whether one stands in the channel, and before whoever comes."""
        channel, letters = stage.posts(), stage.anna.direct_messages
        return [any(TALK in str(one.blocks) for one in found) for found in (channel, letters)]

    assert reminders() == [True, True]
    await sent(stage.ada, await form(stage), **{SEEN: "nobody"})
    await stage.refreshed()
    # that with the way to join stays where it is until the event is over
    assert reminders() == [False, True]
    await at(stage, event.ends_at)
    assert reminders() == [False, False]


async def test_a_talk_with_another_name_is_seen_by_no_more_people(stage: Stage) -> None:
    event = an_event_with(stage)
    hidden = replace(event.sessions[0], visibility=Visibility.NOBODY)
    changed(stage, replace(event, sessions=(hidden, event.sessions[1])))
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, talks=f"Ganz anders | {SPEAKER}\nOffene Runde")
    assert [one.visibility for one in stored(stage)] == [Visibility.NOBODY, None]
    assert "Ganz anders" not in await said(stage)
    assert "weil sie noch niemand sieht: 1" in shown(stage.ada.views[-1])


async def test_members_are_not_offered_it_and_its_contact_is_told(stage: Stage) -> None:
    event = an_event_with(stage)
    hidden = replace(event.sessions[0], visibility=Visibility.NOBODY)
    changed(stage, replace(event, sessions=(hidden, event.sessions[1])))
    for actor, offered in ((stage.frances, False), (stage.ada, True)):
        await opened(actor, "kb add")
        await actor.click_view(actor.views[-1].id, "kb_event", "11")
        await stage.deliver()
        assert (TALK in menu(actor.views[-1], "session")) is offered
        await actor.close(actor.views[-1].id, all_of_them=True)
    await home_of(stage, stage.anna)
    assert stage.anna.home is not None
    await stage.anna.click_view(stage.anna.home.id, "talk_own")
    await stage.deliver()
    assert "zeigen diesen Impuls noch niemandem" in shown(stage.anna.views[-1])


async def test_what_is_no_day_is_refused(stage: Stage) -> None:
    event = an_event_with(stage)
    changed(stage, event)
    reply = await sent(stage.ada, await form(stage), **{SEEN: "nobody", FROM: "bald"})
    assert "kein Tag" in str(reply.body)
    assert stored(stage)[0].visibility is None
