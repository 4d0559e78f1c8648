"""What can be said of an event at a given time."""

from datetime import timedelta

import pytest

from bot.domain.events import Closed, Status, why_closed
from tests.builders import an_event

EVENT = an_event()
A_MOMENT = timedelta(microseconds=1)


def test_an_event_is_over_from_its_last_instant_on() -> None:
    assert not EVENT.has_ended(EVENT.ends_at - A_MOMENT)
    assert EVENT.has_ended(EVENT.ends_at)


@pytest.mark.parametrize(
    ("status", "is_over", "closed"),
    [
        (Status.PUBLISHED, False, None),
        (Status.PUBLISHED, True, Closed.PAST),
        (Status.DRAFT, False, Closed.DRAFT),
        (Status.DRAFT, True, Closed.DRAFT),
        (Status.CANCELLED, False, Closed.CANCELLED),
        (Status.CANCELLED, True, Closed.CANCELLED),
    ],
)
def test_only_a_published_event_that_is_not_over_takes_answers(
    status: Status, is_over: bool, closed: Closed | None
) -> None:
    event = an_event(status=status)
    assert why_closed(event, event.ends_at if is_over else event.starts_at) is closed


def test_a_raised_revision_is_no_other_event() -> None:
    assert an_event(revision=1) == an_event(revision=2)
    assert an_event(title="A") != an_event(title="B")
