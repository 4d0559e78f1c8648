"""Acts of a story, each as the deed that the page would have sent for it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from playground.actor import Actor
from playground.inputs import interactive
from playground.installation import Installation
from playground.json_values import Json
from playground.references import (
    Message,
    any_message,
    channel_named,
    found,
    offering,
    reacted,
    user_named,
)

A_MOMENT: Final = 0.02


async def until(happened: Callable[[], object], otherwise: str, patience: float) -> None:
    """Waits until this is so, for so many seconds; TimeoutError says what is so `otherwise`."""
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        await asyncio.sleep(A_MOMENT)


@dataclass(frozen=True)
class Acts:
    """Knows what is meant by names and first words; waits `patience` seconds for what is not there.

    Its methods raise KeyError for what an act lacks, SlackSaysNo for whom nobody knows, and
    TimeoutError.
    """

    playground: Installation
    patience: float

    def actor(self, act: Json) -> Actor:
        """Who does it."""
        workspace = self.playground.workspace
        return Actor(self.playground, workspace.user(user_named(workspace, act["as"])))

    async def deed(self, actor: Actor, act: Json) -> Json:
        """What the page sends."""
        place = act.get("in")
        if place in ("home", "form"):
            return await self._given_in_view(actor, act)
        if "open" in act:
            return {"do": "home", "tab": act["open"]}
        if "zone" in act:
            return {"do": "zone", "tz": act["zone"]}
        if place is None:
            return {"do": "shortcut", "callback_id": act["shortcut"]}
        where = {"channel": channel_named(actor, place)}
        for do, field in (("command", "text"), ("say", "text")):
            if do in act:
                thread = await self._meant(actor, act, where, reacted) if "message" in act else {}
                said = {"do": do, field: act[do], **where, "thread_ts": thread.get("ts")}
                return said | ({"broadcast": True} if act.get("broadcast") else {})
        if "join" in act or "leave" in act:
            return {"do": "join" if "join" in act else "leave", **where}
        if "invite" in act:
            names = [user_named(self.playground.workspace, name) for name in act["invite"]]
            return {"do": "invite", "users": names, **where}
        return await self._given_to_message(actor, act, where)

    async def _given_to_message(self, actor: Actor, act: Json, where: Json) -> Json:
        for do in ("react", "unreact"):
            if do in act:
                meant = await self._meant(actor, act, where, reacted)
                return {"do": do, "name": act[do], **meant}
        if "edit" in act or "delete" in act:
            meant = await self._meant(actor, act, where, reacted)
            return meant | (
                {"do": "edit", "text": act["edit"]} if "edit" in act else {"do": "delete"}
            )
        if "click" in act:
            meant = await self._meant(actor, act, where, offering(act["click"]))
            return {"do": "click", "action_id": act["click"], "value": act.get("value"), **meant}
        if "shortcut" in act:
            meant = await self._meant(actor, act, where, reacted)
            return {"do": "message_action", "callback_id": act["shortcut"], **meant}
        meant = await self._meant(actor, act, where, any_message)
        return {"do": "dismiss" if act["dismiss"] else "", **meant}

    async def _given_in_view(self, actor: Actor, act: Json) -> Json:
        is_home = act["in"] == "home"
        await until(lambda: actor.home if is_home else actor.views, "no such view", self.patience)
        view = actor.home if is_home else actor.views[-1]
        assert view is not None
        if "submit" in act:
            values = at_length(view.blocks, act["submit"] or {})
            return {"do": "submit", "view_id": view.id, "values": values}
        if "close" in act:
            return {"do": "close", "view_id": view.id, "all": act["close"]}
        click = {"do": "click", "view_id": view.id, "action_id": act["click"]}
        if "fields" in act:
            click["values"] = at_length(view.blocks, act["fields"])
        more = {"value": "value", "block": "block_id"}
        return click | {name: act[key] for key, name in more.items() if key in act}

    async def _meant(
        self, actor: Actor, act: Json, where: Json, fits: Callable[[Message], bool]
    ) -> Json:
        """Channel and ts of the message that an act names, once it is there."""
        words, newer = act["message"], act.get("newer", 0)
        find = partial(found, actor, where["channel"], words, newer, fits)
        await until(find, "no such message", self.patience)
        message = find()
        assert message is not None
        return {**where, "ts": message.ts}


def at_length(blocks: list[Json], fields: Json) -> Json:
    """What is typed, by block and field; a block that has one field need not name it."""
    full = {}
    for block_id, given in fields.items():
        there = [e["action_id"] for b, e in interactive(blocks) if b["block_id"] == block_id]
        if not there:
            raise ValueError(f"the form has no block {block_id!r}")
        is_full = isinstance(given, dict) and given.keys() <= set(there)
        full[block_id] = given if is_full else {there[0]: given}
    return full
