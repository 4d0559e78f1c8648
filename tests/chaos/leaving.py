"""People who want to be forgotten while the bot is killed, and must not be found again."""

from datetime import datetime
from random import Random

from bot.domain.personal_data import names
from bot.domain.rsvps import EMOJI, Answer
from bot.domain.times import instant
from bot.locales import texts
from playground import Actor, SlackMessage
from playground.sample import EMIL, FRANCES, GUSTAV, LABCAMP
from tests.chaos.tally import Tally
from tests.process.house import House
from tests.records import whole

_LEAVERS = (EMIL, FRANCES, GUSTAV)
_DONE = [texts(language).plain("forget.done") for language in ("de", "en")]


class Leaving:
    """Who answers, one way or another, and then has all of it deleted.

    Whoever was told that it is done does nothing more; of the others nobody can say.
    """

    def __init__(self, house: House, random: Random) -> None:
        self._house = house
        self._random = random
        self._idle = list(_LEAVERS)
        self._acted: dict[str, datetime] = {}
        self._gone: list[str] = []

    async def act(self, message: SlackMessage) -> None:
        """One of them does something; nothing when all are gone, or busy."""
        if not self._idle:
            return
        user = self._idle.pop(self._random.randrange(len(self._idle)))
        who, acted = self._house.playground.as_user(user), self._acted.get(user)
        # Slack's clock never goes back: what was done is from before the wish, as in a real one
        if acted is not None and self._house.now() > max(acted, instant(message.ts)):
            if await self._forgets(who):
                self._gone.append(user)
                return
        else:
            await self._answer(who, message)
            self._acted[user] = self._house.now()
        self._idle.append(user)

    async def _answer(self, who: Actor, message: SlackMessage) -> None:
        given = self._random.choice(list(Answer))
        shown = {one.name for one in message.reactions if who.id in one.users}
        if self._random.random() < 0.5:
            await who.command(f"/labcamp rsvp {given} 11")
        elif EMOJI[given] not in shown:
            heard = self._random.random() < 0.5
            await who.react(LABCAMP, message.ts, EMOJI[given], event=heard)

    async def _forgets(self, who: Actor) -> bool:
        """Whether they were told that it is done."""
        await who.command("/labcamp forget-me")
        if not who.views:
            return False
        reply = await who.submit(who.views[-1].id)
        return reply.ok and any(done in str(reply.body) for done in _DONE)

    def count(self, tally: Tally) -> None:
        """Add how many are gone, and how many of them are found in any table all the same."""
        with self._house.db.reading() as connection:
            everything = whole(connection)
        tally.forgotten += len(self._gone)
        tally.found_again += sum(names(everything, user) for user in self._gone)
