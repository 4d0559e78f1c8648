"""Settings: read from the environment and .env; whatever is wrong is named at once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from psycopg.pq import Conninfo

from bot.domain.knowledge import Visibility
from bot.domain.reminder_rules import rule
from bot.settings import BadSettings, Settings, load
from bot.settings.addresses import POSTGRES_OPTIONS

BOT = "xoxb-the-secret-of-the-bot"
APP = "xapp-the-secret-of-the-app"
SIGNING = "the-signing-secret"
REQUIRED = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path


def loaded(here: Path, **values: str) -> Settings:
    return load({**REQUIRED, **values}, here)


def problems(here: Path, values: dict[str, str], **options: Any) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load(values, here, **options)
    return caught.value.problems


def test_two_tokens_are_enough(here: Path) -> None:
    assert load(REQUIRED, here) == Settings(slack_bot_token=BOT, slack_app_token=APP)


def test_the_defaults_are_those_of_the_design(here: Path) -> None:
    settings = load(REQUIRED, here)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///labcamp.db"
    assert (settings.timezone, settings.language) == ("Europe/Berlin", "de")
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")
    assert (settings.backup_dir, settings.retention_days) == (Path("backups"), 30)
    assert (settings.channel, settings.organizers) == (None, frozenset())


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        (
            "SLACK_API_URL",
            "http://127.0.0.1:8000/api",
            "slack_api_url",
            "http://127.0.0.1:8000/api/",
        ),
        (
            "SLACK_API_URL",
            "http://127.0.0.1:8000/api/",
            "slack_api_url",
            "http://127.0.0.1:8000/api/",
        ),
        (
            "DATABASE_URL",
            "postgresql://u:p@db/labcamp",
            "database_url",
            "postgresql://u:p@db/labcamp",
        ),
        ("DATABASE_URL", "postgres://u:p@db/labcamp", "database_url", "postgres://u:p@db/labcamp"),
        ("DATABASE_URL", "sqlite:////data/a.db", "database_url", "sqlite:////data/a.db"),
        ("LABCAMP_CHANNEL", "C0LABCAMP", "channel", "C0LABCAMP"),
        ("LABCAMP_CHANNEL", "labcamp", "channel", "labcamp"),
        ("LABCAMP_CHANNEL", "#öffentliches-gestalten", "channel", "#öffentliches-gestalten"),
        ("LABCAMP_ORGANIZERS", "U0ADA", "organizers", frozenset({"U0ADA"})),
        ("LABCAMP_ORGANIZERS", " U0ADA, W0BEN ,,", "organizers", frozenset({"U0ADA", "W0BEN"})),
        ("LABCAMP_ORGANIZER_GROUP", "S0LABS", "organizer_group", "S0LABS"),
        ("LABCAMP_TIMEZONE", "America/New_York", "timezone", "America/New_York"),
        (
            "LABCAMP_REMINDERS",
            "direct:1h, channel:1d@09:00,,direct:60m",
            "reminders",
            (rule("direct:1h"), rule("channel:1d@09:00")),
        ),
        ("LABCAMP_REMINDERS", "None", "reminders", ()),
        ("LABCAMP_REMINDER_GRACE", "30m", "reminder_grace", timedelta(minutes=30)),
        ("LABCAMP_LANGUAGE", "en", "language", "en"),
        ("LABCAMP_LANGUAGE", "DE", "language", "de"),
        (
            "LABCAMP_NEWSLETTER_URL",
            "https://example.org/n",
            "newsletter_url",
            "https://example.org/n",
        ),
        ("LABCAMP_HOMEPAGE_URL", "http://example.org", "homepage_url", "http://example.org"),
        (
            "LABCAMP_PRIVACY_URL",
            "https://example.org/datenschutz?lang=de#labcamp",
            "privacy_url",
            "https://example.org/datenschutz?lang=de#labcamp",
        ),
        ("PUBLIC_URL", "https://bot.example.org", "public_url", "https://bot.example.org"),
        ("PUBLIC_URL", "https://bot.example.org/", "public_url", "https://bot.example.org"),
        (
            "PUBLIC_URL",
            "https://Bot.example.org:8443",
            "public_url",
            "https://Bot.example.org:8443",
        ),
        ("PUBLIC_URL", "http://localhost:3000", "public_url", "http://localhost:3000"),
        ("PUBLIC_URL", "http://127.0.0.1:3000/", "public_url", "http://127.0.0.1:3000"),
        ("PUBLIC_URL", "http://[::1]:3000", "public_url", "http://[::1]:3000"),
        ("LABCAMP_BACKUP_DIR", "/var/backups", "backup_dir", Path("/var/backups")),
        ("LABCAMP_RETENTION_DAYS", "1", "retention_days", 1),
        ("LABCAMP_RETENTION_DAYS", "3650", "retention_days", 3650),
        ("LABCAMP_LINK_CHECK", "on", "link_check", True),
        ("LABCAMP_LINK_CHECK", "ON", "link_check", True),
        ("LABCAMP_LINK_CHECK", "off", "link_check", False),
        ("LABCAMP_LINK_CHECK", " ", "link_check", False),
        ("LABCAMP_FEEDBACK", "on", "feedback", True),
        ("LABCAMP_FEEDBACK", "off", "feedback", False),
        ("LABCAMP_FEEDBACK", " ", "feedback", True),
        ("LABCAMP_WELCOME", "on", "welcome", True),
        ("LABCAMP_WELCOME", "Off", "welcome", False),
        ("LABCAMP_WELCOME", " ", "welcome", True),
        ("LABCAMP_MATERIAL", "off", "material", False),
        ("LABCAMP_MATERIAL", " ", "material", True),
        ("LABCAMP_VISIBILITY", "Public", "visibility", Visibility.PUBLIC),
        ("LABCAMP_VISIBILITY", " ", "visibility", Visibility.MEMBERS),
        ("PORT", "8080", "port", 8080),
        ("PORT", "0", "port", 0),
        ("HOST", "::1", "host", "::1"),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_FORMAT", "json", "log_format", "json"),
        ("LOG_FORMAT", "JSON", "log_format", "json"),
        ("SLACK_SIGNING_SECRET", SIGNING, "slack_signing_secret", SIGNING),
    ],
)
def test_a_good_value_is_taken(here: Path, name: str, value: str, field: str, read: object) -> None:
    assert getattr(loaded(here, **{name: value}), field) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_API_URL", "http://slack.example.org/api/"),
        ("SLACK_SIGNING_SECRET", "x"),
        ("SLACK_SIGNING_SECRET", "a" * 15),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "ftp://slack.com/api"),
        ("SLACK_API_URL", "https://"),
        ("SLACK_API_URL", "https://[half/api"),
        ("DATABASE_URL", "labcamp.db"),
        ("DATABASE_URL", "mysql://db/labcamp"),
        ("DATABASE_URL", "postgresql://u:p@db:port/labcamp"),
        ("DATABASE_URL", "postgresql:u:p@db/labcamp"),
        ("DATABASE_URL", "postgresql://u:p@db/labcamp?nonsense=1"),
        ("DATABASE_URL", "sqlite:///labcamp.db?nonsense=1"),
        ("LABCAMP_CHANNEL", "the labcamp channel"),
        ("LABCAMP_CHANNEL", "#a,#b"),
        ("LABCAMP_ORGANIZERS", "ada"),
        ("LABCAMP_ORGANIZERS", "@ada"),
        ("LABCAMP_ORGANIZERS", "U0ADA U0BEN"),
        ("LABCAMP_ORGANIZERS", "u0ada"),
        ("LABCAMP_ORGANIZER_GROUP", "@labs"),
        ("LABCAMP_ORGANIZER_GROUP", "U0ADA"),
        ("LABCAMP_TIMEZONE", "Berlin"),
        ("LABCAMP_TIMEZONE", "CEST"),
        ("LABCAMP_REMINDERS", "7d"),
        ("LABCAMP_REMINDERS", "none,direct:1h"),
        ("LABCAMP_REMINDERS", ","),
        ("LABCAMP_REMINDER_GRACE", "2"),
        ("LABCAMP_REMINDER_GRACE", "0h"),
        ("LABCAMP_LANGUAGE", "fr"),
        ("LABCAMP_RETENTION_DAYS", "0"),
        ("LABCAMP_RETENTION_DAYS", "3651"),
        ("LABCAMP_RETENTION_DAYS", "30d"),
        ("LABCAMP_RETENTION_DAYS", "-1"),
        ("LABCAMP_RETENTION_DAYS", "1.5"),
        ("LABCAMP_RETENTION_DAYS", "9" * 5000),
        ("LABCAMP_LINK_CHECK", "yes"),
        ("LABCAMP_LINK_CHECK", "1"),
        ("LABCAMP_WELCOME", "no"),
        ("LABCAMP_MATERIAL", "never"),
        ("LABCAMP_VISIBILITY", "nobody"),
        ("LABCAMP_FEEDBACK", "0"),
        ("LABCAMP_NEWSLETTER_URL", "example.org"),
        ("LABCAMP_HOMEPAGE_URL", "javascript:alert(1)"),
        ("LABCAMP_PING_URL", "http://example.org/a-secret"),
        ("LABCAMP_PRIVACY_URL", "example.org/datenschutz"),
        ("LABCAMP_PRIVACY_URL", "http://example.org/datenschutz"),
        ("LABCAMP_PRIVACY_URL", "javascript:alert(1)"),
        ("LABCAMP_PRIVACY_URL", "https://"),
        ("LABCAMP_PRIVACY_URL", "https://[half/datenschutz"),
        ("LABCAMP_PRIVACY_URL", "https://example.org/a b"),
        ("LABCAMP_PRIVACY_URL", "https://example.org/>|<!channel"),
        ("LABCAMP_PRIVACY_URL", "https://me:secret@example.org"),
        ("PUBLIC_URL", "bot.example.org"),
        ("PUBLIC_URL", "http://bot.example.org"),
        ("PUBLIC_URL", "ftp://localhost"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://bot.example.org/labcamp"),
        ("PUBLIC_URL", "https://bot.example.org//"),
        ("PUBLIC_URL", "https://bot.example.org?"),
        ("PUBLIC_URL", "https://bot.example.org/#"),
        ("PUBLIC_URL", "https://me:secret@bot.example.org"),
        ("PUBLIC_URL", "https://bot.example.org>|<!channel"),
        ("PUBLIC_URL", "https://bot example.org"),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "３０００"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_named(here: Path, name: str, value: str) -> None:
    (problem,) = problems(here, {**REQUIRED, name: value})
    assert problem.startswith(f"{name}: ")


def test_an_address_that_is_a_secret_is_not_repeated(here: Path) -> None:
    (problem,) = problems(here, {**REQUIRED, "LABCAMP_PING_URL": "http://example.org/a-secret"})
    assert "a-secret" not in problem


def test_every_reminder_that_can_not_be_read_is_named(here: Path) -> None:
    values = {**REQUIRED, "LABCAMP_REMINDERS": "chanel:7d,direct:1h,direct:1h@09:00"}
    values |= {"LABCAMP_REMINDER_GRACE": "soon"}
    assert problems(here, values) == [
        "LABCAMP_REMINDERS: 'chanel:7d' must begin with channel: or direct:.",
        "LABCAMP_REMINDERS: 'direct:1h@09:00': only days can have a time of day, as in 1d@09:00.",
        "LABCAMP_REMINDER_GRACE: 'soon' is no span such as 2h, 90m or 30s.",
    ]


@pytest.mark.parametrize("value", ["https://[half/api", "slack"])
def test_a_bad_address_is_named_beside_a_clock_file_too(here: Path, value: str) -> None:
    values = {**REQUIRED, "SLACK_API_URL": value, "LABCAMP_CLOCK_FILE": "clock"}
    assert problems(here, values)[0].startswith("SLACK_API_URL: ")


# --- Where values come from


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_value_counts_as_not_set(here: Path, empty: str) -> None:
    names = (
        *("SLACK_SIGNING_SECRET", "SLACK_API_URL", "DATABASE_URL", "LABCAMP_CHANNEL"),
        *("LABCAMP_ORGANIZERS", "LABCAMP_ORGANIZER_GROUP", "LABCAMP_TIMEZONE", "LABCAMP_LANGUAGE"),
        *("LABCAMP_NEWSLETTER_URL", "LABCAMP_HOMEPAGE_URL", "LABCAMP_BACKUP_DIR", "PUBLIC_URL"),
        "LABCAMP_RETENTION_DAYS",
        *("LABCAMP_CLOCK_FILE", "PORT", "HOST", "LOG_LEVEL", "LOG_FORMAT", "DYNO"),
    )
    assert loaded(here, **dict.fromkeys(names, empty)) == load(REQUIRED, here)


def test_env_fills_in_what_is_not_set(here: Path) -> None:
    (here / ".env").write_text(
        f'SLACK_BOT_TOKEN={BOT}\nexport SLACK_APP_TOKEN="{APP}"\n# ein Kommentar\n'
        "LABCAMP_CHANNEL=labcamp  # der Kanal\nLABCAMP_LANGUAGE=en\nLOG_LEVEL=\nPORT\n",
        encoding="utf-8",
    )
    settings = load({"LABCAMP_LANGUAGE": "de", "LABCAMP_CHANNEL": " "}, here)
    assert (settings.slack_bot_token, settings.slack_app_token) == (BOT, APP)
    assert (settings.channel, settings.language) == ("labcamp", "de")
    assert (settings.log_level, settings.port) == ("INFO", 3000)


def test_values_lose_the_space_around_them(here: Path) -> None:
    settings = loaded(here, SLACK_BOT_TOKEN=f" {BOT}\n", LABCAMP_CHANNEL=" labcamp ")
    assert (settings.slack_bot_token, settings.channel) == (BOT, "labcamp")


def test_a_host_that_sets_the_port_expects_to_reach_it_from_outside(here: Path) -> None:
    assert loaded(here, PORT="8080").host == "0.0.0.0"
    assert loaded(here, PORT="8080", HOST="127.0.0.1").host == "127.0.0.1"


# --- Tokens


def test_an_app_token_means_socket_mode(here: Path) -> None:
    assert load(REQUIRED, here).socket_mode
    both = loaded(here, SLACK_SIGNING_SECRET=SIGNING)
    assert both.socket_mode
    http = load({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}, here)
    assert not http.socket_mode


def test_all_problems_are_named_at_once(here: Path) -> None:
    bad = {"PORT": "x", "LOG_LEVEL": "x", "LABCAMP_TIMEZONE": "x", "DATABASE_URL": "x"}
    with pytest.raises(BadSettings) as caught:
        load(bad, here)
    named = {problem.split(":")[0] for problem in caught.value.problems}
    assert named == {*bad, "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"}
    assert str(caught.value).count("\n") == len(named) - 1


def test_what_never_speaks_to_slack_needs_no_tokens(here: Path) -> None:
    assert load({}, here, needs_slack=False).slack_bot_token == ""
    assert load({"SLACK_BOT_TOKEN": "nonsense"}, here, needs_slack=False).port == 3000


@pytest.mark.parametrize(
    ("url", "in_the_clear"),
    [
        ("sqlite:///labcamp.db", False),
        ("postgresql://bot@localhost/labcamp", False),
        ("postgresql://bot@db/labcamp", False),
        ("postgresql://bot@127.0.0.1/labcamp", False),
        ("postgresql://bot@db.example.org/labcamp", True),
        ("postgres://bot@db.example.org/labcamp?sslmode=prefer", True),
        ("postgresql://bot@db.example.org/labcamp?sslmode=disable", True),
        ("postgresql://bot@db.example.org/labcamp?sslmode=require", False),
        ("postgresql://bot@db.example.org/labcamp?sslmode=verify-full", False),
    ],
)
def test_a_database_elsewhere_is_to_be_reached_by_tls(
    here: Path, url: str, in_the_clear: bool
) -> None:
    assert loaded(here, DATABASE_URL=url).database_in_the_clear is in_the_clear


@pytest.mark.parametrize(
    ("name", "token", "sort"),
    [
        ("SLACK_BOT_TOKEN", "xapp-the-secret", "an app-level token"),
        ("SLACK_BOT_TOKEN", "xoxp-the-secret", "a user token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-the-secret", "a token that rotates"),
        ("SLACK_BOT_TOKEN", "the-secret", "no Slack token"),
        ("SLACK_APP_TOKEN", "xoxb-the-secret", "a bot token"),
        ("SLACK_APP_TOKEN", "the-secret", "no Slack token"),
    ],
)
def test_a_token_of_the_wrong_sort_is_named_but_never_repeated(
    here: Path, name: str, token: str, sort: str
) -> None:
    (problem,) = problems(here, {**REQUIRED, name: token})
    assert problem.startswith(f"{name}: ")
    assert sort in problem
    assert "the-secret" not in problem


def test_no_secret_is_ever_shown(here: Path) -> None:
    settings = loaded(
        here, SLACK_SIGNING_SECRET=SIGNING, DATABASE_URL="postgresql://bot:password@db/labcamp"
    )
    for secret in (BOT, APP, SIGNING, "password"):
        assert secret not in repr(settings)
        assert secret not in str(settings)
    for wrong in ("mysql://bot:password@db/labcamp", "postgresql://bot:p@password@db/labcamp"):
        (problem,) = problems(here, {**REQUIRED, "DATABASE_URL": wrong})
        assert "password@" not in problem
    assert "%40" in problem
    cut = "postgresql://bot:12?password@db/labcamp"
    (problem,) = problems(here, {**REQUIRED, "DATABASE_URL": cut})
    assert "password@" not in problem
    assert "%3F" in problem


def test_all_options_of_a_connection_to_postgresql_are_known() -> None:
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    assert known <= POSTGRES_OPTIONS


# --- What does not go together


def test_sqlite_is_refused_where_the_disk_is_thrown_away(here: Path) -> None:
    for values in ({}, {"DATABASE_URL": "sqlite:////app/labcamp.db"}):
        (problem,) = problems(here, {**REQUIRED, **values, "DYNO": "web.1"})
        assert problem.startswith("DATABASE_URL: ")
        assert "PostgreSQL" in problem
    assert loaded(here, DYNO="web.1", DATABASE_URL="postgres://u:p@db/labcamp")


@pytest.mark.parametrize(
    "url", [None, "https://slack.com/api/", "https://SLACK.com/api", "https://files.slack.com/"]
)
def test_the_clock_is_not_moved_in_slack_itself(here: Path, url: str | None) -> None:
    values = {**REQUIRED, "LABCAMP_CLOCK_FILE": "clock", **({"SLACK_API_URL": url} if url else {})}
    (problem,) = problems(here, values)
    assert problem.startswith("LABCAMP_CLOCK_FILE: ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/api", "https://notslack.com/api/"])
def test_the_clock_may_be_moved_in_the_playground(here: Path, url: str) -> None:
    settings = loaded(here, LABCAMP_CLOCK_FILE="clock", SLACK_API_URL=url)
    assert settings.clock_file == Path("clock")
