"""Writes down what is done on the page as acts, which playground.replay does again."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import yaml

from playground.actor import Actor
from playground.errors import SlackSaysNo
from playground.inputs import interactive
from playground.installation import Installation
from playground.json_values import Json
from playground.references import (
    any_message,
    in_view,
    name_of_channel,
    offering,
    reacted,
    reference,
)
from playground.spans import span_of

# Looking is no act.
_LOOKING: Final = ("read",)
_SLACK: Final = 1.0  # seconds by which a time may miss what is planned for it


class Recorder:
    """Appends an act to a file as soon as it is done, with what became of it if it failed."""

    def __init__(self, playground: Installation, file: Path) -> None:
        self._playground = playground
        self._file = file
        file.write_text(
            "# What was done in the playground, to be done again with --replay.\n", "utf-8"
        )

    async def act(self, actor: Actor, given: Json) -> Json | None:
        """What a deed is as an act; None for what is no act, or can't be one.

        It has to be asked before the deed is done, which may take away what it is done to.
        """
        do = given["do"]
        if do in _LOOKING:
            return None
        if do == "clock":
            return {"clock": await self._time(given)}
        if do == "fault":
            return {"fault" if given["on"] else "over": given["name"]}
        try:
            return {"as": actor.user.name, **_ACTS[do](actor, given)}
        except (KeyError, StopIteration, SlackSaysNo, AssertionError):
            return None

    def done(self, act: Json | None, error: str | None) -> None:
        """Writes the act down."""
        if act is None:
            return
        if error is not None:
            act["fails"] = error
        line = yaml.safe_dump([act], allow_unicode=True, sort_keys=False, width=1000)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(line)

    async def _time(self, given: Json) -> object:
        """`next`, a span, `now`, or the words of what is planned for that time."""
        if given.get("next"):
            return "next"
        if "by" in given:
            return span_of(float(given["by"]))
        if "at" not in given:
            return "now"
        now, at = self._playground.workspace.clock.now(), float(given["at"])
        behind = self._playground.backstage
        for thing in await behind.things(now) if behind else []:
            if thing.outcome == "planned" and abs(thing.at - at) <= _SLACK:
                return {"until": thing.words["de"]}
        return span_of(max(0, at - now))


def _in(actor: Actor, given: Json) -> Json:
    return {"in": name_of_channel(actor.playground.workspace, given["channel"])}


def _said(actor: Actor, given: Json) -> Json:
    act = _in(actor, given) | {"say": given["text"]}
    if given.get("thread_ts"):
        act |= reference(actor, given["channel"], given["thread_ts"], reacted)
        act |= {"broadcast": True} if given.get("broadcast") else {}
    return act


def _changed(actor: Actor, given: Json) -> Json:
    meant = reference(actor, given["channel"], given["ts"], reacted)
    return _in(actor, given) | {given["do"]: given.get("text", True)} | meant


def _reaction(actor: Actor, given: Json) -> Json:
    meant = reference(actor, given["channel"], given["ts"], reacted)
    return _in(actor, given) | {given["do"]: given["name"]} | meant


def _click(actor: Actor, given: Json) -> Json:
    if given.get("view_id"):
        view = next(v for v in (*actor.views, actor.home) if v and v.id == given["view_id"])
        act = {"in": "home" if view is actor.home else "form"} | _clicked(given, view.blocks)
        return act | ({"fields": in_short(given["values"])} if given.get("values") else {})
    where, action_id = given["channel"], given["action_id"]
    meant = reference(actor, where, given["ts"], offering(action_id))
    message = next(one for one in in_view(actor, where) if one.ts == given["ts"])
    return _in(actor, given) | _clicked(given, message.blocks) | meant


def _clicked(given: Json, blocks: list[Json]) -> Json:
    """What was clicked, and as much more as tells it from others that are called the same."""
    action_id, value = given["action_id"], given.get("value")
    act = {"click": action_id}
    alike = [(b, e) for b, e in interactive(blocks) if e["action_id"] == action_id]
    if len(alike) == 1 and alike[0][1]["type"] == "button":
        return act  # what a button carries is the bot's business, and another one in each run
    if value is not None:
        act["value"] = value
    return act | ({"block": given["block_id"]} if len(alike) > 1 and value is None else {})


def in_short(values: Json) -> Json:
    """What was typed, by block alone where that has one field, as nearly all have."""
    return {
        block: next(iter(fields.values())) if len(fields) == 1 else fields
        for block, fields in values.items()
    }


def _message_action(actor: Actor, given: Json) -> Json:
    meant = reference(actor, given["channel"], given["ts"], reacted)
    return _in(actor, given) | {"shortcut": given["callback_id"]} | meant


def _dismissed(actor: Actor, given: Json) -> Json:
    meant = reference(actor, given["channel"], given["ts"], any_message)
    return _in(actor, given) | {"dismiss": True} | meant


def _invited(actor: Actor, given: Json) -> Json:
    users = actor.playground.workspace.users
    return _in(actor, given) | {"invite": [users[user].name for user in given["users"]]}


_ACTS: Final[dict[str, Callable[[Actor, Json], Json]]] = {
    "command": lambda me, given: _in(me, given) | {"command": given["text"]},
    "say": _said,
    "edit": _changed,
    "delete": _changed,
    "join": lambda me, given: _in(me, given) | {"join": True},
    "leave": lambda me, given: _in(me, given) | {"leave": True},
    "invite": _invited,
    "zone": lambda _me, given: {"zone": given["tz"]},
    "react": _reaction,
    "unreact": _reaction,
    "click": _click,
    "submit": lambda _me, given: {"in": "form", "submit": in_short(given["values"])},
    "close": lambda _me, given: {"in": "form", "close": bool(given.get("all"))},
    "shortcut": lambda _me, given: {"shortcut": given["callback_id"]},
    "message_action": _message_action,
    "home": lambda _me, given: {"open": given.get("tab", "home")},
    "dismiss": _dismissed,
}
