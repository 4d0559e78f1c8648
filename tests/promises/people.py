"""What members did, and what follows from it: the model that the bot is held against."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.rsvps import Answer
from tests.bystander import Action, said, standing_after


@dataclass
class Person:
    """One member: the emoji that Slack shows of them, and what the bot has heard."""

    shown: set[Answer] = field(default_factory=set)
    heard: set[Action] = field(default_factory=set)

    def toggle(self, answer: Answer, at: datetime) -> Action:
        """Put the emoji there, or take it away."""
        self.shown ^= {answer}
        return Action(at, "add" if answer in self.shown else "remove", answer)

    def say(self, answer: Answer, at: datetime) -> None:
        """Say it by button or command; the bot hears of it at once."""
        self.heard.add(said(self.heard, answer, at))

    @property
    def answer(self) -> Answer | None:
        """The last action wins, of those that the bot heard of."""
        return standing_after(self.heard).answer
