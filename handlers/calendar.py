"""/labcamp calendar and the buttons that lead into somebody's own calendar."""

from bot import feeds
from bot.deps import Deps
from bot.domain.calendar import Entry, Token
from bot.domain.files import File
from bot.services import calendar
from bot.services import files as wanted
from bot.views import calendar as calendar_views
from bot.views import help as help_views
from bot.views.calendar import Addresses
from bot.views.message import Message
from handlers import files
from handlers.people import Asker


async def overview(deps: Deps, asker: Asker) -> Message | None:
    """The addresses to subscribe to; without PUBLIC_URL a file with the events to come.

    None when Slack sent the same wish for a file twice.
    """
    entries = await deps.db.read(calendar.coming, asker.user, deps.clock.now())
    following = entries[0] if entries else None
    if deps.settings.public_url is not None:
        token = await deps.db.write(calendar.token, asker.user)
        return calendar_views.overview(_addresses(deps, token), following, asker.t)
    if following is not None and not await _send(deps, asker, entries):
        return None
    return calendar_views.overview(None, following, asker.t)


async def renew(deps: Deps, asker: Asker) -> Message | None:
    """Another secret address, and all the ways again."""
    if deps.settings.public_url is None:
        return await overview(deps, asker)
    entries = await deps.db.read(calendar.coming, asker.user, deps.clock.now())
    token = await deps.db.write(calendar.new_address, asker.user)
    return calendar_views.overview(
        _addresses(deps, token), entries[0] if entries else None, asker.t, is_new=True
    )


async def of_event(deps: Deps, asker: Asker, number: int) -> Message:
    """The ways into a calendar for one event."""
    entry = await deps.db.read(calendar.one, number, asker.user)
    if entry is None:
        return help_views.event_unknown(number, asker.t)
    return calendar_views.of_event(entry, asker.t)


async def file_of_event(deps: Deps, asker: Asker, number: int) -> Message | None:
    """One event as a file by direct message; None when Slack sent the same click twice."""
    entry = await deps.db.read(calendar.one, number, asker.user)
    if entry is None:
        return help_views.event_unknown(number, asker.t)
    if not await _send(deps, asker, (entry,)):
        return None
    return calendar_views.on_its_way(entry, asker.t)


async def _send(deps: Deps, asker: Asker, entries: tuple[Entry, ...]) -> bool:
    async def make() -> File:
        return calendar_views.file(entries, asker.t)

    if not await deps.db.write(wanted.is_new, asker.key, deps.clock.now()):
        return False
    files.begin(deps, asker, make, calendar_views.comment(asker.t))
    return True


def _addresses(deps: Deps, token: Token) -> Addresses:
    base = deps.settings.public_url or ""
    return Addresses(base + feeds.PUBLIC_PATH, base + feeds.own_path(str(token)))
