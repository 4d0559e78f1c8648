"""What is wrong with what the bot needs, kept so that the organizers are told of it once."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.checks import Trouble, What
from bot.services.deliveries import tell_of_problems
from storage import troubles
from storage.database import Connection

# With nobody to tell, and without a token to tell them with.
_UNTOLD = frozenset((What.NOBODY, What.TOKEN))


def keep(
    connection: Connection, found: Collection[Trouble], over: Collection[What], now: datetime
) -> None:
    """Keep what is wrong, and forget what is over; the organizers are told what is new."""
    troubles.forget(connection, over)
    added = [trouble.what for trouble in found if troubles.add(connection, trouble, now)]
    if not _UNTOLD.issuperset(added):
        tell_of_problems(connection, now)
