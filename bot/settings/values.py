"""What can be set, and what is said when it can't be used."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.domain.backups import DEFAULT_ROTATION, Rotation
from bot.domain.knowledge import Visibility
from bot.domain.reminder_rules import DEFAULT_RULES, Rule

SLACK_API_URL = "https://slack.com/api/"


class BadSettings(Exception):
    """The settings can't be used; `problems` names every one and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set. A token or secret never appears in the repr, so that no log shows one."""

    slack_bot_token: str
    slack_app_token: str | None = None
    slack_signing_secret: str | None = None
    slack_api_url: str = SLACK_API_URL
    database_url: str = "sqlite:///labcamp.db"
    channel: str | None = None
    organizers: frozenset[str] = frozenset()
    organizer_group: str | None = None
    timezone: str = "Europe/Berlin"
    language: str = "de"
    reminders: tuple[Rule, ...] = DEFAULT_RULES
    reminder_grace: timedelta = timedelta(hours=2)
    newsletter_url: str | None = None
    homepage_url: str | None = None
    privacy_url: str | None = None
    public_url: str | None = None
    link_check: bool = False
    welcome: bool = True
    material: bool = True  # whether people are asked for it
    visibility: Visibility = Visibility.MEMBERS  # of new items that are made in Slack
    templates: Path | None = None  # a community's own, for texts that go outside
    feedback: bool = True
    retention_days: int = 30  # how long personal data outlives what it was given for
    backup_dir: Path = Path("backups")
    backups: Rotation | None = DEFAULT_ROTATION
    clock_file: Path | None = None
    ping_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 3000
    log_level: str = "INFO"
    log_format: str = "console"

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached by Socket Mode; by signed HTTP requests otherwise."""
        return self.slack_app_token is not None

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is a file of ours; on a server otherwise."""
        return self.database_url.startswith("sqlite:")

    @property
    def database_in_the_clear(self) -> bool:
        """Whether answers may go to a database on another machine readable for all on the way.

        Without a word on it PostgreSQL's driver also takes a connection without TLS. A name without
        a dot is one of the same machine or of a container's network.
        https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
        """
        parts = urlsplit(self.database_url)
        host = parts.hostname or ""
        if parts.scheme == "sqlite" or not host.count(".") or host.startswith("127."):
            return False
        mode = parse_qs(parts.query).get("sslmode", ["prefer"])[-1]
        return mode in ("disable", "allow", "prefer")

    def __repr__(self) -> str:
        return f"Settings(socket_mode={self.socket_mode}, port={self.port})"
