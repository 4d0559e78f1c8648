"""What a view shows in every language, to be compared with the picture that was taken of it."""

from collections.abc import Callable
from typing import Any, Protocol

from bot.domain.languages import LANGUAGES
from bot.locales import Texts, texts


class Shown(Protocol):
    """A message, a modal or a Home."""

    def payload(self) -> dict[str, Any]: ...


def in_all_languages(view: Callable[[Texts], Shown]) -> dict[str, dict[str, Any]]:
    """The payload of a view by language."""
    return {language: view(texts(language)).payload() for language in LANGUAGES}
