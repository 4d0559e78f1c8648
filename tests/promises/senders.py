"""Processes that send, each with a claim in its hands, and a Slack that remembers what came."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.cards import Post
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import (
    Absent,
    Done,
    Later,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
    Withdrawn,
)
from bot.domain.rsvps import Counts
from bot.jobs.kinds import KINDS
from bot.services import claims, deliveries, feedback, follow_ups
from bot.slack import TIMEOUT
from storage.database import Connection

Luck = Literal["well", "later", "refused", "effect, no answer", "no effect, no answer", "silence"]
LUCK: tuple[Luck, ...] = (
    "well",
    "effect, no answer",
    "later",
    "refused",
    "no effect, no answer",
    "silence",
)
ORGANIZER = "U9"


@dataclass
class Slack:
    """What stands in Slack: how often each post, the counts in each message, what was reported."""

    posts: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counts] = field(default_factory=dict)
    reported: set[object] = field(default_factory=set)
    newest: int = 0

    def take(self, delivery: Delivery, *said: object) -> Sent:
        """Do what is asked."""
        self.newest += 1
        if delivery.kind.is_a_post:
            self.posts[delivery.send_id] += 1
        if delivery.kind is Kind.REFRESH and isinstance(said[0], Post):
            self.counts[delivery.payload["ts"]] = said[0].counts
        if delivery.kind is Kind.PROBLEMS:
            problems, _ = said
            assert isinstance(problems, list)
            self.reported.update(problems)
        return Sent(delivery.target, f"{self.newest}.000001")

    def find(self, delivery: Delivery) -> Sent | Absent:
        """Look a post up."""
        if self.posts[delivery.send_id]:
            return Sent(delivery.target, f"{delivery.id}.000009")
        return Absent()


@dataclass
class Sender:
    """A process between its claim and what it writes of it."""

    delivery: Delivery
    outcome: Outcome | None = None

    def call(self, connection: Connection, slack: Slack, luck: Luck, now: datetime) -> None:
        """Make the call, as bot.jobs.deliver does: not without looking at the lease."""
        if self.delivery.uncertain:
            self.outcome = self._look_up(slack, luck)
            return
        said = KINDS[self.delivery.kind].content(connection, self.delivery, now)
        if isinstance(said, Withdrawn | Missed):
            self.outcome = said
        elif now + timedelta(seconds=TIMEOUT) >= self.delivery.claimed_until:
            self.outcome = PutBack(timedelta(), "the lease was too short")
        elif self.delivery.kind is Kind.TELLING:
            deliveries.report_to(connection, {ORGANIZER}, now)
            self.outcome = Done()
        elif self.delivery.kind is Kind.MATERIAL_ASKING:
            number = self.delivery.payload["event"]
            follow_ups.ask_each(connection, {ORGANIZER}, now, number=number)
            self.outcome = Done()
        elif self.delivery.kind is Kind.FEEDBACK_ASKING:
            self.outcome = feedback.fan_out(connection, self.delivery.payload["event"], now)
        elif self.delivery.kind is Kind.FEEDBACK_CLOSING:
            self.outcome = feedback.close(connection, self.delivery.payload["event"], now)
        else:
            self.outcome = self._send(slack, luck, *said)

    def _send(self, slack: Slack, luck: Luck, *said: object) -> Outcome:
        match luck:
            case "well":
                return slack.take(self.delivery, *said)
            case "effect, no answer":
                slack.take(self.delivery, *said)
                return Uncertain("reset")
            case "later":
                return Later(timedelta(seconds=5))
            case "refused":
                return Refused("is_archived")
            case _:
                return Uncertain("timeout")

    def _look_up(self, slack: Slack, luck: Luck) -> Outcome:
        match luck:
            case "later" | "silence":
                return Unanswered(timedelta(seconds=5), "ratelimited")
            case "refused":
                return NotFindable("missing_scope")
            case _:
                return slack.find(self.delivery)

    def settle(self, connection: Connection, now: datetime) -> bool:
        """Write it down; whether the claim still held."""
        assert self.outcome is not None
        return claims.settle(connection, self.delivery, self.outcome, now) is not None
