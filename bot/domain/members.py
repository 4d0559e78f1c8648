"""A member as the bot knows them: an id, a language, a role. No names, no addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """What is kept of a member. `language` is None until they or Slack said one."""

    user: str
    language: str | None = None
    reminders: bool = True  # whether they are reminded by direct message
    organizer: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person at this moment (users.info); never stored as it is."""

    locale: str
    may_organize: bool
    may_answer: bool = True  # a person who is here, guests included


@dataclass(frozen=True, slots=True)
class OrganizerSources:
    """Who organizes, by where they are named; `group` is None while Slack does not say."""

    settings: frozenset[str]
    group: frozenset[str] | None
    added: frozenset[str]
