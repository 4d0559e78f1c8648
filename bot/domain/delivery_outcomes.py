"""The outcomes of trying to send a delivery, and of looking for one that may have been sent."""

from dataclasses import dataclass
from datetime import timedelta

# Errors of `Refused` that are not Slack's word alone.
PICTURE_NOT_LOADED = "downloading image failed"
PICTURE_LEFT_OUT = "shown without its picture"
# The error of `Missed` for what was to be done with a message that is not there any more.
MESSAGE_GONE = "message_not_found"
# And for what came when nobody could do with it any more.
EVENT_OVER = "the event was over"
NOT_FINDABLE = "can't be looked up: "  # before the error that Slack gives for it
TIME_OVER = "its time was over"
TOO_LATE = "too late"


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack did it; `ts` is the message's name in `channel`."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Later:
    """Slack did not do it and wants to be asked again after `retry_after`."""

    retry_after: timedelta
    error: str = "ratelimited"


@dataclass(frozen=True, slots=True)
class PutBack:
    """It was not tried; this one alone, not its method, waits for `pause`."""

    pause: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack did not do it and will not."""

    error: str


# A workspace may let messages be changed only for a while: nobody can do anything about that.
# https://docs.slack.dev/reference/methods/chat.update#errors
TOO_OLD = Refused("edit_window_closed")


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Nobody can say whether Slack did it."""

    error: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was no longer wanted when its turn came, or its message is gone: nothing more is done."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """It came too late; Slack was not asked, and the organizers are told."""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """All is done that it asked for; nothing was posted."""


@dataclass(frozen=True, slots=True)
class Absent:
    """It was looked up, and does not stand where it would."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """It could not be looked up now; Slack wants to be left in peace for `retry_after`."""

    retry_after: timedelta
    error: str


@dataclass(frozen=True, slots=True)
class NotFindable:
    """It can't be looked up, now or later."""

    error: str


# What comes of asking Slack to do it, and of asking Slack whether it did.
Attempt = Sent | Later | PutBack | Refused | Uncertain
Finding = Sent | Absent | Unanswered | NotFindable

Outcome = Attempt | Finding | Done | Withdrawn | Missed
