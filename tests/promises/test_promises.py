"""Members, organizers and processes do what they like, in any order: what was promised holds."""

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import State
from bot.domain.delivery_outcomes import NotFindable, Refused
from bot.domain.events import Event, Status
from bot.domain.replies import Repeated
from bot.domain.rsvps import Answer, Reaction, Rsvp, Via
from bot.services import announcements, claims, rsvp_reactions, rsvps
from bot.services.changes import event_changed
from storage import events, rsvp_messages
from storage import rsvps as stored_rsvps
from storage.tables import deliveries
from tests.builders import ELEVEN, NOON, an_event
from tests.bystander import Action
from tests.promises.ground import database_in
from tests.promises.people import Person
from tests.promises.senders import LUCK, ORGANIZER, Luck, Sender, Slack

USERS = ("U1", "U2", "U3")
# Mostly open, and mostly too small: else little happens.
STATUSES = (Status.PUBLISHED,) * 4 + (Status.DRAFT, Status.CANCELLED)
CAPACITIES = (1, 2, 1, 2, 0, 3, None)
DAYS = (1, 20, 20, -1, -20)
ANSWERS = (Answer.YES, Answer.YES, Answer.MAYBE, Answer.NO)
RARELY = st.sampled_from((False, False, False, False, True))
MESSAGE = RsvpMessage("C1", "1.1", ELEVEN)
_TICK = timedelta(seconds=1)
_LONG_AGO = NOON - timedelta(days=999)
_UNPOSTED = {"seed", "refresh", "telling", "follow_up", "feedback_asking", "feedback_closing"}
_ROWS = sa.select(deliveries.c.kind, deliveries.c.state, deliveries.c.send_id, deliveries.c.payload)
_REFRESHES = sa.select(sa.func.count()).where(
    deliveries.c.kind == "refresh", deliveries.c.state.in_(["pending", "claimed"])
)
# What Slack can have of a post that ended so.
_EFFECTS = {
    State.SENT: {1},
    State.WITHDRAWN: {0},
    State.MISSED: {0},
    State.REFUSED: {0},
    State.UNCERTAIN: {0, 1},  # and somebody is told
}


class Promises(RuleBasedStateMachine):
    """The services on a real database, and beside them what must be true."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="labcamp-promises-")
        self.db = database_in(Path(self.folder.name))
        self.now = NOON
        self.event = an_event(capacity=1)
        self.people = {user: Person() for user in USERS}
        self.unheard: list[tuple[str, Action]] = []
        self.slack = Slack()
        self.senders: list[Sender] = []
        self.line: list[str] = []
        self.taken = 0
        self.keys = 0
        self.said: set[str] = set()
        self.announced = 0
        self.reports_arrive = True
        with self.db.transaction() as connection:
            events.save(connection, self.event, self.now)
            rsvp_messages.add(connection, MESSAGE)

    def is_open(self) -> bool:
        """Whether the event takes answers."""
        return self.event.status is Status.PUBLISHED and self.now < self.event.ends_at

    def later(self) -> datetime:
        """A new instant."""
        self.now += _TICK
        return self.now

    # Members

    @rule(user=st.sampled_from(USERS), answer=st.sampled_from(ANSWERS))
    def react(self, user: str, answer: Answer) -> None:
        self.unheard.append((user, self.people[user].toggle(answer, self.later())))

    @precondition(lambda self: self.unheard)
    @rule(data=st.data(), again=RARELY)
    def hear(self, data: st.DataObject, again: bool) -> None:
        index = data.draw(st.integers(0, len(self.unheard) - 1))
        self._hear(*self.unheard[index])
        if not again:
            del self.unheard[index]

    def _hear(self, user: str, action: Action) -> None:
        removed = action.what == "remove"
        reaction = Reaction(action.answer, None if removed else action.at, action.at, removed)
        seen = rsvp_reactions.ReactionSeen(MESSAGE.channel, MESSAGE.ts, user, reaction)
        with self.db.transaction() as connection:
            rsvp_reactions.react(connection, seen, self.later())
        self.people[user].heard.add(action)

    @rule(
        user=st.sampled_from(USERS),
        answer=st.sampled_from(ANSWERS),
        via=st.sampled_from([Via.BUTTON, Via.COMMAND]),
        repeated=RARELY,
    )
    def say(self, user: str, answer: Answer, via: Via, repeated: bool) -> None:
        now = self.later()
        self.keys += not repeated or self.keys == 0
        key = f"say {self.keys}"
        was_there = key in self.said
        self.said.add(key)
        with self.db.transaction() as connection:
            said = rsvps.answer(connection, user, answer, ELEVEN, via, key, now, now)
        if was_there:
            assert isinstance(said, Repeated)
            return
        assert isinstance(said, rsvps.Answered) is self.is_open()
        if isinstance(said, rsvps.Answered):
            self.people[user].say(answer, now)

    # Organizers

    @rule(
        change=st.one_of(
            st.fixed_dictionaries({"capacity": st.sampled_from(CAPACITIES)}),
            st.fixed_dictionaries({"status": st.sampled_from(STATUSES)}),
            st.sampled_from(DAYS).map(lambda days: {"days": days}),
        )
    )
    def change(self, change: dict[str, Any]) -> None:
        by = timedelta(days=change.pop("days", 0))
        starts_at, ends_at = self.event.starts_at + by, self.event.ends_at + by
        self._change(replace(self.event, starts_at=starts_at, ends_at=ends_at, **change))

    def _change(self, event: Event) -> None:
        self.event = event
        with self.db.transaction() as connection:
            events.save(connection, event, self.later())
            event_changed(connection, event, (), self.now)

    @precondition(lambda self: self.announced < 2)
    @rule()
    def announce(self) -> None:
        self.announced += 1
        with self.db.transaction() as connection:
            self.keys += 1
            key = f"announce {self.keys}"
            announcements.announce(connection, ORGANIZER, ELEVEN, "Kommt!", "C1", key, self.later())

    # Processes

    @rule(seconds=st.sampled_from([3, 16, 61, 600]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(luck=st.sampled_from(LUCK), dies=RARELY)
    def send(self, luck: Luck, dies: bool) -> None:
        """A process claims something and makes the call, or dies before it."""
        with self.db.transaction() as connection:
            delivery = claims.claim(connection, self.now)
        if delivery is not None and not dies:
            self.senders.append(Sender(delivery))
            self._call(self.senders[-1], luck)

    def _call(self, sender: Sender, luck: Luck) -> None:
        with self.db.transaction() as connection:
            sender.call(connection, self.slack, luck, self.now)

    @precondition(lambda self: self.senders)
    @rule(data=st.data(), dies=RARELY)
    def settle(self, data: st.DataObject, dies: bool) -> None:
        """It writes down what became of it, in time or not, or dies before that."""
        sender = data.draw(st.sampled_from(self.senders))
        if dies:
            self.senders.remove(sender)
        else:
            self._settle(sender)

    def _settle(self, sender: Sender) -> None:
        self.senders.remove(sender)
        with self.db.transaction() as connection:
            held = sender.settle(connection, self.now)
        given_up = isinstance(sender.outcome, Refused | NotFindable)
        if held and given_up and sender.delivery.kind == "problems":
            self.reports_arrive = False

    # What holds at any time

    @invariant()
    def nothing_is_posted_twice(self) -> None:
        assert set(self.slack.posts.values()) <= {1}

    @invariant()
    def one_refresh_waits_at_most(self) -> None:
        with self.db.reading() as connection:
            rows = connection.execute(_REFRESHES.group_by(deliveries.c.dedupe_key))
            assert set(rows.scalars()) <= {1}

    @invariant()
    def no_accepted_answer_is_lost(self) -> None:
        if self.is_open():
            stored = {rsvp.user: rsvp.answer for rsvp in self._stored()}
            meant = {user: one.answer for user, one in self.people.items()}
            assert stored == {user: answer for user, answer in meant.items() if answer}

    @invariant()
    def places_and_the_waiting_list_are_fair(self) -> None:
        stored = self._stored()
        taken = sum(rsvp.takes_a_place for rsvp in stored)
        with self.db.reading() as connection:
            line = [rsvp.user for rsvp in stored_rsvps.waiting(connection, ELEVEN)]
        capacity = self.event.capacity
        if capacity is not None:
            assert taken <= max(capacity, self.taken)
        if self.is_open():
            assert not (line and (capacity is None or taken < capacity))
        stayed = [user for user in self.line if user in line]
        assert line[: len(stayed)] == stayed
        self.line, self.taken = line, taken

    def _stored(self) -> list[Rsvp]:
        with self.db.reading() as connection:
            return stored_rsvps.of_event(connection, ELEVEN)

    # What holds in the end

    def teardown(self) -> None:
        """Everything comes to rest, with a Slack that does well: then all is in its place."""
        for user, action in self.unheard:
            self._hear(user, action)
        self.no_accepted_answer_is_lost()
        for sender in list(self.senders):
            self._settle(sender)
        self._come_to_rest()
        with self.db.reading() as connection:
            counts = stored_rsvps.counts(connection, ELEVEN)
            for kind, state, send_id, payload in connection.execute(_ROWS):
                if kind not in _UNPOSTED:
                    assert self.slack.posts[send_id] in _EFFECTS[State(state)], (kind, state)
                elif kind == "refresh" and state == "sent":
                    assert self.slack.counts[payload["ts"]] == counts
            if self.reports_arrive:
                assert set(claims.problems(connection, _LONG_AGO)) <= self.slack.reported
        self.nothing_is_posted_twice()
        self.db.close()
        self.folder.cleanup()

    def _come_to_rest(self) -> None:
        for _ in range(1000):
            with self.db.transaction() as connection:
                delivery = claims.claim(connection, self.now)
                due = claims.next_due(connection, self.now)
            if delivery is not None:
                sender = Sender(delivery)
                self.senders.append(sender)
                self._call(sender, "well")
                self._settle(sender)
            elif due is None:
                return
            else:
                self.now = max(due, self.later())
        raise AssertionError("something is sent for ever")


Promises.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=50,
    suppress_health_check=[HealthCheck.too_slow],
)
TestPromises = Promises.TestCase
