"""Talks of which the day has come from which on they are seen."""

from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.jobs.sending import Call, as_decided, calls, fan_out
from bot.locales import Texts
from bot.services import talk_contacts


def _showing(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    number, now = delivery.payload["event"], deps.clock.now()
    put = partial(talk_contacts.show, number=number, rules=deps.settings.reminders, now=now)
    return partial(fan_out, deps, delivery, put)


KINDS = {Kind.TALKS_SHOWN: calls(as_decided, _showing)}
