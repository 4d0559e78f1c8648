"""Files that somebody asked for: deleted when their time in Slack is over, or never sent."""

from collections.abc import Callable
from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.domain.replies import Reply
from bot.jobs.sending import Call, as_decided, calls, posts
from bot.locales import Texts
from bot.slack import files
from bot.views.message import Message, reply


def _delete(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    return partial(files.delete, deps.slack, delivery.payload["file"])


_not_sent: Callable[[Texts], Message] = partial(reply, Reply.FILE_NOT_SENT)

KINDS = {
    Kind.FILE: calls(as_decided, _delete),
    Kind.UNSENT: posts(as_decided, _not_sent),
}
