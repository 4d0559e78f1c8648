"""How the question after an event is asked, and how its material is posted."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, pause
from bot.domain.outcomes import Outcome
from bot.jobs.gone import unless_gone
from bot.jobs.telling import tell_organizers
from bot.locales import texts
from bot.services import follow_ups
from bot.services.contents.follow_ups import Question
from bot.views import follow_ups as views
from bot.views.message import Message

_Send = Callable[[], Awaitable[Outcome]]


def ask(deps: Deps, delivery: Delivery, number: int) -> _Send:
    """Put a question for each organizer on the table."""
    put = partial(follow_ups.ask_each, number=number)
    return partial(tell_organizers, deps, pause(delivery.attempts), put)


def question(said: Question, language: str) -> Message:
    """What an organizer is asked, in their language."""
    return views.question(said.event, said.groups, texts(said.language or language))


def channel(deps: Deps, delivery: Delivery, said: Question) -> _Send:
    """Post in the announcement's thread, or in the channel where there is none."""
    message = views.post(said.event, said.groups, texts(deps.settings.language))
    target, thread = delivery.target, delivery.thread_ts
    post = partial(deps.slack.post, target, message, delivery.send_id, thread)
    return post if thread is None else partial(unless_gone, deps, target, thread, post)
