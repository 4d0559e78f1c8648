"""What a due delivery says now, or why it is not to be sent any more: a function for each kind.

Each takes a connection, the claimed delivery and the present time (aware, UTC), looks everything up
afresh, and returns what `bot.jobs.kinds` shows; or `Withdrawn` or `Missed`.
"""

from bot.domain.outcomes import Missed, Withdrawn

Unwanted = Withdrawn | Missed
