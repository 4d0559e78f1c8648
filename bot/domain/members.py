"""A member as the bot knows them: an id, a language, a role. No names, no addresses."""

from dataclasses import dataclass
from enum import StrEnum


def is_a_person(target: str) -> bool:
    """Whether this is Slack's id of a person, and no channel."""
    return target[:1] in ("U", "W") and target.isalnum() and target.isupper()


@dataclass(frozen=True, slots=True)
class Member:
    """What is kept of a member. `language` is None until they or Slack said one."""

    user: str
    language: str | None = None
    reminders: bool = True  # whether they are reminded by direct message
    organizer: bool = False
    told: bool = False  # why the bot writes to them, and how to stop it


class Bar(StrEnum):
    """Why somebody never organizes."""

    BOT = "bot"
    LEFT = "left"  # the account is deactivated
    FOREIGN = "foreign"  # of another workspace
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person at this moment (users.info); never stored as it is."""

    locale: str
    bar: Bar | None  # None for whoever may organize
    may_answer: bool = True  # a person who is here, guests included

    @property
    def may_organize(self) -> bool:
        """Whether nothing is in the way of their organizing."""
        return self.bar is None


class RoleLoss(StrEnum):
    """By what somebody organizes, and what that means for whoever gives it up."""

    ADDED = "added"
    LAST = "last"  # nobody else does
    SETTINGS = "settings"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class OrganizerSources:
    """Who organizes, by where they are named; `group` is None while Slack does not say."""

    settings: frozenset[str]
    group: frozenset[str] | None
    added: frozenset[str]

    def role_losses(self, user: str) -> frozenset[RoleLoss]:
        """By what this user organizes; empty for whoever does not."""
        group = self.group or frozenset()
        by = {
            RoleLoss.ADDED: user in self.added,
            RoleLoss.LAST: self.settings | group | self.added == {user},
            RoleLoss.SETTINGS: user in self.settings,
            RoleLoss.GROUP: user in group,
        }
        return frozenset(one for one, is_so in by.items() if is_so)
