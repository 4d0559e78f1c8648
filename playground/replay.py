"""Does again what a story says, act by act, and stops at the first that does not go as it says."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from playground.actor import Actor
from playground.acts import A_MOMENT, Acts, until
from playground.deeds import Deeds
from playground.errors import SlackSaysNo
from playground.installation import Installation
from playground.json_values import Json
from playground.references import channel_named, in_view
from playground.spans import seconds_in

# What a bot that is well has done long before, and what a test can wait for.
_PATIENCE: Final = 20.0


class BadStory(ValueError):
    """A file that is no list of acts."""


class ActFailed(Exception):
    """An act that did not go as the story says; the message says which, and why."""

    def __init__(self, number: int, act: Json, why: str) -> None:
        written = yaml.safe_dump(act, allow_unicode=True, sort_keys=False, width=1000).strip()
        super().__init__(f"act {number} failed: {why}\n{written}")


def acts_in(file: Path) -> list[Json]:
    """The acts of a story; raises BadStory, OSError."""
    try:
        acts = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadStory(f"{file} can't be read: {error}") from error
    if not isinstance(acts, list) or not all(isinstance(act, dict) for act in acts):
        raise BadStory(f"{file} is no list of acts")
    return acts


class Replay:
    """Does the acts of a story in a playground.

    Where an act needs something that the bot does by itself (a message to react to, words to be
    seen), it is waited for, `patience` seconds at most.
    """

    def __init__(self, playground: Installation, deeds: Deeds, patience: float = _PATIENCE) -> None:
        self.playground, self.deeds, self.patience = playground, deeds, patience
        self._acts = Acts(playground, patience)

    async def play(self, acts: list[Json], tell: Callable[[str], None] = lambda _: None) -> None:
        """Does them all; `tell` hears of each. Raises ActFailed."""
        for number, act in enumerate(acts, start=1):
            try:
                await self._do(act)
            except (SlackSaysNo, AssertionError, TypeError, ValueError, TimeoutError) as error:
                raise ActFailed(number, act, str(error)) from error
            except KeyError as error:
                raise ActFailed(number, act, f"{error} is missing or unknown") from error
            tell(f"{number:3} {_in_short(act)}")

    async def _do(self, act: Json) -> None:
        if "clock" in act:
            await self._move_clock(act["clock"])
        elif "fault" in act or "over" in act:
            await self._switch(act)
        elif "sees" in act or "sees_not" in act:
            await self._look(act)
        else:
            await self._act(act)

    async def _switch(self, act: Json) -> None:
        """Switches a fault on, or says that it is over; a bot that is started is waited for."""
        name, on = act.get("fault") or act["over"], "fault" in act
        if error := await self._deed(None, {"do": "fault", "name": name, "on": on}):
            raise ValueError(error)
        if name == "killed" and not on:
            await asyncio.wait_for(self.playground.connected(), self.patience)

    async def _act(self, act: Json) -> None:
        actor = self._acts.actor(act)
        error = await self._deed(actor, await self._acts.deed(actor, act))
        if error != act.get("fails"):
            raise ValueError(f"it went otherwise: {error or 'it did not fail'}")

    async def _deed(self, actor: Actor | None, given: Json) -> str | None:
        """Does it; Slack's word for what went wrong, or None."""
        who = actor or self._anybody()
        try:
            reply = await self.deeds.do(who, given)
        except SlackSaysNo as no:
            return no.error
        return reply.error if reply else None

    def _anybody(self) -> Actor:
        return Actor(self.playground, next(iter(self.playground.workspace.users.values())))

    # The clock

    async def _move_clock(self, to: Any) -> None:
        given: Json = {"do": "clock"}
        if to == "next":
            given["next"] = True
        elif isinstance(to, dict):
            given["at"] = await self._planned(to["until"])
        elif to != "now":
            given["by"] = seconds_in(str(to))
        if error := await self._deed(None, given):
            raise ValueError(error)

    async def _planned(self, words: str) -> float:
        """When the first thing is planned that these words are said of."""
        behind, now = self.playground.backstage, self.playground.workspace.clock.now()
        things = await behind.things(now) if behind else []
        planned = [thing for thing in things if thing.outcome == "planned"]
        for thing in planned:
            if any(words in said for said in thing.words.values()):
                return thing.at
        raise ValueError(f"not planned; planned are: {[one.words['de'] for one in planned]}")

    # What is seen

    async def _look(self, act: Json) -> None:
        """Waits for what has to be seen; what must not be there is looked for when all rests."""
        actor = self._acts.actor(act)
        if "sees" in act:
            wanted = _list(act["sees"])
            times = act.get("times")
            try:
                await until(lambda: self._seen(actor, act, wanted, times), "", self.patience)
            except TimeoutError:
                raise TimeoutError(f"seen is only: {self._newest(actor, act)}") from None
        await self._rest()
        if "times" in act and not self._seen(actor, act, _list(act["sees"]), act["times"]):
            raise ValueError("it is there more often")
        if "sees_not" in act and self._seen(actor, act, _list(act["sees_not"]), None):
            raise ValueError("that is seen")

    def _seen(self, actor: Actor, act: Json, wanted: list[str], times: int | None) -> bool:
        """Whether one message (or so many), the Home or the form has all that is wanted."""
        texts = [" ".join(_strings(one)) for one in self._shown(actor, act["in"])]
        fitting = [text for text in texts if all(words in text for words in wanted)]
        return len(fitting) == times if times is not None else bool(fitting)

    def _newest(self, actor: Actor, act: Json) -> list[str]:
        """The beginnings of what is there, the newest first."""
        shown = [" ".join(_strings(one)) for one in self._shown(actor, act["in"])]
        return [text[:200] for text in shown[:5]]

    def _shown(self, actor: Actor, place: str) -> list[Any]:
        if place == "home":
            return [actor.home.content] if actor.home else []
        if place == "form":
            return [view.content for view in actor.views[-1:]]
        return [[one.text, one.blocks] for one in in_view(actor, channel_named(actor, place))]

    async def _rest(self) -> None:
        """Returns when the bot has done all that is due."""
        behind, clock = self.playground.backstage, self.playground.workspace.clock
        end = time.monotonic() + self.patience
        while behind and behind.is_running and await behind.is_behind(clock.now()):
            if time.monotonic() > end:
                raise TimeoutError("the bot does not come to rest")
            await asyncio.sleep(A_MOMENT)


def _list(given: Any) -> list[str]:
    return [str(one) for one in given] if isinstance(given, list) else [str(given)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _in_short(act: Json) -> str:
    return ", ".join(f"{key}: {value}" for key, value in act.items())
