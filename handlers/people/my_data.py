"""/labcamp my-data: all that is kept of whoever asks, as a file."""

from typing import Any

from bot.deps import Deps
from bot.domain.files import File
from bot.services import files as wanted
from bot.services import my_data
from bot.views import my_data as views
from handlers.acts import Act
from handlers.answers import Answer
from handlers.people import files


async def take_away(deps: Deps, act: Act[Any]) -> Answer:
    """All that is kept of the member, as a file by direct message."""
    refusal = await deps.db.write(wanted.refusal, act.user, act.key, act.now)
    if refusal is not None:
        return refusal
    days = deps.settings.retention_days
    found = await deps.db.read_aside(my_data.of_person, act.user, days)
    if found.is_nothing:
        return views.nothing(found, act.t)

    async def make() -> File:
        return views.file(found, act.now, deps.settings.timezone, act.t)

    files.begin(deps, act, make, views.comment(act.t))
    return views.on_its_way(act.t)
