"""Events whose reminders fall due while the bot is killed and the clock is moved."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.deliveries import State
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import rules
from bot.services.changes import event_changed
from playground.sample import ANNA, CEM, LABCAMP
from storage import events, rsvps
from storage.tables import deliveries
from tests.builders import a_full_event, an_rsvp
from tests.chaos.tally import Tally
from tests.process.house import House

HOUR = timedelta(hours=1)
REMINDERS = "direct:1h,channel:1h"
GRACE = "55m"
_COMING = (ANNA, CEM)
_FIRST = 101
_STATES = sa.select(deliveries.c.target, deliveries.c.state).where(
    deliveries.c.dedupe_key.startswith(sa.bindparam("key"))
)


class Reminding:
    """What was planned, and what must have come of it: one reminder for each, or that it is told.

    One that comes too late (the clock was moved by an hour) is missed, and the organizers know.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._numbers: list[int] = []

    def plan(self, seconds: float) -> None:
        """An event to which two people come, to be reminded of in so many seconds."""
        number = _FIRST + len(self._numbers)
        now = self._house.now()
        starts_at = now + timedelta(seconds=seconds) + HOUR
        coming = a_full_event(
            number, title=_title(number), starts_at=starts_at, ends_at=starts_at + HOUR
        )
        with self._house.db.transaction() as connection:
            events.save(connection, coming, now)
            for user in _COMING:
                rsvps.save(connection, EventNumber(number), an_rsvp(user))
            event_changed(connection, coming, rules(REMINDERS), now)
        self._numbers.append(number)

    def count(self, tally: Tally) -> None:
        """Add what came of them."""
        told = bool(self._house.told())
        for number in self._numbers:
            states = self._states(number)
            for target in (LABCAMP, *_COMING):
                shown = sum(_title(number) in text for text in self._shown(target))
                state = states.get(target)
                tally.reminders_expected += 1
                tally.reminded += shown > 0
                tally.duplicated += max(shown - 1, 0)
                tally.missed += state is State.MISSED and told
                tally.uncertain += state is State.UNCERTAIN and told
                is_told = told and state in (State.MISSED, State.UNCERTAIN)
                tally.lost += not shown and not is_told

    def _shown(self, target: str) -> list[str]:
        """The texts of the bot's messages to this member, or in the channel.

        Without the question how an event was, which names it too.
        """
        if target == LABCAMP:
            return [message.text for message in self._house.posts()]
        messages = self._house.playground.as_user(target).direct_messages
        return [message.text for message in messages if "Wie war" not in message.text]

    def _states(self, number: int) -> dict[str, State]:
        with self._house.db.reading() as connection:
            rows = connection.execute(_STATES, {"key": f"reminder:{number}:"})
            return {row.target: State(row.state) for row in rows}


def _title(number: int) -> str:
    return f"Treffen {number}"
