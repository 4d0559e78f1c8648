"""The clock moves to what is planned, and waits there until the bot has done it."""

from dataclasses import dataclass, field, replace

import pytest

from playground import Playground, SlackSaysNo
from playground.backstage import Thing
from playground.jumps import Jumps

HOUR = 3600.0


@dataclass
class Planning:
    """A bot that does what is due when it is asked for the third time, and notes when."""

    things_to_come: list[Thing]
    is_running: bool = True
    is_stuck: bool = False
    done_at: list[float] = field(default_factory=list)
    _asked: int = 0

    async def things(self, now: float) -> list[Thing]:
        return sorted(self.things_to_come, key=lambda thing: thing.at)

    async def is_behind(self, now: float) -> bool:
        due = [thing for thing in self.things_to_come if thing.at <= now]
        self._asked += bool(due)
        if due and not self.is_stuck and self._asked % 3 == 0:
            self.things_to_come = [one for one in self.things_to_come if one not in due]
            self.done_at.append(now)
            return False
        return bool(due)

    async def start(self) -> None: ...

    async def kill(self) -> None: ...


def planned(playground: Playground, *hours: float) -> Planning:
    now = playground.workspace.clock.now()
    things = [Thing(now + hour * HOUR, {"de": "x", "en": "x"}) for hour in hours]
    bot = Planning(things)
    playground.backstage = bot
    return bot


async def test_a_jump_stops_at_all_that_is_due_on_the_way(playground: Playground) -> None:
    bot = planned(playground, 1, 2, 2.5, 30)
    start = playground.workspace.clock.now()
    await Jumps(playground).by(24 * HOUR)
    assert [round((at - start) / HOUR, 1) for at in bot.done_at] == [1, 2, 2.5]
    assert playground.workspace.clock.offset == 24 * HOUR


async def test_the_next_thing_is_no_step_but_the_way_there_has_steps(
    playground: Playground,
) -> None:
    bot = planned(playground, 1, 5)
    bot.things_to_come[0] = replace(bot.things_to_come[0], is_step=True)
    start = playground.workspace.clock.now()
    await Jumps(playground).to_next()
    assert [round((at - start) / HOUR) for at in bot.done_at] == [1, 5]
    with pytest.raises(SlackSaysNo, match="nothing_planned"):
        await Jumps(playground).to_next()


async def test_the_clock_stands_where_a_bot_does_not_get_on(playground: Playground) -> None:
    bot = planned(playground, 1, 2)
    bot.is_stuck = True
    with pytest.raises(SlackSaysNo, match="bot_is_behind"):
        await Jumps(playground, stop_seconds=0.1).by(24 * HOUR)
    assert round(playground.workspace.clock.offset / HOUR) == 1


async def test_nothing_is_waited_for_while_no_bot_runs(playground: Playground) -> None:
    bot = planned(playground, 1)
    bot.is_running = False
    await Jumps(playground).by(24 * HOUR)
    assert (playground.workspace.clock.offset, bot.done_at) == (24 * HOUR, [])
