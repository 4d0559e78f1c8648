"""Somebody who stands beside a member and sees all: what the answer is, by the rules in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.rsvps import Answer

What = Literal["add", "remove", "say", "say again"]


@dataclass(frozen=True, order=True)
class Action:
    """What somebody did, and when: add or remove an emoji, say it by button or command.

    They *say again* what was, as far as was known then, their answer by emoji.
    """

    at: datetime
    what: What
    answer: Answer


@dataclass
class Standing:
    """What the answer is, and whether a word gave it."""

    answer: Answer | None = None
    spoken: bool = False


def standing_after(actions: Iterable[Action]) -> Standing:
    """What somebody means who did this: the last action wins, unless it takes another back."""
    now = Standing()
    there: list[Answer] = []  # oldest first
    for action in sorted(actions):
        match action.what:
            case "say":
                now = Standing(action.answer, spoken=True)
            case "say again":  # no answer of its own, as long as the emoji is there
                now = Standing(action.answer, spoken=action.answer not in there)
            case "add":  # nobody may have told of its removal in between
                there = [*(one for one in there if one is not action.answer), action.answer]
                now = Standing(action.answer)
            case "remove" if action.answer in there:
                there.remove(action.answer)
                if not now.spoken and now.answer not in there:
                    now = Standing(there[-1] if there else None)
    return now


def said(known: Iterable[Action], answer: Answer, at: datetime) -> Action:
    """What it is to say this by button or command, when so much is known of what was done."""
    now = standing_after(known)
    again = now.answer is answer and not now.spoken
    return Action(at, "say again" if again else "say", answer)
