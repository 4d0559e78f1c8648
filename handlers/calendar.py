"""/labcamp calendar and the buttons that lead into somebody's own calendar."""

from bot import feeds
from bot.deps import Deps
from bot.domain.calendar import Entry, Token
from bot.services import calendar
from bot.views import calendar as calendar_views
from bot.views import help as help_views
from bot.views.calendar import Addresses
from bot.views.message import Message
from handlers import files
from handlers.files import Wish


async def overview(deps: Deps, wish: Wish) -> Message | None:
    """The addresses to subscribe to; without PUBLIC_URL a file with the events to come.

    None when Slack sent the same wish for a file twice.
    """
    entries = await deps.db.read(calendar.coming, wish.user, deps.clock.now())
    following = entries[0] if entries else None
    if deps.settings.public_url is not None:
        token = await deps.db.write(calendar.token, wish.user)
        return calendar_views.overview(_addresses(deps, token), following, wish.language)
    if following is not None and not await _send(deps, wish, entries):
        return None
    return calendar_views.overview(None, following, wish.language)


async def renew(deps: Deps, wish: Wish) -> Message | None:
    """Another secret address, and all the ways again."""
    if deps.settings.public_url is None:
        return await overview(deps, wish)
    entries = await deps.db.read(calendar.coming, wish.user, deps.clock.now())
    token = await deps.db.write(calendar.new_address, wish.user)
    return calendar_views.overview(
        _addresses(deps, token), entries[0] if entries else None, wish.language, is_new=True
    )


async def of_event(deps: Deps, wish: Wish, number: int) -> Message:
    """The ways into a calendar for one event."""
    entry = await deps.db.read(calendar.one, number, wish.user)
    if entry is None:
        return help_views.event_unknown(number, wish.language)
    return calendar_views.of_event(entry, wish.language)


async def file_of_event(deps: Deps, wish: Wish, number: int) -> Message | None:
    """One event as a file by direct message; None when Slack sent the same click twice."""
    entry = await deps.db.read(calendar.one, number, wish.user)
    if entry is None:
        return help_views.event_unknown(number, wish.language)
    if not await _send(deps, wish, (entry,)):
        return None
    return calendar_views.on_its_way(entry, wish.language)


async def _send(deps: Deps, wish: Wish, entries: tuple[Entry, ...]) -> bool:
    file = calendar_views.file(entries, wish.language)
    return await files.grant(deps, wish, file, calendar_views.comment(wish.language))


def _addresses(deps: Deps, token: Token) -> Addresses:
    base = deps.settings.public_url or ""
    return Addresses(base + feeds.PUBLIC_PATH, base + feeds.own_path(str(token)))
