"""The Home: published when it is opened and after what its owner does there."""

import asyncio
from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.members import LANGUAGES
from bot.domain.outcomes import Later, Refused, Uncertain
from bot.locales import Texts
from bot.services import homes, members
from bot.slack.views import Expired, Opened
from bot.views import home as home_views
from bot.views.message import Message
from handlers import people, replies

log = structlog.get_logger()

_TRIES = 6  # the last of them some half a minute after the first, or as long as Slack asks for


async def opened(deps: Deps, event: dict[str, Any]) -> None:
    """Somebody looks at the app; of its two tabs only the Home shows something of ours.

    https://docs.slack.dev/reference/events/app_home_opened
    """
    user = event.get("user")
    if isinstance(user, str) and user and event.get("tab") == "home":
        await publish(deps, user)


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
    t = await people.texts_for(deps, user)
    organizes = role is roles.Role.ORGANIZER
    shown = await deps.db.read(homes.home, user, deps.clock.now(), organizes=organizes)
    return home_views.home(shown, t)


async def choose_language(deps: Deps, user: str, chosen: str) -> None:
    """The member's own language, from the menu in their Home."""
    if chosen in LANGUAGES:
        await deps.db.write(members.set_language, user, chosen)


async def choose_reminders(deps: Deps, user: str, chosen: str) -> None:
    """Whether the member is reminded, from the button in their Home."""
    if chosen in ("on", "off"):
        await deps.db.write(members.set_reminders, user, on=chosen == "on")


async def try_again(deps: Deps, user: str, t: Texts, delivery: int) -> Message:
    """Send once more what could not be delivered."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    decided = await deps.db.write(homes.try_again, user, delivery, deps.clock.now())
    deps.wake()
    return replies.decided(decided, t)


async def drop(deps: Deps, user: str, t: Texts, delivery: int) -> Message:
    """Give up what could not be delivered."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    decided = await deps.db.write(homes.drop, user, delivery, deps.clock.now())
    return replies.decided(decided, t)
