"""The kinds of deliveries: what each says now, or why it is not to be sent, and how it is sent.

A content takes a connection, the claimed delivery and the present time (aware, UTC), looks
everything up afresh, and gives what its view takes; or `Withdrawn` or `Missed`.
"""

from bot.domain.deliveries import Kind
from bot.jobs.kinds import (
    announcements,
    changes,
    erasures,
    feedback,
    files,
    follow_ups,
    letters,
    nudges,
    proposals,
    questions,
    reminders,
    reports,
    talks,
)
from bot.jobs.sending import Sending

KINDS: dict[Kind, Sending] = {
    **announcements.KINDS,
    **letters.KINDS,
    **reminders.KINDS,
    **nudges.KINDS,
    **changes.KINDS,
    **reports.KINDS,
    **proposals.KINDS,
    **questions.KINDS,
    **follow_ups.KINDS,
    **feedback.KINDS,
    **files.KINDS,
    **erasures.KINDS,
    **talks.KINDS,
}
