"""The Home: published when it is opened and after what its owner does there."""

import asyncio
from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.delivery_outcomes import Later, Refused, Uncertain
from bot.services import homes, members
from bot.slack.views import Expired, Opened
from bot.views import home as home_views
from handlers import languages

log = structlog.get_logger()

_TRIES = 6  # the last of them some half a minute after the first, or as long as Slack asks for


async def opened(deps: Deps, event: dict[str, Any]) -> None:
    """Somebody looks at the app; of its two tabs only the Home shows something of ours.

    https://docs.slack.dev/reference/events/app_home_opened
    """
    user = event.get("user")
    if isinstance(user, str) and user and event.get("tab") == "home":
        deps.afterwards.start(publish(deps, user))


async def publish(deps: Deps, user: str) -> None:
    """Show somebody their Home as it is now; organizers also what waits for them.

    One at a time for each person: else an older one could be shown after a newer one. Whoever
    wants it meanwhile has it shown once more.
    """
    if user in deps.homes:
        deps.homes[user] = True
        return
    deps.homes[user] = False
    try:
        await _publish(deps, user)
    finally:
        del deps.homes[user]


async def _publish(deps: Deps, user: str) -> None:
    """Publish until what is shown is what there is, whatever other processes publish meanwhile.

    While Slack asks to wait, or does not say what it did, it is published again later.
    """
    for tries in range(_TRIES):
        role = await roles.role(deps, user)
        shown = await _home(deps, user, role)
        outcome = await deps.slack.views.publish(user, shown)
        match outcome:
            case Opened():
                deps.homes[user] = False
                if await _home(deps, user, role) == shown and not deps.homes[user]:
                    if role is not roles.Role.UNSURE:
                        return
                    await asyncio.sleep(2**tries)
            case Later(retry_after):
                await asyncio.sleep(retry_after.total_seconds())
            case Uncertain():
                await asyncio.sleep(2**tries)
            case Refused() | Expired():
                break
    log.warning("home.not_published", outcome=outcome)


async def _home(deps: Deps, user: str, role: roles.Role) -> home_views.HomeView:
    t = await languages.texts_for(deps, await deps.db.glance(members.member, user))
    organizes = role is roles.Role.ORGANIZER
    shown = await deps.db.read(homes.home, user, deps.clock.now(), organizes=organizes)
    return home_views.home(shown, t, deps.settings.privacy_url)
