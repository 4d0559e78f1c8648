"""/labcamp organizers: who organizes, and making somebody one."""

from bot import roles
from bot.deps import Deps
from bot.domain.commands import AddOrganizer, Organizers, RemoveOrganizer
from bot.services import organizers
from bot.views import organizers as views
from bot.views.message import Message
from handlers.participants import organizers_only
from handlers.people import Asker


async def show(deps: Deps, asker: Asker, command: Organizers) -> Message:
    """All organizers, and where each is named."""
    refusal = await organizers_only(deps, asker)
    if refusal is not None:
        return refusal
    return views.listed(await roles.sources(deps), asker.t)


async def add(deps: Deps, asker: Asker, command: AddOrganizer) -> Message | None:
    """Make somebody an organizer; None when Slack sent the same command twice."""
    refusal = await organizers_only(deps, asker)
    if refusal is not None:
        return refusal
    profile = await deps.slack.people.profile(command.user, deps.identity.team)
    if profile is None:
        return views.person_unknown(command.user, asker.t)
    if not profile.may_organize:
        return views.may_not_organize(command.user, asker.t)
    named = await roles.sources(deps)
    if command.user in named.settings | (named.group or frozenset()):
        return views.already(command.user, asker.t)
    now = deps.clock.now()
    outcome = await deps.db.write(organizers.add, asker.user, command.user, asker.key, now)
    match outcome:
        case organizers.Added():
            return views.added(command.user, asker.t)
        case organizers.Already():
            return views.already(command.user, asker.t)
        case organizers.Repeated():
            return None


async def remove(deps: Deps, asker: Asker, command: RemoveOrganizer) -> Message | None:
    """Make somebody an organizer no longer; None when Slack sent the same command twice."""
    refusal = await organizers_only(deps, asker)
    if refusal is not None:
        return refusal
    named = await roles.sources(deps)
    if command.user in named.settings:
        return views.in_settings(command.user, asker.t)
    if command.user in (named.group or ()):
        return views.in_group(command.user, asker.t)
    outcome = await deps.db.write(
        organizers.remove,
        asker.user,
        command.user,
        asker.key,
        deps.clock.now(),
        others=bool(named.settings or named.group),
    )
    match outcome:
        case organizers.Removed():
            return views.removed(command.user, asker.t)
        case organizers.NotAdded():
            return views.not_added(command.user, asker.t)
        case organizers.LastOne():
            return views.last_one(asker.t)
        case organizers.Repeated():
            return None
