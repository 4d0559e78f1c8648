"""How reminders are sent: fanned out at their hour, then to each recipient while it is not late."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.deps import Deps
from bot.domain.deliveries import Delivery, pause
from bot.domain.outcomes import Missed, Outcome, PutBack
from bot.domain.reminders import Reminder
from bot.jobs.gone import another_way, unless_gone
from bot.locales import texts
from bot.services import reminders
from bot.services.contents.reminders import ChannelReminder, DirectReminder
from bot.views import reminders as views

log = structlog.get_logger()

_Send = Callable[[], Awaitable[Outcome]]


def fan_out(deps: Deps, delivery: Delivery, said: Reminder) -> _Send:
    """Put one delivery for each recipient on the table; Slack is not asked."""

    async def send() -> Outcome:
        settings, now = deps.settings, deps.clock.now()
        try:
            return await deps.db.write(
                reminders.fan_out, said, settings.reminder_grace, settings.channel, now
            )
        except Exception:  # whatever it is, the next delivery is not to blame
            log.exception("reminder.not_fanned_out", id=delivery.id, event=said.event)
            return PutBack(pause(delivery.attempts), "could not be fanned out")

    return send


def direct(deps: Deps, delivery: Delivery, said: DirectReminder) -> _Send:
    """Write to the member."""
    if _is_late(deps, said.reminder):
        return _missed
    message = views.direct(
        said.event,
        said.answer,
        said.near,
        texts(said.language or deps.settings.language),
        with_link=said.reminder.has_the_join_link,
        snooze=said.snooze,
    )
    return partial(deps.slack.post, delivery.target, message, delivery.send_id)


def channel(deps: Deps, delivery: Delivery, said: ChannelReminder) -> _Send:
    """Post in the announcement's thread and broadcast it; without one, post in the channel."""
    if _is_late(deps, said.reminder):
        return _missed
    message = views.channel(said.event, said.near, texts(deps.settings.language))
    post = partial(deps.slack.post, delivery.target, message, delivery.send_id)
    if said.thread is None:
        return post
    reply = partial(post, said.thread, broadcast=True)
    return partial(unless_gone, deps, delivery.target, said.thread, reply, another_way)


def _is_late(deps: Deps, reminder: Reminder) -> bool:
    return reminder.is_too_late(deps.settings.reminder_grace, deps.clock.now())


async def _missed() -> Outcome:
    return Missed("too late")
