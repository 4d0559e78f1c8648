"""The names of our own variables: a misspelt one would be read by nobody, unnoticed."""

from collections.abc import Iterable
from difflib import get_close_matches

PREFIX = "LABCAMP_"
NAMES = (
    "LABCAMP_BACKUPS",
    "LABCAMP_BACKUP_DIR",
    "LABCAMP_CHANNEL",
    "LABCAMP_CLOCK_FILE",
    "LABCAMP_FEEDBACK",
    "LABCAMP_HOMEPAGE_URL",
    "LABCAMP_LANGUAGE",
    "LABCAMP_LINK_CHECK",
    "LABCAMP_MATERIAL",
    "LABCAMP_NEWSLETTER_URL",
    "LABCAMP_ORGANIZERS",
    "LABCAMP_ORGANIZER_GROUP",
    "LABCAMP_PING_URL",
    "LABCAMP_PRIVACY_URL",
    "LABCAMP_REMINDERS",
    "LABCAMP_REMINDER_GRACE",
    "LABCAMP_RETENTION_DAYS",
    "LABCAMP_TEMPLATES",
    "LABCAMP_TIMEZONE",
    "LABCAMP_VISIBILITY",
    "LABCAMP_WELCOME",
)


def unknown(names: Iterable[str]) -> dict[str, str | None]:
    """Those that begin as ours do and are none, each with the known one that it resembles most."""
    found = sorted(name for name in names if name.upper().startswith(PREFIX))
    return {name: _nearest(name) for name in found if name not in NAMES}


def _nearest(name: str) -> str | None:
    # without what all of them share, or each would resemble each
    given = name.upper().removeprefix(PREFIX)
    near = get_close_matches(given, [known.removeprefix(PREFIX) for known in NAMES], n=1)
    return PREFIX + near[0] if near else None
