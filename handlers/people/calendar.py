"""/labcamp calendar and the buttons that lead into somebody's own calendar."""

from typing import Any

from bot import feeds
from bot.deps import Deps
from bot.domain.calendar import Entry, FeedToken
from bot.domain.files import File
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.services import calendar
from bot.services import files as wanted
from bot.views import calendar as views
from bot.views.calendar import Addresses
from handlers.acts import Act
from handlers.answers import Answer
from handlers.people import files


async def overview(deps: Deps, act: Act[Any]) -> Answer:
    """The addresses to subscribe to; without PUBLIC_URL a file with the events to come."""
    entries = await deps.db.read(calendar.coming, act.user, act.now)
    following = entries[0] if entries else None
    if deps.settings.public_url is not None:
        token = await deps.db.write(calendar.token, act.user, deps.settings.slack_bot_token)
        return views.overview(_addresses(deps, token), following, act.t)
    if following is not None and (refusal := await _send(deps, act, entries)):
        return refusal
    return views.overview(None, following, act.t)


async def renew(deps: Deps, act: Act[Any]) -> Answer:
    """Another secret address, and all the ways again."""
    if deps.settings.public_url is None:
        return await overview(deps, act)
    entries = await deps.db.read(calendar.coming, act.user, act.now)
    token = await deps.db.write(calendar.new_address, act.user, deps.settings.slack_bot_token)
    return views.overview(
        _addresses(deps, token), entries[0] if entries else None, act.t, is_new=True
    )


async def end(deps: Deps, act: Act[Any]) -> Answer:
    """No calendar of one's own any more; the Home shows it by itself."""
    await deps.db.write(calendar.end, act.user)
    return None if act.form.is_home else Reply.CALENDAR_ENDED


async def of_event(deps: Deps, act: Act[EventNumber]) -> Answer:
    """The ways into a calendar for one event."""
    entry = await deps.db.read(calendar.one, act.what, act.user)
    return NoSuchEvent(act.what) if entry is None else views.of_event(entry, act.t)


async def file_of_event(deps: Deps, act: Act[EventNumber]) -> Answer:
    """One event as a file by direct message."""
    entry = await deps.db.read(calendar.one, act.what, act.user)
    if entry is None:
        return NoSuchEvent(act.what)
    if refusal := await _send(deps, act, (entry,)):
        return refusal
    return views.on_its_way(entry, act.t)


async def _send(
    deps: Deps, act: Act[Any], entries: tuple[Entry, ...]
) -> Reply | Repeated[None] | None:
    """Begin to send a file; why not, if so."""

    async def make() -> File:
        return views.file(entries, act.t)

    refusal = await deps.db.write(wanted.refusal, act.user, act.key, act.now)
    if refusal is None:
        files.begin(deps, act, make, views.comment(act.t))
    return refusal


def _addresses(deps: Deps, token: FeedToken | None) -> Addresses:
    base = deps.settings.public_url or ""
    own = base + feeds.own_path(str(token)) if token else None
    return Addresses(base + feeds.PUBLIC_PATH, own)
