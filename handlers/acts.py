"""One thing that somebody did in Slack, as every handler gets it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar, cast

from bot.domain.members import Member
from bot.locales import Texts
from handlers.forms import Form

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Act(Generic[T_co]):
    """Somebody (`member`) typed or said a command, clicked, sent a form, or used a shortcut.

    `what` is what they mean by it: a command, what a button's value or a form's metadata says, a
    message. `key` names this one act (its trigger_id or event_id), however often Slack delivers it.
    It was done `at` that time by Slack's clock where Slack says so; `now` is our time when it came
    (both UTC).
    """

    member: Member  # what was known of them when it came
    t: Texts  # the words in their language
    key: str
    at: datetime
    now: datetime
    what: T_co
    form: Form  # the modal or Home in which it was done, with what stands in it
    response_url: str = ""  # takes what comes after the answer; empty where there is no such place
    may_be_late: bool = False  # whether Slack may bring it after what was done later, as messages

    @property
    def user(self) -> str:
        """Their id."""
        return self.member.user

    def meaning(self, what: U) -> "Act[U]":
        """The same act, said to mean this."""
        return replace(cast("Act[U]", self), what=what)
