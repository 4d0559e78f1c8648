"""What can be done here, and what to do about words that were not understood."""

from typing import Any

from bot import roles
from bot.deps import Deps
from bot.domain.commands import Greeting, Help, Incomplete, Thanks, Unknown
from bot.domain.replies import Reply
from bot.services import knowledge_newest
from bot.views import usage
from bot.views.message import Message
from handlers.acts import Act
from handlers.answers import Answer


async def overview(deps: Deps, act: Act[Help]) -> Answer:
    """What can be done here."""
    return await help_for(deps, act)


async def help_for(deps: Deps, act: Act[Any]) -> Message:
    """The help for whoever acts, come what may: Slack is not asked who organizes."""
    organizes = act.user in await roles.named_organizers(deps)
    example = await deps.db.read(knowledge_newest.example, deps.clock.now())
    return usage.overview(act.t, example, organizer=organizes)


async def greeted(deps: Deps, act: Act[Greeting]) -> Answer:
    """A greeting, and what can be done first."""
    return usage.greeting(act.t)


async def thanked(deps: Deps, act: Act[Thanks]) -> Answer:
    """A kind word."""
    return Reply.THANKED


async def unknown(deps: Deps, act: Act[Unknown]) -> Answer:
    """That a word is none of ours, and which one may have been meant."""
    return usage.unknown(act.what, act.t)


async def incomplete(deps: Deps, act: Act[Incomplete]) -> Answer:
    """How a command is written that lacked something."""
    return usage.incomplete(act.what, act.t)
