"""The languages that the bot speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How dates are written in it (a locale of CLDR), and the words that choose it."""

    locale: str
    names: tuple[str, ...]


LANGUAGES = {
    "de": Language("de_DE", ("de", "deutsch")),
    # plain English is American; ours writes the day before the month
    "en": Language("en_GB", ("en", "english", "englisch")),
}


def language_of(locale: str) -> str:
    """The bot's language for Slack's locale (`de-DE`, `en-US`); English for all others."""
    spoken = locale.lower()[:2]
    return spoken if spoken in LANGUAGES else "en"
