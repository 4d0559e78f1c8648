"""The button below a direct reminder that puts it off until tomorrow at nine."""

from datetime import date

from bot.deps import Deps
from bot.locales import Texts
from bot.services import rsvps, snoozing
from bot.views import help as help_views
from bot.views import reminders as reminder_views
from bot.views import rsvps as rsvp_views
from bot.views.message import Message


async def again(deps: Deps, user: str, t: Texts, value: str, key: str) -> Message | None:
    """Remind the member again; `value` (`11:2026-12-07`) comes from outside and may be forged."""
    number, _, written = value.partition(":")
    day = _day(written)
    if not (number.isascii() and number.isdigit() and 0 < len(number) <= 6) or day is None:
        return help_views.button_unknown(t)
    args = (user, int(number), day, key, deps.clock.now())
    outcome = await deps.db.write(snoozing.snooze, *args)
    deps.wake()
    return _said(outcome, t)


def _said(outcome: snoozing.Outcome, t: Texts) -> Message | None:
    """What became of the wish; None when Slack sent the same click twice."""
    match outcome:
        case snoozing.Snoozed(event, until):
            return reminder_views.snoozed(event, until, t)
        case snoozing.Declined(event, why):
            return reminder_views.not_snoozed(event, why, t)
        case rsvps.NotOpen(event, closed):
            return rsvp_views.closed(event, closed, t)
        case rsvps.NoSuchEvent(number):
            return help_views.event_unknown(number, t)
        case rsvps.Repeated():
            return None


def _day(written: str) -> date | None:
    """A day as our button writes it: `2026-12-07`."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
