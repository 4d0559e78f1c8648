"""The Home: published when it is opened and after what its owner does there."""

from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.members import LANGUAGES
from bot.services import homes, members
from bot.slack.views import Opened
from bot.views import home as home_views
from bot.views.message import Message
from handlers import people, replies

log = structlog.get_logger()


async def opened(deps: Deps, event: dict[str, Any]) -> None:
    """Somebody looks at the app; of its two tabs only the Home shows something of ours.

    https://docs.slack.dev/reference/events/app_home_opened
    """
    user = event.get("user")
    if isinstance(user, str) and user and event.get("tab") == "home":
        await publish(deps, user)


async def publish(deps: Deps, user: str) -> None:
    """Show somebody their Home as it is now; organizers also what waits for them."""
    language = await people.language(deps, user)
    organizes = await roles.role(deps, user) is roles.Role.ORGANIZER
    shown = await deps.db.read(homes.home, user, deps.clock.now(), organizes=organizes)
    outcome = await deps.slack.views.publish(user, home_views.home(shown, language))
    if not isinstance(outcome, Opened):
        log.warning("home.not_published", outcome=outcome)


async def choose_language(deps: Deps, user: str, chosen: str) -> None:
    """The member's own language, from the menu in their Home."""
    if chosen in LANGUAGES:
        await deps.db.write(members.set_language, user, chosen)


async def choose_reminders(deps: Deps, user: str, chosen: str) -> None:
    """Whether the member is reminded, from the button in their Home."""
    if chosen in ("on", "off"):
        await deps.db.write(members.set_reminders, user, on=chosen == "on")


async def try_again(deps: Deps, user: str, language: str, delivery: int) -> Message:
    """Send once more what could not be delivered."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    decided = await deps.db.write(homes.try_again, user, delivery, deps.clock.now())
    deps.wake()
    return replies.decided(decided, language)


async def drop(deps: Deps, user: str, language: str, delivery: int) -> Message:
    """Give up what could not be delivered."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    decided = await deps.db.write(homes.drop, user, delivery, deps.clock.now())
    return replies.decided(decided, language)
