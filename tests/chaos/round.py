"""One round: people announce and answer, the bot is killed again and again, and all is counted."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from random import Random
from typing import Literal

from bot.domain.replies import Reply
from bot.domain.rsvps import EMOJI, Answer
from bot.locales import texts
from playground import Response, SlackMessage
from playground.sample import ADA, ANNA, BEN, CEM, DORA, LABCAMP
from storage import rsvps
from tests.builders import ELEVEN
from tests.chaos.leaving import Leaving
from tests.chaos.reminding import Reminding
from tests.chaos.tally import Tally
from tests.process.house import House
from tests.process.stopping import Step
from tests.waiting import until

METHODS = (
    "chat.postMessage",
    "chat.update",
    "reactions.add",
    "reactions.get",
    "conversations.history",
    "response_url",
)
FAULTS = ("429", "500_before", "500_after", "reset_before", "reset_after", "error:internal_error")
ACTS = ("announce", "command", "click", "react", "react", "leave", "leave")
STATEMENTS = (
    r"UPDATE deliveries",
    r"INSERT INTO deliveries",
    r"INSERT INTO rsvps",
    r"INSERT INTO reactions",
    r"INSERT INTO forgotten",
    r"DELETE FROM",
    r"INSERT INTO",
)
# Seconds by which the clock is found moved when the bot comes back.
MOVES = (0, 0, 5, 16, 61, 61, 61, 3600, -3600)
# Seconds until a reminder is due.
DUE_IN = (0.1, 0.5, 30, 3000)
# Seconds to wait for a place to be reached; after that it is killed wherever it is.
PATIENCE = 0.5
TALKERS = (ANNA, CEM)
REACTERS = (BEN, DORA)

Answers = set[Answer | None]


class Round:
    """The people, what they did, and what must have come of it.

    Some answer by command and button, others with emoji: which of the two counts when they are
    mixed is another test's question (tests/promises/test_promises.py).
    """

    def __init__(self, house: House, random: Random) -> None:
        self._house = house
        self._random = random
        self._posts: dict[str, bool] = {}
        self._kills = 0
        self._may_be: dict[str, Answers] = {user: {None} for user in TALKERS}
        self._accepted = 0
        self._reminding = Reminding(house)
        self._leaving = Leaving(house, random)

    async def play(self, kills: int) -> Tally:
        """Kill the bot so often, and count when everything has come to rest.

        On a slow machine it may die each time before it has promised a post: then it goes on, for
        a round without one proves nothing.
        """
        await self._house.announced()
        while self._kills < kills or (self._kills < 4 * kills and not any(self._posts.values())):
            await self._live_and_die()
        self._house.playground.faults.clear()
        await self._house.heal()
        with suppress(TimeoutError):  # it is still comparing the reactions
            await until(lambda: not self._wrong_answers())
        return self._tally()

    async def _live_and_die(self) -> None:
        """From one start to the next kill."""
        house, random = self._house, self._random
        how = random.choice(("at a step", "at Slack", "sometime"))
        if random.random() < 0.3:
            house.playground.faults.add(random.choice(METHODS[:4]), random.choice(FAULTS))
        step = held = None
        if how == "at a step":
            moment: Literal["before", "after"] = random.choice(("before", "after"))
            step = Step(moment, random.choice(STATEMENTS), random.randint(1, 4))
        elif how == "at Slack":
            held = house.playground.faults.hold(
                random.choice(METHODS), random.choice(("before", "after"))
            )
        if random.random() < 0.3:
            self._reminding.plan(random.choice(DUE_IN))
        await house.start(step)
        self._idle = random.sample(TALKERS, len(TALKERS))
        acting = [asyncio.create_task(self._act()) for _ in range(random.randint(1, 3))]
        if step:
            await _soon(house.bot.stopped())
        elif held:
            await _soon(held.reached())
        else:
            await _soon(_some_of(acting, random.randint(0, len(acting))))
        await house.bot.kill()
        self._kills += 1
        await asyncio.gather(*acting)
        if held:
            held.release()  # should nobody have come there
        if random.random() < 0.3:
            await self._react(heard=random.random() < 0.5)
        house.playground.move_clock(random.choice(MOVES))

    async def _act(self) -> None:
        """Somebody does something; the same person not twice at a time."""
        what = self._random.choice(ACTS)
        if what == "announce":
            await self._announce()
        elif what == "leave":
            await self._leaving.act(self._message)
        elif what == "react" or not self._idle:
            await self._react(heard=True)
        else:
            await self._answer(what, self._idle.pop())

    async def _announce(self) -> None:
        text = f"Runde {len(self._posts)}."
        self._posts[text] = False
        ada = self._house.playground.as_user(ADA)
        self._posts[text] = _confirmed(await ada.command(f"/labcamp announce 11 {text}"))

    async def _answer(self, way: str, user: str) -> None:
        """Answer by command or button; what nobody confirmed may have been kept or not."""
        given = self._random.choice(list(Answer))
        who = self._house.playground.as_user(user)
        before = self._may_be[user]
        self._may_be[user] = before | {given}
        if way == "command":
            reply = await who.command(f"/labcamp rsvp {given} 11")
        else:
            reply = await who.click(LABCAMP, self._message.ts, f"rsvp_{given}")
        if _confirmed(reply):
            self._may_be[user] = {given}
            self._accepted += 1

    async def _react(self, *, heard: bool) -> None:
        """Change one's emoji; `heard` says whether Slack tries to tell the bot."""
        who = self._house.playground.as_user(self._random.choice(REACTERS))
        shown = self._shown(who.id)
        given = self._random.choice([answer for answer in (*Answer, None) if answer is not shown])
        if shown is not None:
            await who.unreact(LABCAMP, self._message.ts, EMOJI[shown], event=heard)
        if given is not None:
            await who.react(LABCAMP, self._message.ts, EMOJI[given], event=heard)

    @property
    def _message(self) -> SlackMessage:
        return self._house.posts()[0]

    def _shown(self, user: str) -> Answer | None:
        """The answer that Slack shows under the message."""
        shown = {one.name for one in self._message.reactions if user in one.users}
        return next((answer for answer in Answer if EMOJI[answer] in shown), None)

    def _tally(self) -> Tally:
        tally = Tally(kills=self._kills, rsvps_accepted=self._accepted)
        shown = [str(post.blocks) for post in self._house.posts()]
        given_up = self._house.given_up()
        for text, was_promised in self._posts.items():
            found = sum(text in blocks for blocks in shown)
            tally.posts_expected += was_promised
            tally.posted += found > 0
            tally.duplicated += max(found - 1, 0)
            tally.uncertain += text in given_up
            tally.lost += was_promised and not found and text not in given_up
        tally.rsvps_accepted += sum(self._shown(user) is not None for user in REACTERS)
        tally.rsvps_lost = self._wrong_answers()
        self._reminding.count(tally)
        self._leaving.count(tally)
        return tally

    def _wrong_answers(self) -> int:
        """How many people have another answer than they must have."""
        said = sum(self._stored(user) not in self._may_be[user] for user in TALKERS)
        return said + sum(self._stored(user) is not self._shown(user) for user in REACTERS)

    def _stored(self, user: str) -> Answer | None:
        with self._house.db.reading() as connection:
            found = rsvps.get(connection, ELEVEN, user)
        return found.answer if found else None


def _confirmed(reply: Response) -> bool:
    """Whether they were told that it is kept."""
    return reply.ok and reply.text != texts("de")(Reply.TRY_AGAIN)


async def _some_of(acting: Sequence[asyncio.Task[None]], number: int) -> None:
    """Wait until so many are done: however slow the machine is, some hear what came of it."""
    pending = set(acting)
    while len(acting) - len(pending) < number:
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)


async def _soon(reached: Awaitable[object]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(reached, PATIENCE)
