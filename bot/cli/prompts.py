"""What `setup` asks, and how it is seen whether an answer is right."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """One variable: asked in the words `setup.ask-<key>`, its answers judged by `checks` of doctor.

    `unless` is a variable that makes it superfluous. A `secret` is not shown while it is typed.
    """

    key: str
    variable: str
    checks: tuple[str, ...] = ()
    secret: bool = False
    unless: str | None = None

    def applies(self, values: Mapping[str, str]) -> bool:
        """Whether it matters beside what is set already."""
        return self.unless is None or self.unless not in values


PROMPTS = (
    Prompt("bot-token", "SLACK_BOT_TOKEN", ("token", "scopes"), secret=True),
    Prompt(
        "app-token", "SLACK_APP_TOKEN", ("socket-mode",), secret=True, unless="SLACK_SIGNING_SECRET"
    ),
    Prompt("signing-secret", "SLACK_SIGNING_SECRET", secret=True, unless="SLACK_APP_TOKEN"),
    Prompt("channel", "LABCAMP_CHANNEL", ("channel",)),
    Prompt("organizers", "LABCAMP_ORGANIZERS", ("organizers",)),
    Prompt("language", "LABCAMP_LANGUAGE"),
    Prompt("database", "DATABASE_URL", ("database", "disk"), secret=True),
)
