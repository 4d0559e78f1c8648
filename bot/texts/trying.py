"""A community's own templates, tried with all sorts of events before one of them goes out."""

from collections.abc import Iterable
from pathlib import Path

from bot.domain.languages import LANGUAGES
from bot.domain.outlets import OutletSource, TemplateFault
from bot.texts.facts import Pages
from bot.texts.writing import write


def faults(own: Path, sources: Iterable[OutletSource], pages: Pages) -> tuple[TemplateFault, ...]:
    """What is the matter with the templates in `own` for one of these, each fault once."""
    found: dict[TemplateFault, None] = {}
    for source in sources:
        for language in LANGUAGES:
            found |= dict.fromkeys(write(source, language, pages, own).faults)
    return tuple(found)
