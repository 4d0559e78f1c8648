"""Files that somebody asked for: sent by direct message after the answer, deleted after a day."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.delivery_outcomes import (
    Later,
    PutBack,
    Refused,
    Sent,
    Uncertain,
    Withdrawn,
)
from bot.domain.files import File
from bot.domain.replies import Reply
from bot.errors import Unavailable
from bot.services import files
from bot.slack import files as file_calls
from bot.views.message import reply
from handlers.acts import Act

log = structlog.get_logger()

# What makes a file, or several, or says why that could not be done.
Make = Callable[[], Awaitable[File | tuple[File, ...] | Later | Refused | Uncertain]]


def begin(deps: Deps, act: Act[Any], make: Make, comment: str) -> None:
    """Begin to send what may have to be made first; to be called once for each wish.

    Whoever asks hears of it if that fails. A process that ends meanwhile sends nothing more.
    """
    deps.afterwards.start(_send(deps, act, make, comment))


async def _send(deps: Deps, act: Act[Any], make: Make, comment: str) -> None:
    try:
        made = await make()
        there = (made,) if isinstance(made, File) else made
        outcome = await _sent(deps, act, there, comment) if isinstance(there, tuple) else there
    except Unavailable as error:
        outcome = Uncertain(deps.db.why(error))
    log.info("file", outcome=outcome)
    if not isinstance(outcome, Sent | Withdrawn):
        await _apologize(deps, act)


async def _apologize(deps: Deps, act: Act[Any]) -> None:
    """Say that the file does not come: where it was asked for, or by direct message.

    In the Home and in modals there is no place for an answer.
    """
    answer, url = reply(Reply.FILE_NOT_SENT, act.t), act.response_url
    if not url or not await deps.slack.respond(url, answer, replace=False):
        await deps.db.write(files.apologize, act.user, act.key, act.now, deps.clock.now())
        deps.wake()


async def _sent(
    deps: Deps, act: Act[Any], files_made: tuple[File, ...], comment: str
) -> Sent | Later | PutBack | Refused | Uncertain | Withdrawn:
    """Upload, note when each is to be deleted, and only then show all: so none is forgotten."""
    shown: dict[str, str] = {}
    for file in files_made:
        uploaded = await file_calls.upload(deps.slack, file)
        if not isinstance(uploaded, str):
            return uploaded
        now = deps.clock.now()
        if not await deps.db.write(files.forget_later, act.user, uploaded, act.now, now):
            deps.wake()
            return Withdrawn("who wanted it is forgotten")
        shown[uploaded] = file.title
    return await file_calls.share(deps.slack, act.user, shown, comment)
