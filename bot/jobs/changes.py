"""How change notices are sent: fanned out when no further edit came, then to each recipient."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.deps import Deps
from bot.domain.changes import Changes
from bot.domain.deliveries import Delivery, pause
from bot.domain.outcomes import Outcome, PutBack
from bot.jobs.gone import unless_gone
from bot.locales import texts
from bot.services import change_notices
from bot.services.contents.changes import ChangeLetter
from bot.views import changes as views

log = structlog.get_logger()

_Send = Callable[[], Awaitable[Outcome]]


def fan_out(deps: Deps, delivery: Delivery, number: int) -> _Send:
    """Put one delivery for each recipient on the table; Slack is not asked."""

    async def send() -> Outcome:
        try:
            return await deps.db.write(change_notices.fan_out, number, deps.clock.now())
        except Exception:  # whatever it is, the next delivery is not to blame
            log.exception("change.not_fanned_out", id=delivery.id, event=number)
            return PutBack(pause(delivery.attempts), "could not be fanned out")

    return send


def direct(deps: Deps, delivery: Delivery, said: ChangeLetter) -> _Send:
    """Write to the person."""
    message = views.direct(said.changes, said.card, texts(said.language or deps.settings.language))
    return partial(deps.slack.post, delivery.target, message, delivery.send_id)


def channel(deps: Deps, delivery: Delivery, said: Changes) -> _Send:
    """Post in the announcement's thread."""
    message = views.channel(said, texts(deps.settings.language))
    thread = delivery.thread_ts or ""
    post = partial(deps.slack.post, delivery.target, message, delivery.send_id, thread)
    return partial(unless_gone, deps, delivery.target, thread, post)
