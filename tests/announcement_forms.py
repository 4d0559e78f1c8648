"""The form of an announcement, filled in as organizers do; and their list of announcements."""

from datetime import timedelta
from typing import Any

from playground.actor import Actor
from playground.models import View
from tests.stage import Stage

Values = dict[str, dict[str, Any]]


def filled(text: str = "Kommt vorbei!", **fields: Any) -> Values:
    """Values for the fields of the form."""
    return {name: {"value": value} for name, value in {"text": text, **fields}.items()}


async def form_of(stage: Stage, command: str = "announce", actor: Actor | None = None) -> View:
    """The form behind a command, as it is opened."""
    reply = await (actor or stage.ada).command(f"/labcamp {command}")
    assert reply.ok, reply
    assert reply.text == "", reply.text
    return (actor or stage.ada).views[-1]


async def sent_off(stage: Stage, values: Values | None = None, command: str = "announce") -> View:
    """A form that was filled in, looked at and sent off."""
    view = await form_of(stage, command)
    looked = await stage.ada.submit(view.id, values or filled())
    assert looked.response_action == "update", looked
    done = await stage.ada.submit(view.id)
    assert done.ok, done
    await stage.deliver()
    return view


def later(stage: Stage, **span: float) -> int:
    """A moment in the future, as a form gives it."""
    return int(stage.deps.clock.now().timestamp() + timedelta(**span).total_seconds())


def value_of(view: View, action_id: str, number: int = 0) -> str:
    """The value of a button in a view."""
    rows = [block for block in view.blocks if block["type"] == "actions"]
    found = [e for row in rows for e in row["elements"] if e["action_id"] == action_id]
    return str(found[number]["value"])


async def in_the_list(stage: Stage, action_id: str, actor: Actor | None = None) -> View:
    """Click a button in the list of announcements; the modal that is then on top."""
    actor = actor or stage.ada
    view = await form_of(stage, actor=actor)
    await actor.click_view(view.id, "announcements_list")
    await stage.deliver()
    listed = actor.views[-1]
    reply = await actor.click_view(listed.id, action_id, value_of(listed, action_id))
    assert reply.ok, reply
    await stage.deliver()
    return actor.views[-1]


async def correcting(stage: Stage, number: int = 0, actor: Actor | None = None) -> View:
    """The form that corrects a posted announcement, the last one being number 0."""
    actor = actor or stage.ada
    view = await form_of(stage, actor=actor)
    await actor.click_view(view.id, "announcements_list")
    await stage.deliver()
    listed = actor.views[-1]
    value = value_of(listed, "announcement_correct", number)
    await actor.click_view(listed.id, "announcement_correct", value)
    await stage.deliver()
    return actor.views[-1]
