"""What members did, and what follows from it: the model that the bot is held against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.rsvps import Answer

What = Literal["add", "remove", "say"]


@dataclass(frozen=True, order=True)
class Action:
    """What somebody did, and when: add or remove an emoji, or say it by button or command."""

    at: datetime
    what: What
    answer: Answer


@dataclass
class Person:
    """One member: the emoji that Slack shows of them, and what the bot has heard."""

    shown: set[Answer] = field(default_factory=set)
    heard: set[Action] = field(default_factory=set)

    def toggle(self, answer: Answer, at: datetime) -> Action:
        """Put the emoji there, or take it away."""
        self.shown ^= {answer}
        return Action(at, "add" if answer in self.shown else "remove", answer)

    @property
    def answer(self) -> Answer | None:
        """The last action wins, of those that the bot heard of."""
        return answer_of(self.heard)


def answer_of(actions: Iterable[Action]) -> Answer | None:
    """What somebody means who did this."""
    there: dict[Answer, datetime] = {}
    newest: datetime | None = None
    said: Action | None = None
    for action in sorted(actions):
        if action.what == "say":
            said = action
        elif action.what == "add":
            there[action.answer] = newest = action.at
        else:
            there.pop(action.answer, None)
    if said and (newest is None or said.at > newest):
        return said.answer
    return max(there, key=lambda answer: there[answer], default=None)
