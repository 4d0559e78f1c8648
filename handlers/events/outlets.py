"""/labcamp texts: newsletter, homepage, social posts and mail about an event, for organizers."""

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from bot.deps import Deps
from bot.domain.commands import EventTexts
from bot.domain.files import File
from bot.domain.ids import EventNumber
from bot.domain.outlets import CheckedSource, NotPublished, Outlet, OutletSource
from bot.services import files as wanted
from bot.services import outlets
from bot.settings import Settings
from bot.views import outlets as views
from handlers.acts import Act
from handlers.answers import Answer
from handlers.people import files

if TYPE_CHECKING:
    from bot.texts.writing import WrittenTexts

log = structlog.get_logger()

Choice = tuple[EventNumber, tuple[Outlet, str]]  # the outlet, and the language of its texts


async def of_event(deps: Deps, act: Act[EventTexts]) -> Answer:
    """The texts for the newsletter, and the ways to all others."""
    language = deps.settings.language
    return await _shown(deps, act, act.what.number, Outlet.NEWSLETTER, language)


async def of_outlet(deps: Deps, act: Act[Choice]) -> Answer:
    """The texts for one outlet, in one language."""
    number, (outlet, language) = act.what
    return await _shown(deps, act, number, outlet, language)


async def as_files(deps: Deps, act: Act[Choice]) -> Answer:
    """All texts in one language as files by direct message; what was shown stays."""
    number, (outlet, language) = act.what
    found = await deps.db.read(outlets.source, number, act.now)
    if isinstance(found, CheckedSource):
        refusal = await deps.db.write(wanted.refusal, act.user, act.key, act.now)
        if refusal is not None:
            return refusal

        async def make() -> tuple[File, ...]:
            return (await _written(deps.settings, found.source, language)).files

        files.begin(deps, act, make, views.comment(found.source, act.t))
    return await _shown(deps, act, number, outlet, language, files_come=True)


async def _shown(
    deps: Deps,
    act: Act[Any],
    number: EventNumber | None,
    outlet: Outlet,
    language: str,
    *,
    files_come: bool = False,
) -> Answer:
    found = await deps.db.read(outlets.source, number, act.now)
    if isinstance(found, NotPublished):
        return views.not_published(found, act.t)
    if not isinstance(found, CheckedSource):
        return found
    written = await _written(deps.settings, found.source, language)
    return views.texts(
        found.source,
        written.of(outlet),
        language,
        act.t,
        differences=written.differences,
        faults=written.faults,
        outdated=found.outdated,
        files_come=files_come,
    )


async def _written(settings: Settings, source: OutletSource, language: str) -> "WrittenTexts":
    written = await asyncio.to_thread(_write, settings, source, language)
    for fault in written.faults:
        log.warning("texts.template", what=fault.trouble, file=fault.file, line=fault.line)
    return written


# Jinja is imported for the first texts, not at each start.
def _write(settings: Settings, source: OutletSource, language: str) -> "WrittenTexts":
    from bot.texts.facts import Pages
    from bot.texts.writing import write

    pages = Pages(settings.homepage_url or "", settings.newsletter_url or "")
    return write(source, language, pages, settings.templates)
