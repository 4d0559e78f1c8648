"""A database that was restored begins again: it forgets whom it has to, and sends nothing twice.

Nor does it show again what contacts of talks have taken back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.visibility import Decision
from bot.domain.wishes import Wish
from bot.services import forgetting
from bot.services.deliveries import tell_of_problems
from storage import restored, talk_items
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class BegunAgain:
    """What became of a restored database: how many it is of each."""

    forgotten: int  # wishes to be forgotten of which the backup did not know
    decided: int  # items of which their contacts have decided otherwise since
    doubted: int  # posts that were due since, and are looked up in Slack before they are sent
    missed: int  # reminders and notices that were due since, and are not sent


@dataclass(frozen=True, slots=True)
class Since:
    """What is known of the time since a backup: who wanted to be forgotten, what contacts decided.

    Decisions are kept by the normalised addresses of the items.
    """

    wishes: Iterable[Wish] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)


def decided(connection: Connection) -> dict[str, Decision]:
    """What contacts have decided, as the database knows that is replaced."""
    return talk_items.decisions(connection)


def begin_again(connection: Connection, known: Since, now: datetime) -> BegunAgain:
    """See to what happened between the backup and `now`, as far as it can be `known`.

    Who wished that is forgotten, and what contacts took back stays away. What was due since was
    probably sent: a post is looked up first; what would become letters to many is not sent at all.
    """
    forgotten = len(forgetting.honour(connection, known.wishes, now))
    decided = talk_items.take_over(connection, known.decisions, now)
    doubted = restored.look_up_what_was_due(connection, now)
    missed = restored.miss_what_was_due(connection, now)
    if missed:
        tell_of_problems(connection, now)
    return BegunAgain(forgotten, decided, doubted, missed)
