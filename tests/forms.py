"""Forms as people use them: opened, looked at, filled in, sent."""

from typing import Any

from playground.actor import Actor
from playground.models import View


def fields(view: View, **given: Any) -> dict[str, dict[str, Any]]:
    """Values for the fields of a form, under the ids that they have in it."""
    ids = {}
    for block in view.content["blocks"]:
        if block["type"] == "input":
            name = block["block_id"].partition(":")[0]
            ids[name] = block["block_id"], block["element"]["action_id"]
    return {ids[name][0]: {ids[name][1]: value} for name, value in given.items()}


def standing(view: View) -> dict[str, Any]:
    """What stands in the fields of a form."""
    found = {}
    for block_id, elements in view.state.items():
        (element,) = elements.values()
        option = element.get("selected_option")
        typed = (element.get(key) for key in ("value", "selected_date", "selected_time"))
        chosen = option["value"] if option else next((one for one in typed if one), None)
        found[block_id.partition(":")[0]] = chosen
    return found


def menu(view: View, name: str) -> list[str]:
    """What a menu of a form offers, in words; empty without that menu."""
    for block in view.content["blocks"]:
        if block.get("block_id", "").partition(":")[0] == name:
            return [option["text"]["text"] for option in block["element"]["options"]]
    return []


def shown(view: View) -> str:
    """All that a form shows, to look for words in it."""
    return str(view.content)


async def opened(actor: Actor, command: str) -> View:
    """The form behind a command."""
    reply = await actor.command(f"/labcamp {command}")
    assert (reply.ok, reply.text) == (True, ""), reply
    return actor.views[-1]


async def sent(actor: Actor, view: View, **given: Any) -> Any:
    """What becomes of a form with these values; the other fields stay as they are."""
    return await actor.submit(view.id, fields(view, **given))
