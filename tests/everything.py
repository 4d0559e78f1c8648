"""All that somebody can do, so that it can be looked for afterwards."""

from playground import Actor
from playground.sample import BEN, LABCAMP
from storage import members
from tests.builders import a_full_event
from tests.forms import opened, sent
from tests.homes import click, home_of
from tests.items import proposed
from tests.reminders import HOUR, START, at
from tests.stage import Stage

YES = "white_check_mark"


async def everything(stage: Stage, actor: Actor) -> None:
    """All that a member, and then an organizer, can do."""
    message = await stage.announced(a_full_event(capacity=2))
    with stage.db.transaction() as connection:
        members.set_organizer(connection, BEN, stage.deps.clock.now(), organizer=True)
    for line in (
        "yes 11",
        "language en",
        "reminders on",
        "calendar",
        "my-data",
        "who 11",
        "kb Labor",
        "hi",
    ):
        await actor.command(f"/labcamp {line}")
    await actor.react(message.channel, message.ts, YES)
    await proposed(stage, actor)
    await sent(actor, await opened(actor, "topics add"), title=f"Was <@{actor.id}> wissen will")
    actor.say_to_bot("Wer kennt ein Labor in Soest?")
    actor.say(LABCAMP, f"<@{stage.deps.identity.user}> next")
    await actor.open_home()
    await stage.ada.command(f"/labcamp organizers add <@{actor.id}>")
    await stage.deliver()
    for line in (
        "announce 11 Kommt!",
        "export 11",
        f"rsvp yes 11 <@{BEN}>",
        "edit 11",
        "organizers",
    ):
        await actor.command(f"/labcamp {line}")
        await stage.deliver()
    await stage.ada.command(f"/labcamp rsvp maybe 11 <@{actor.id}>")
    await stage.refreshed()


async def what_comes_of_it(stage: Stage, actor: Actor) -> None:
    """What the bot and others then do with somebody who did `everything`, until the event is over.

    They are asked, reminded, told of changes and of what was decided, mentioned and answered.
    """
    await _asked_whether_they_come(stage)
    await _decided(stage, actor)
    await _asks_for_what_is_not_there(stage, actor)
    await stage.ada.command(f"/labcamp announce 11 Dank an <@{actor.id}|frances>!")
    form = await opened(actor, "edit 11")
    await sent(actor, form, location="Rathaus")
    form = await opened(stage.ada, "edit 11")  # it was changed by somebody
    await sent(stage.ada, form, title="Wieder anders")
    await stage.deliver()
    stage.playground.move_clock(601)
    await stage.refreshed()
    await at(stage, START - HOUR)
    await stage.refreshed()
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    await actor.command("/labcamp announce 11 Gleich geht es los!")
    await stage.refreshed()
    await stage.refreshed()
    form = await opened(stage.ada, "cancel 11")
    await sent(stage.ada, form, reason=f"<@{actor.id}> ist krank")
    stage.playground.move_clock(601)
    await stage.refreshed()


async def _asked_whether_they_come(stage: Stage) -> None:
    who = await stage.ada.command("/labcamp who 11")
    await stage.ada.click_reply(who, "nudge_preview")
    await stage.deliver()
    await stage.ada.submit(stage.ada.views[-1].id)
    await stage.refreshed()


async def _decided(stage: Stage, actor: Actor) -> None:
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "kb_proposals")
    await stage.ada.click_view(stage.ada.views[-1].id, "kb_reject")
    await stage.deliver()
    await sent(stage.ada, stage.ada.views[-1], word=f"Danke, <@{actor.id}>!")
    await stage.refreshed()


async def _asks_for_what_is_not_there(stage: Stage, actor: Actor) -> None:
    nothing = await actor.command("/labcamp kb Quantenschaum")
    await actor.click_reply(nothing, "search_ask")
    await stage.refreshed()


async def forgets(stage: Stage, actor: Actor) -> None:
    """Who wants to be forgotten says so, and all that follows from it has come to rest."""
    await actor.command("/labcamp forget-me")
    await actor.submit(actor.views[-1].id)
    await stage.deliver()
    stage.playground.move_clock(200)  # what was just being sent has arrived
    await stage.deliver()
