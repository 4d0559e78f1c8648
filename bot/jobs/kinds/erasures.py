"""What the bot wrote to somebody who is forgotten: taken away in Slack, too."""

from datetime import datetime
from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.jobs.sending import Call, as_decided, calls
from bot.locales import Texts
from bot.slack import letters


def _erase(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    until = datetime.fromisoformat(delivery.payload["until"])
    arriving = frozenset(delivery.payload.get("send_ids", "").split())
    return partial(letters.erase, deps.slack, delivery.target, until, arriving)


KINDS = {Kind.ERASURE: calls(as_decided, _erase)}
