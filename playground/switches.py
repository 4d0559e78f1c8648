"""What can be made to go wrong behind the curtain, and put right again."""

from typing import Final

from playground import limits
from playground.errors import SlackSaysNo
from playground.faults import CallFault
from playground.installation import Installation

# What the bot sends. Where what it asks fails too it would say to everybody that it can't tell now
# who they are, and there was nothing to be seen of what becomes of a post.
_SENDING: Final = (
    *("chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete"),
    *("reactions.add", "reactions.remove"),
)
# Those that strike each of these calls, by the kind of playground.faults.
_CALLS: Final = {
    "slow": "slow",
    "limited": "429",
    "failing": "500_before",
    "lost": "500_after",
    "reset": "reset_after",
}
SWITCHES: Final = (*_CALLS, "deaf", "short_history", "killed")
_RETRY_AFTER: Final = 5  # seconds


class Switches:
    """The faults that are on.

    Of those that strike what the bot sends one is on at a time: of two nobody could say which it
    was. `deaf` sockets stay open and nothing passes through; `short_history` is what Slack gives
    distributed apps outside of its Marketplace; `killed` is the bot's process.
    """

    def __init__(self, playground: Installation) -> None:
        self._playground = playground
        self._on: set[str] = set()

    @property
    def on(self) -> list[str]:
        """Those that are on now."""
        behind = self._playground.backstage
        killed = {"killed"} if behind is not None and not behind.is_running else set()
        return [one for one in SWITCHES if one in self._on | killed]

    async def turn(self, name: str, *, on: bool) -> None:
        """Switches one on or off; SlackSaysNo `no_such_fault`."""
        if name not in SWITCHES:
            raise SlackSaysNo("no_such_fault")
        if name == "killed":
            await self._kill(on=on)
        elif name == "deaf":
            self._deafen(on=on)
        elif name == "short_history":
            limit = limits.THROTTLED_MESSAGES if on else None
            self._playground.workspace.history_limit = limit
        else:
            self._strike(name, on=on)
        if name != "killed":
            self._on = self._on | {name} if on else self._on - {name}
        self._playground.workspace.changed()

    def _strike(self, name: str, *, on: bool) -> None:
        standing = self._playground.faults.standing
        standing.clear()
        self._on -= _CALLS.keys()
        if on:
            fault = CallFault("*", _CALLS[name], retry_after=_RETRY_AFTER)
            standing.update(dict.fromkeys(_SENDING, fault))

    def _deafen(self, *, on: bool) -> None:
        sockets = self._playground.sockets
        sockets.deaf = on
        if on:
            sockets.deafen()

    async def _kill(self, *, on: bool) -> None:
        behind = self._playground.backstage
        if behind is None:
            raise SlackSaysNo("no_such_fault")
        await (behind.kill() if on else behind.start())
