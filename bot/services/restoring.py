"""A database that was restored begins again: it forgets whom it has to, and sends nothing twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.wishes import Wish
from bot.services import forgetting
from bot.services.deliveries import tell_of_problems
from storage import restored
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class BegunAgain:
    """What became of a restored database: how many it is of each."""

    forgotten: int  # wishes to be forgotten of which the backup did not know
    doubted: int  # posts that were due since, and are looked up in Slack before they are sent
    missed: int  # reminders and notices that were due since, and are not sent


def begin_again(connection: Connection, wishes: Iterable[Wish], now: datetime) -> BegunAgain:
    """See to what happened between the backup and `now`, as far as it can be known.

    Who had one of these `wishes` is forgotten. What was due since was probably sent: a post is
    looked up first; what would become letters to many members is not sent at all.
    """
    forgotten = len(forgetting.honour(connection, wishes, now))
    doubted = restored.look_up_what_was_due(connection, now)
    missed = restored.miss_what_was_due(connection, now)
    if missed:
        tell_of_problems(connection, now)
    return BegunAgain(forgotten, doubted, missed)
