"""The playground's sample is a file like any other, and tells of the series and what comes."""

from pathlib import Path

from bot.domain.events import Event, Status
from tests.reading import Plan, plan, read_file

SAMPLE = Path(__file__).parents[2] / "playground" / "sample.yaml"


def the_sample() -> Plan:
    return plan(read_file(SAMPLE), {}, {}, "Europe/Berlin")


def event(number: int) -> Event:
    return next(e.after for e in the_sample().events if e.after.number == number)


def test_the_sample_has_past_events_and_one_to_come() -> None:
    assert [e.after.number for e in the_sample().events] == [4, 5, 10, 11]
    assert all(e.after.status is Status.PUBLISHED for e in the_sample().events)
    assert f"{event(5).starts_at:%Y-%m-%d %H:%M}" == "2021-12-07 14:00"
    assert f"{event(11).starts_at:%Y-%m-%d %H:%M}" == "2026-12-07 14:00"


def test_only_the_invented_event_has_places_to_sign_up_for() -> None:
    assert event(11).capacity == 40
    assert event(11).join_url
    assert not any(event(number).join_url for number in (4, 5, 10))


def test_the_sample_has_material_of_past_events_and_of_one_that_is_not_in_it() -> None:
    named = {item.after.event for item in the_sample().knowledge}
    assert {2, 4, 5, 10} <= named
