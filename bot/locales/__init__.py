"""The words: German and English catalogs, and the way to a text in one of them.

Texts are found by keys (`event.host`), so that no sentence stands anywhere else. What is put into
a text is escaped unless it says that it is markup already.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from bot.domain.languages import LANGUAGES
from bot.domain.markup import Markup, escape

_FOLDER = Path(__file__).parent


class Texts:
    """The texts of one language. Calling it gives mrkdwn, `plain` gives plain text."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no texts in {language!r}")
        self.language = language
        self.locale = LANGUAGES[language].locale
        self._catalog = _catalog(language)

    def __call__(self, key: str, **values: str | int) -> Markup:
        """The text of this key as mrkdwn; what is filled in is escaped."""
        return Markup(self._text(key).format(**_escaped(values)))

    def plain(self, key: str, **values: str | int) -> str:
        """The text of this key as plain text: nothing in it is markup."""
        return self._text(key).format(**values)

    def __contains__(self, key: str) -> bool:
        return bool(self._catalog.ugettext(key) != key)

    def _text(self, key: str) -> str:
        text: str = self._catalog.ugettext(key)
        if text == key:
            raise KeyError(f"no text {key!r} in {self.language}")
        return text


def _escaped(values: dict[str, str | int]) -> dict[str, str | int]:
    return {
        name: escape(value) if isinstance(value, str) else value for name, value in values.items()
    }


@cache
def texts(language: str) -> Texts:
    """The texts of `language` (`de` or `en`), read once."""
    return Texts(language)


def _catalog(language: str) -> Translations:
    with (_FOLDER / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)
