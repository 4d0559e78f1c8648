"""Every reader sees their own time; those who can't see it are told the event's, with its zone."""

from datetime import UTC, datetime

import pytest

from bot.locales import texts
from bot.views.dates import when, when_in_words
from tests.builders import an_event


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "zone", "german", "english"),
    [
        (  # winter
            "2026-12-07 14:00",
            "2026-12-07 17:00",
            "Europe/Berlin",
            "Montag, 7. Dezember 2026, 15:00 – 18:00 Uhr MEZ",
            "Monday, 7 December 2026, 15:00 – 18:00 CET",
        ),
        (  # summer
            "2026-07-06 13:00",
            "2026-07-06 16:00",
            "Europe/Berlin",
            "Montag, 6. Juli 2026, 15:00 – 18:00 Uhr MESZ",
            "Monday, 6 July 2026, 15:00 – 18:00 CEST",
        ),
        (  # over midnight in Berlin, not in UTC
            "2026-12-07 21:00",
            "2026-12-07 23:30",
            "Europe/Berlin",
            "Montag, 7. Dezember 2026, 22:00 – Dienstag, 8. Dezember 2026, 00:30 Uhr MEZ",
            "Monday, 7 December 2026, 22:00 – Tuesday, 8 December 2026, 00:30 CET",
        ),
        (  # over midnight in UTC, not in New York
            "2026-12-07 23:00",
            "2026-12-08 01:00",
            "America/New_York",
            "Montag, 7. Dezember 2026, 18:00 – 20:00 Uhr -0500",
            "Monday, 7 December 2026, 18:00 – 20:00 Eastern Standard Time",
        ),
        (  # through the night in which clocks are put back
            "2026-10-24 20:00",
            "2026-10-25 09:00",
            "Europe/Berlin",
            "Samstag, 24. Oktober 2026, 22:00 Uhr MESZ – Sonntag, 25. Oktober 2026, 10:00 Uhr MEZ",
            "Saturday, 24 October 2026, 22:00 CEST – Sunday, 25 October 2026, 10:00 CET",
        ),
        (  # put forward, between midnight and the morning of one day
            "2026-03-28 23:30",
            "2026-03-29 02:00",
            "Europe/Berlin",
            "Sonntag, 29. März 2026, 00:30 Uhr MEZ – 04:00 Uhr MESZ",
            "Sunday, 29 March 2026, 00:30 CET – 04:00 CEST",
        ),
        (
            "2026-12-07 14:00",
            "2026-12-07 17:00",
            "Asia/Kolkata",
            "Montag, 7. Dezember 2026, 19:30 – 22:30 Uhr +0530",
            "Monday, 7 December 2026, 19:30 – 22:30 +0530",
        ),
    ],
)
def test_a_date_in_words_is_the_events_own_with_its_zone(
    starts: str, ends: str, zone: str, german: str, english: str
) -> None:
    event = an_event(starts_at=utc(starts), ends_at=utc(ends), timezone=zone)
    assert when_in_words(event, texts("de")) == german
    assert when_in_words(event, texts("en")) == english
    assert f"{english.rpartition(' – ')[2]}>" in when(event, texts("en"))


def test_slack_is_given_the_instants_and_the_words_to_fall_back_on() -> None:
    event = an_event(starts_at=utc("2026-12-07 14:00"), ends_at=utc("2026-12-07 17:00"))
    assert when(event, texts("de")) == (
        "<!date^1796652000^{date_long_pretty}, {time}|Montag, 7. Dezember 2026, 15:00>"
        " – <!date^1796662800^{time}|18:00 Uhr MEZ>"
    )


def test_an_event_over_midnight_shows_the_day_of_its_end() -> None:
    event = an_event(starts_at=utc("2026-12-07 21:00"), ends_at=utc("2026-12-07 23:30"))
    assert when(event, texts("en")) == (
        "<!date^1796677200^{date_long_pretty}, {time}|Monday, 7 December 2026, 22:00>"
        " – <!date^1796686200^{date_short_pretty}, {time}|Tuesday, 8 December 2026, 00:30 CET>"
    )
