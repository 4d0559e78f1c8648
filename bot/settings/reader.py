"""Reads one setting after the other, and notes what is wrong with each."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bot.domain.backups import BadRotation, Rotation, rotation
from bot.domain.knowledge import Visibility
from bot.domain.languages import LANGUAGES
from bot.domain.reminder_rules import BadRule, BadRules, Rule, rules, span
from bot.domain.times import is_zone
from bot.domain.withholding import without_secrets
from bot.settings import addresses
from bot.settings.values import SLACK_API_URL, BadSettings, Settings

_DEFAULTS = Settings("")  # said once, in bot.settings.values
_EVERYWHERE = "0.0.0.0"  # noqa: S104  # what a host that sets PORT expects
_TOKENS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe": "a token that rotates",
}
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_GROUP_ID = re.compile(r"S[A-Z0-9]{2,}")
_SHORTEST_SECRET = 16  # ours; Slack's have 32
_DAYS = re.compile(r"[0-9]{1,4}")
_LONGEST_RETENTION = 3650  # days
_CHANNEL = re.compile(r"#?[^\s#,@]{1,80}")


class EnvironmentReader:
    """Makes Settings of `values`, the variables by their names."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._problems: list[str] = []

    def settings(self, *, needs_slack: bool) -> Settings:
        """The settings; raises BadSettings with all problems at once."""
        settings, problems = self.read(needs_slack=needs_slack)
        if problems:
            raise BadSettings(problems)
        return settings

    def read(self, *, needs_slack: bool) -> tuple[Settings, list[str]]:
        """The settings as far as they can be used, and all that is wrong with them."""
        if needs_slack:
            self._check_tokens()
        settings = Settings(
            slack_bot_token=self._values.get("SLACK_BOT_TOKEN", ""),
            slack_app_token=self._values.get("SLACK_APP_TOKEN") or None,
            slack_signing_secret=self._values.get("SLACK_SIGNING_SECRET") or None,
            slack_api_url=self._slack_api_url(),
            database_url=self._database_url(),
            channel=self._matching("LABCAMP_CHANNEL", _CHANNEL, "a channel's id or name"),
            organizers=self._organizers(),
            organizer_group=self._matching(
                "LABCAMP_ORGANIZER_GROUP", _GROUP_ID, "a user group's id, such as S0123ABCD"
            ),
            timezone=self._timezone(),
            language=self._one_of("LABCAMP_LANGUAGE", tuple(LANGUAGES), _DEFAULTS.language),
            reminders=self._reminders(),
            reminder_grace=self._reminder_grace(),
            newsletter_url=self._url("LABCAMP_NEWSLETTER_URL"),
            homepage_url=self._url("LABCAMP_HOMEPAGE_URL"),
            privacy_url=self._matching(
                "LABCAMP_PRIVACY_URL", addresses.HTTPS, "an address that begins with https://"
            ),
            public_url=self._public_url(),
            link_check=self._one_of("LABCAMP_LINK_CHECK", ("on", "off"), "off") == "on",
            feedback=self._one_of("LABCAMP_FEEDBACK", ("on", "off"), "on") == "on",
            welcome=self._one_of("LABCAMP_WELCOME", ("on", "off"), "on") == "on",
            material=self._one_of("LABCAMP_MATERIAL", ("on", "off"), "on") == "on",
            visibility=self._visibility(),
            templates=self._templates(),
            retention_days=self._retention_days(),
            backup_dir=Path(self._values.get("LABCAMP_BACKUP_DIR", _DEFAULTS.backup_dir)),
            backups=self._backups(),
            clock_file=self._clock_file(),
            ping_url=self._ping_url(),
            host=self._host(),
            port=self._port(),
            log_level=self._one_of(
                "LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", str.upper
            ),
            log_format=self._one_of("LOG_FORMAT", ("console", "json"), "console"),
        )
        return settings, self._problems

    def _problem(self, name: str, what: str) -> None:
        # what was set is repeated, and may be a token that belongs into another variable
        self._problems.append(f"{name}: {without_secrets(what)}")

    def _check_tokens(self) -> None:
        bot, app = self._values.get("SLACK_BOT_TOKEN"), self._values.get("SLACK_APP_TOKEN")
        if bot is None:
            self._problem(
                "SLACK_BOT_TOKEN",
                "is missing. It stands in your Slack app under OAuth & Permissions (xoxb-…).",
            )
        elif not bot.startswith("xoxb-"):
            self._problem("SLACK_BOT_TOKEN", f"must begin with xoxb-; {_sort_of(bot)}.")
        if app is not None and not app.startswith("xapp-"):
            self._problem("SLACK_APP_TOKEN", f"must begin with xapp-; {_sort_of(app)}.")
        secret = self._values.get("SLACK_SIGNING_SECRET")
        if secret is not None and len(secret) < _SHORTEST_SECRET:
            self._problem(
                "SLACK_SIGNING_SECRET",
                "is too short to be one: anybody could guess it. Copy it anew from Basic "
                "Information → App Credentials; it has 32 characters.",
            )
        if app is None and secret is None:
            self._problem(
                "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
                "one of the two is needed: the app token (xapp-…, Basic Information → App-Level "
                "Tokens, scope connections:write) for Socket Mode, or the signing secret for HTTP.",
            )

    def _slack_api_url(self) -> str:
        """The Web API's address, with a slash at its end."""
        value = self._url("SLACK_API_URL") or SLACK_API_URL
        parts = addresses.split(value)
        if (
            parts is not None
            and parts.scheme == "http"
            and parts.hostname not in addresses.LOCAL_HOSTS
        ):
            self._problem(
                "SLACK_API_URL",
                f"{value!r} would send the bot's token readable for all on the way; it must begin "
                "with https:// (http:// only for localhost).",
            )
        return value.rstrip("/") + "/"

    def _database_url(self) -> str:
        url = self._values.get("DATABASE_URL", _DEFAULTS.database_url)
        problem = addresses.fault_of_database(url)
        if problem is not None:
            self._problem("DATABASE_URL", problem)
        elif url.startswith("sqlite:") and "DYNO" in self._values:
            self._problem(
                "DATABASE_URL",
                "this host (DYNO is set) throws its disk away at every restart, and a SQLite file "
                "with it. Add a PostgreSQL database and set its postgresql:// address.",
            )
        return url

    def _organizers(self) -> frozenset[str]:
        ids = [part.strip() for part in self._values.get("LABCAMP_ORGANIZERS", "").split(",")]
        wrong = [one for one in ids if one and not _USER_ID.fullmatch(one)]
        if wrong:
            self._problem(
                "LABCAMP_ORGANIZERS",
                f"{', '.join(wrong)} is no user id. Ids look like U0123ABCD; in Slack: profile → ⋮ "
                "→ Copy member ID. Separate several with commas.",
            )
        return frozenset(one for one in ids if one)

    def _timezone(self) -> str:
        zone = self._values.get("LABCAMP_TIMEZONE", _DEFAULTS.timezone)
        if zone != _DEFAULTS.timezone and not is_zone(zone):  # looks at all files of zones, once
            self._problem("LABCAMP_TIMEZONE", f"{zone!r} is no time zone such as Europe/Berlin.")
        return zone

    def _reminders(self) -> tuple[Rule, ...]:
        value = self._values.get("LABCAMP_REMINDERS")
        if value is None:
            return _DEFAULTS.reminders
        try:
            return rules(value)
        except BadRules as error:
            for problem in error.problems:
                self._problem("LABCAMP_REMINDERS", f"{problem}.")
            return ()

    def _host(self) -> str:
        return self._values.get("HOST", _EVERYWHERE if "PORT" in self._values else _DEFAULTS.host)

    def _reminder_grace(self) -> timedelta:
        try:
            written = self._values.get("LABCAMP_REMINDER_GRACE")
            return span(written) if written else _DEFAULTS.reminder_grace
        except BadRule as error:
            self._problem("LABCAMP_REMINDER_GRACE", f"{error}.")
            return timedelta()

    def _visibility(self) -> Visibility:
        shown = (Visibility.PUBLIC, Visibility.MEMBERS)
        value = self._one_of("LABCAMP_VISIBILITY", shown, _DEFAULTS.visibility)
        return Visibility(value) if value in shown else _DEFAULTS.visibility

    def _retention_days(self) -> int:
        value = self._values.get("LABCAMP_RETENTION_DAYS", str(_DEFAULTS.retention_days))
        if _DAYS.fullmatch(value) and 1 <= int(value) <= _LONGEST_RETENTION:
            return int(value)
        self._problem(
            "LABCAMP_RETENTION_DAYS",
            f"{value!r} is no whole number of days from 1 to {_LONGEST_RETENTION}.",
        )
        return _DEFAULTS.retention_days

    def _backups(self) -> Rotation | None:
        value = self._values.get("LABCAMP_BACKUPS")
        try:
            return rotation(value) if value else _DEFAULTS.backups
        except BadRotation as error:
            self._problem("LABCAMP_BACKUPS", f"{error}.")
            return None

    def _templates(self) -> Path | None:
        """A folder that may come later: whoever uses it says that it is not there."""
        value = self._values.get("LABCAMP_TEMPLATES")
        return Path(value) if value else None

    def _clock_file(self) -> Path | None:
        file = self._values.get("LABCAMP_CLOCK_FILE")
        if file is None:
            return None
        parts = addresses.split(self._values.get("SLACK_API_URL", SLACK_API_URL))
        host = (parts.hostname if parts else None) or ""
        if host == "slack.com" or host.endswith(".slack.com"):
            self._problem(
                "LABCAMP_CLOCK_FILE",
                "moves the clock and is only for trying things out; it is refused while "
                "SLACK_API_URL is Slack's own. Remove it.",
            )
        return Path(file)

    def _ping_url(self) -> str | None:
        """Not repeated when it is wrong: whoever knows it can speak for the bot."""
        value = self._values.get("LABCAMP_PING_URL")
        if value is not None and not addresses.HTTPS.fullmatch(value):
            self._problem("LABCAMP_PING_URL", "is no address that begins with https://.")
        return value

    def _port(self) -> int:
        value = self._values.get("PORT", str(_DEFAULTS.port))
        if value.isascii() and value.isdigit() and int(value) <= 65535:
            return int(value)
        self._problem("PORT", f"{value!r} is no port number from 0 to 65535.")
        return 0

    def _url(self, name: str) -> str | None:
        value = self._values.get(name)
        parts = addresses.split(value) if value else None
        if value and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
            self._problem(name, f"{value!r} is no address that begins with https://.")
        return value

    def _public_url(self) -> str | None:
        """The address of our own web server, without a slash at its end."""
        value = self._values.get("PUBLIC_URL")
        if value is None:
            return None
        problem = addresses.fault_of_server(value)
        if problem is not None:
            self._problem("PUBLIC_URL", problem)
        return value.rstrip("/")

    def _matching(self, name: str, pattern: re.Pattern[str], what: str) -> str | None:
        value = self._values.get(name)
        if value is not None and not pattern.fullmatch(value):
            self._problem(name, f"{value!r} is not {what}.")
        return value

    def _one_of(
        self,
        name: str,
        choices: tuple[str, ...],
        default: str,
        spell: Callable[[str], str] = str.lower,
    ) -> str:
        value = spell(self._values.get(name, default))
        if value not in choices:
            self._problem(name, f"{value!r} is none of {', '.join(choices)}.")
        return value


def _sort_of(token: str) -> str:
    """What was given instead, without repeating a secret."""
    for prefix, name in _TOKENS.items():
        if token.startswith(prefix):
            return f"this is {name} ({prefix}…)"
    return "this is no Slack token"
