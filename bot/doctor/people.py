"""Checks of those who organize."""

from bot.doctor.context import Context
from bot.doctor.database import stored_organizers
from bot.doctor.findings import Finding
from bot.domain.checks import Learned
from bot.domain.delivery_outcomes import Refused
from bot.slack import Identity

# https://docs.slack.dev/reference/methods/usergroups.users.list#errors
_FREE_PLAN = {"paid_teams_only", "plan_upgrade_required"}


async def organizers(context: Context) -> Finding:
    """Whether those whom the settings name are there, and may organize."""
    named = sorted(context.settings.organizers)
    if not named and not context.settings.organizer_group:
        added = await stored_organizers(context)
        if added is None:
            return context.unchecked("organizers-unsaid")
        nobody = context.trouble(Learned(somebody_organizes=bool(added)))
        return nobody or context.well("organizers-added", count=len(added))
    if not named:
        return context.unchecked("organizers-group")
    found = {user: await _bar(context, user) for user in named}
    barred = [f"{user} ({found[user]})" for user in named if found[user]]
    if barred:
        return context.wrong("organizers-barred", who=", ".join(barred))
    unsaid = [user for user in named if found[user] is None]
    if unsaid:
        return context.unchecked("organizers-silent", who=", ".join(unsaid))
    return context.well("organizers-well", who=", ".join(named))


async def group(context: Context) -> Finding:
    """Whether Slack says who is in the user group, which a free plan does not have."""
    named = context.settings.organizer_group
    if named is None:
        return context.unchecked("group-unused")
    members = await context.slack.people.group(named)
    if members is None:
        return context.unchecked("group-unsaid", group=named)
    if not isinstance(members, Refused):
        if not members:
            return context.doubtful("group-empty", group=named)
        return context.well("group-well", group=named, count=len(members))
    key = "group-free" if members.error in _FREE_PLAN else "group-refused"
    return context.wrong(key, group=named, error=members.error)


async def _bar(context: Context, user: str) -> str | None:
    """Why this user never organizes, in words; empty when they may, None when Slack is silent."""
    assert isinstance(context.identity, Identity)
    profile = await context.slack.people.asked(user, context.identity.team)
    match profile:
        case None:
            return None
        case Refused(error):
            return context.t.plain("doctor.bar-unknown", error=error)
    return context.t.plain(f"doctor.bar-{profile.bar}") if profile.bar else ""
