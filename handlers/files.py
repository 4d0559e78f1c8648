"""A file that somebody asked for: sent by direct message after the answer, deleted after a day."""

from dataclasses import dataclass

import structlog

from bot.deps import Deps
from bot.domain.deliveries import Later, PutBack, Refused, Sent, Uncertain
from bot.domain.files import File
from bot.services import files
from bot.slack import files as file_calls
from bot.views import help as help_views
from storage.database import Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks for a file, and where they hear of it. `key` names this one wish."""

    user: str
    language: str
    key: str
    response_url: str


async def grant(deps: Deps, wish: Wish, file: File, comment: str) -> bool:
    """Begin to send a file; False when this wish was granted already.

    Whoever asks hears of it if that fails. A process that ends meanwhile sends nothing more.
    """
    if not await deps.db.write(files.is_new, wish.key, deps.clock.now()):
        return False
    deps.afterwards.start(_send(deps, wish, file, comment))
    return True


async def _send(deps: Deps, wish: Wish, file: File, comment: str) -> None:
    try:
        outcome = await _sent(deps, wish, file, comment)
    except Unavailable as error:
        outcome = Uncertain(str(error))
    log.info("file", name=file.name, outcome=outcome)
    if not isinstance(outcome, Sent):
        answer = help_views.file_not_sent(wish.language)
        await deps.slack.respond(wish.response_url, answer, replace=False)


async def _sent(
    deps: Deps, wish: Wish, file: File, comment: str
) -> Sent | Later | PutBack | Refused | Uncertain:
    """Upload, note when it is to be deleted, and only then show it: so that none is forgotten."""
    uploaded = await file_calls.upload(deps.slack, file)
    if not isinstance(uploaded, str):
        return uploaded
    await deps.db.write(files.forget_later, wish.user, uploaded, deps.clock.now())
    return await file_calls.share(deps.slack, wish.user, uploaded, file.title, comment)
