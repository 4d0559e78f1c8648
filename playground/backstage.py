"""What a workspace can't know of the bot beside it: what it did and plans, and its process.

Slack knows nothing of that either, and the playground imports nothing of the bot. So whoever starts
the two beside each other hands a Backstage in (bot.cli.backstage). The bot could have served it
too, but then every bot in the world would have an address that says what it plans.
"""

from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from playground.json_values import Json


@dataclass(frozen=True)
class Thing:
    """Something that the bot did or plans.

    `at` is in seconds since 1970 on the workspace's clock, `words` say what it is by language
    (`de`, `en`). A step is nothing that anybody waits for, such as counts that follow: the clock
    stops there on its way to something else, but nobody is shown it.
    """

    at: float
    words: dict[str, str]
    outcome: Literal["planned", "done", "missed"] = "planned"
    is_step: bool = False

    def to_json(self) -> Json:
        """The thing for the page."""
        return asdict(self)


class Backstage(Protocol):
    """The bot, seen from behind."""

    async def things(self, now: float) -> list[Thing]:
        """What was lately and what is planned, the earliest first."""

    async def is_behind(self, now: float) -> bool:
        """Whether something that is due at `now` is not done yet."""

    @property
    def is_running(self) -> bool:
        """Whether the bot's process is there."""

    async def start(self) -> None:
        """Starts the process if there is none; returns before it is ready."""

    async def kill(self) -> None:
        """Ends the process at once, as a power cut would, and waits until it is gone."""
