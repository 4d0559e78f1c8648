"""The table of checks, and how they are gone through."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.doctor import database, machine, people, slack_app, templates, views, web
from bot.doctor.context import Context
from bot.doctor.findings import Finding
from bot.slack import Identity

_SLACK = ("SLACK_BOT_TOKEN", "SLACK_API_URL")


@dataclass(frozen=True, slots=True)
class Check:
    """One check; it is left out where a variable that it `needs` can't be used."""

    name: str
    look: Callable[[Context], Awaitable[Finding]]
    needs: tuple[str, ...] = ()
    asks_slack: bool = False  # which has to know the bot for it


CHECKS = (
    Check("settings", machine.settings),
    Check("token", slack_app.token, _SLACK),
    Check("scopes", slack_app.scopes, asks_slack=True),
    Check("app", slack_app.manifest, asks_slack=True),
    Check("socket-mode", slack_app.socket_mode, ("SLACK_APP_TOKEN", "SLACK_API_URL")),
    Check("signing-secret", web.signing_secret, ("SLACK_SIGNING_SECRET", "PORT", "HOST")),
    Check("channel", slack_app.channel, ("LABCAMP_CHANNEL",), asks_slack=True),
    Check("organizers", people.organizers, ("LABCAMP_ORGANIZERS",), asks_slack=True),
    Check("group", people.group, ("LABCAMP_ORGANIZER_GROUP",), asks_slack=True),
    Check("views", views.views, asks_slack=True),
    Check("database", database.database, ("DATABASE_URL",)),
    Check("disk", database.disk, ("DATABASE_URL",)),
    Check("tables", database.tables, ("DATABASE_URL",)),
    Check("backups", database.backups, ("DATABASE_URL", "LABCAMP_BACKUPS")),
    Check("templates", templates.templates, ("LABCAMP_TEMPLATES",)),
    Check("time-zones", machine.time_zones, ("LABCAMP_TIMEZONE",)),
    Check("clock", machine.clock, asks_slack=True),
    Check("bot", web.bot, ("PORT", "HOST")),
    Check("address", web.public_address, ("PUBLIC_URL",)),
)


async def examine(
    context: Context, only: Collection[str] | None = None
) -> AsyncIterator[tuple[str, Finding]]:
    """Go through the checks, or those of these names; each finding as soon as it is there."""
    unusable = unusable_names(context.problems)
    for check in CHECKS:
        if only is None or check.name in only:
            yield check.name, await _looked(check, context, unusable)


def unusable_names(problems: Collection[str]) -> frozenset[str]:
    """The variables of which these problems are said: `NAME: …`, or `NAME or NAME: …`."""
    return frozenset(
        name for problem in problems for name in problem.partition(":")[0].split(" or ")
    )


async def _looked(check: Check, context: Context, unusable: frozenset[str]) -> Finding:
    missing = sorted(unusable.intersection(check.needs + (_SLACK if check.asks_slack else ())))
    if missing:
        return context.unchecked("setting-first", name=", ".join(missing))
    if check.asks_slack and not isinstance(await context.introduced(), Identity):
        return context.unchecked("slack-first")
    return await check.look(context)
