"""Roles: who organizes, asked afresh at every action."""

import asyncio
from enum import Enum, auto

from bot.deps import Deps
from bot.domain.members import Member, OrganizerSources
from bot.domain.replies import Reply
from bot.services import members


class Role(Enum):
    """What somebody may do; `UNSURE` when Slack could not be asked."""

    ORGANIZER = auto()
    MEMBER = auto()
    UNSURE = auto()


_REFUSALS = {Role.MEMBER: Reply.ORGANIZERS_ONLY, Role.UNSURE: Reply.ROLE_UNSURE}


async def named_organizers(deps: Deps) -> frozenset[str]:
    """The organizers whom the settings name, and those added by another; asks Slack nothing."""
    return deps.settings.organizers | await deps.db.read(members.organizers)


async def sources(deps: Deps) -> OrganizerSources:
    """All organizers, by where they are named."""
    added = await deps.db.read(members.organizers)
    return OrganizerSources(deps.settings.organizers, await group_members(deps), added)


async def role(deps: Deps, user: str) -> Role:
    """What this user may do now. Guests, strangers, bots and foreign teams never organize."""
    named = user in await named_organizers(deps)
    # at once, because the person waits
    group, profile = await asyncio.gather(
        _nobody() if named else group_members(deps),
        deps.slack.people.profile(user, deps.identity.team),
    )
    if not named and group is not None and user not in group:
        return Role.MEMBER
    if profile is None or group is None:
        return Role.UNSURE
    return Role.ORGANIZER if profile.may_organize else Role.MEMBER


async def organizes(deps: Deps, user: str) -> bool:
    """Whether this user is an organizer now, as far as Slack says so."""
    return await role(deps, user) is Role.ORGANIZER


async def seems_to_organize(deps: Deps, member: Member) -> bool:
    """Whether to show somebody what organizers can do; it is asked afresh when they do it.

    Slack is asked only about a group, if there is one: this stands on the way of an answer.
    """
    if member.organizer or member.user in deps.settings.organizers:
        return True
    return member.user in (await group_members(deps) or frozenset())


async def refusal(deps: Deps, user: str) -> Reply | None:
    """Why this user may not do what organizers do; None when they may."""
    return _REFUSALS.get(await role(deps, user))


async def _nobody() -> frozenset[str]:
    return frozenset()


async def group_members(deps: Deps) -> frozenset[str] | None:
    """The members of the organizers' user group; none without one, None when Slack is silent."""
    if deps.settings.organizer_group is None:
        return frozenset()
    return await deps.slack.people.group_members(deps.settings.organizer_group)
