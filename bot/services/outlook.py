"""What was lately and what will be: deliveries and events on one line of time."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Kind, State
from bot.domain.ids import EventNumber
from bot.domain.outlook import Moment, outcome_of, turns
from bot.domain.reminders import Reminder
from bot.services import refreshes
from storage import announcements, events, outlook
from storage.database import Connection
from storage.outlook import OutlookDelivery

_LATELY = timedelta(days=40)
# Longer than a call to Slack may take (bot.slack): whoever claimed something then is dead.
_CALL = timedelta(seconds=12)


def moments(connection: Connection, now: datetime) -> list[Moment]:
    """What was in the last forty days and what is planned after `now`, the earliest first.

    What is due but not done yet is not there: it is neither.
    """
    since = now - _LATELY
    past = [
        _moment(connection, one, one.done_at or one.due_at)
        for one in outlook.done(connection, since)
    ]
    waiting = outlook.waiting(connection)
    ahead = [_moment(connection, one, _due(one)) for one in waiting if _due(one) > now]
    of_events = [turn for event in events.all_events(connection) for turn in turns(event, now)]
    found = [one for one in past if not one.makes_others]
    found += [*ahead, *(turn for turn in of_events if turn.at > since)]
    return sorted(found, key=lambda moment: moment.at)


def is_behind(connection: Connection, now: datetime) -> bool:
    """Whether something is under way, or due at `now` and not done."""
    return refreshes.any_outlived(connection, now) or any(
        _due(one) <= now or _is_under_way(one, now) for one in outlook.waiting(connection)
    )


def _is_under_way(one: OutlookDelivery, now: datetime) -> bool:
    claimed = one.claimed_at if one.state is State.CLAIMED else None
    return claimed is not None and now - claimed < _CALL


def _due(one: OutlookDelivery) -> datetime:
    """When it is due; what somebody claimed is so when the lease is over."""
    return one.claimed_until if one.state is State.CLAIMED and one.claimed_until else one.due_at


def _moment(connection: Connection, one: OutlookDelivery, at: datetime) -> Moment:
    reminder = Reminder.of(one.payload) if one.kind is Kind.FAN_OUT else None
    return Moment(at, one.kind, outcome_of(one.state), _event_of(connection, one), reminder)


def _event_of(connection: Connection, one: OutlookDelivery) -> EventNumber | None:
    announced = one.payload.get("announcement") if one.kind is Kind.ANNOUNCEMENT else None
    found = announcements.get(connection, announced) if announced is not None else None
    return found.event if found else one.payload.get("event")
