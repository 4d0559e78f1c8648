"""What every method of the Web API is given, and how its arguments are read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import limits
from playground.errors import SlackSaysNo
from playground.json_values import Json, json_value
from playground.models import Channel
from playground.workspace import Workspace

_TS = re.compile(r"\d{1,12}\.\d{6}")


class Args:
    """The arguments of one call: strings from a form, or any value from JSON."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken for their digits."""
        value = self.given.get(name, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise SlackSaysNo("invalid_arguments", [f"{name} must be a string"])
        return str(value)

    def flag(self, name: str) -> bool:
        """True for true, 1, "1" and "true"."""
        value = self.given.get(name)
        return value is True or str(value).lower() in ("1", "true")

    def json(self, name: str, error: str) -> Any:
        """A value that a form carries as JSON in a string; `error` is said when it is none."""
        return json_value(self.given.get(name), error)

    def limit(self) -> int:
        """How many items a page shall have."""
        try:
            limit = int(self.text("limit") or limits.PAGE_DEFAULT)
        except ValueError:
            raise SlackSaysNo("invalid_limit") from None
        if limit < 1:
            raise SlackSaysNo("invalid_limit")
        return min(limit, limits.PAGE_MAX)

    def ts(self, name: str, error: str) -> str:
        """A message's `ts`, or SlackSaysNo with `error` when it has not that form."""
        value = self.text(name)
        if not _TS.fullmatch(value):
            raise SlackSaysNo(error)
        return value


@dataclass(frozen=True)
class Context:
    """The workspace, the arguments, and what a method may cause beside its answer."""

    workspace: Workspace
    args: Args
    scopes: frozenset[str]
    base_url: str
    emit: Callable[[Json], None]
    warn: Callable[[str], None]
    socket_url: Callable[[], str]
    app: str = ""  # the id of the app whose app-level token came along

    def needs(self, *scopes: str) -> None:
        """SlackSaysNo missing_scope unless the app has all of these scopes."""
        missing = [s for s in scopes if s not in self.scopes]
        if missing:
            provided = ",".join(sorted(self.scopes))
            raise SlackSaysNo("missing_scope", needed=",".join(missing), provided=provided)


@dataclass(frozen=True)
class Method:
    """One method: what runs, which scopes it needs, its required arguments and its tier.

    `tier` is in calls a minute; None where special limits hold. `app_token` says whether it is
    called with the app-level token instead of the bot's; None for either.
    """

    run: Callable[[Context], Json]
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    tier: int | None = limits.TIER_3
    app_token: bool | None = False


def page(items: Sequence[object], args: Args, name: str, at_most: int | None = None) -> Json:
    """One page of a list under `name`, with the cursor of the next; never more than `at_most`."""
    start = 0
    if cursor := args.text("cursor"):
        prefix, _, number = cursor.partition(":")
        if prefix != name or not number.isdigit() or int(number) > len(items):
            raise SlackSaysNo("invalid_cursor")
        start = int(number)
    end = start + min(args.limit(), at_most or len(items))
    cursor = f"{name}:{end}" if end < len(items) else ""
    return {name: list(items[start:end]), "response_metadata": {"next_cursor": cursor}}


_READING = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def asked_channels(ctx: Context) -> list[Channel]:
    """The channels of the asked `types`, private ones only with the bot in them.

    Raises SlackSaysNo unless the app may read all of these types.
    """
    types = (ctx.args.text("types") or "public_channel").replace(" ", "").split(",")
    if any(each not in _READING for each in types):
        raise SlackSaysNo("invalid_types")
    ctx.needs(*(_READING[each] for each in types))
    return [
        c
        for c in ctx.workspace.channels.values()
        if c.type_name in types
        and (c.type_name == "public_channel" or ctx.workspace.bot_user in c.members)
        and not (c.is_archived and ctx.args.flag("exclude_archived"))
    ]
