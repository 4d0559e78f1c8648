"""/labcamp organizers: who organizes, and making somebody one."""

from bot import roles
from bot.deps import Deps
from bot.domain.commands import AddOrganizer, Organizers, RemoveOrganizer
from bot.domain.replies import Repeated, Reply
from bot.services import organizers
from bot.views import organizers as views
from bot.views.elements import mention
from bot.views.message import reply
from handlers.acts import Act
from handlers.answers import Answer


async def show(deps: Deps, act: Act[Organizers]) -> Answer:
    """All organizers, and where each is named."""
    return views.listed(await roles.sources(deps), act.t)


async def add(deps: Deps, act: Act[AddOrganizer]) -> Answer:
    """Make somebody an organizer."""
    outcome = await _added(deps, act)
    return reply(outcome, act.t, who=mention(act.what.user)) if outcome else None


async def _added(deps: Deps, act: Act[AddOrganizer]) -> Reply | None:
    user = act.what.user
    profile = await deps.slack.people.profile(user, deps.identity.team)
    if profile is None:
        return Reply.PERSON_UNKNOWN
    if not profile.may_organize:
        return Reply.ORGANIZER_NEVER
    named = await roles.sources(deps)
    if user in named.settings | (named.group or frozenset()):
        return Reply.ORGANIZER_ALREADY
    outcome = await deps.db.write(organizers.add, act.user, user, act.key, act.now)
    deps.learned.is_doubted = True
    return None if isinstance(outcome, Repeated) else outcome


async def remove(deps: Deps, act: Act[RemoveOrganizer]) -> Answer:
    """Make somebody an organizer no longer."""
    outcome = await _removed(deps, act)
    return reply(outcome, act.t, who=mention(act.what.user)) if outcome else None


async def _removed(deps: Deps, act: Act[RemoveOrganizer]) -> Reply | None:
    user, named = act.what.user, await roles.sources(deps)
    if user in named.settings:
        return Reply.ORGANIZER_IN_SETTINGS
    if user in (named.group or ()):
        return Reply.ORGANIZER_IN_GROUP
    others = bool(named.settings or named.group)
    outcome = await deps.db.write(
        organizers.remove, act.user, user, act.key, act.now, others=others
    )
    deps.learned.is_doubted = True
    return None if isinstance(outcome, Repeated) else outcome
