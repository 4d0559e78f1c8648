"""What was put off: now and before, no day said twice, in both languages and in any zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.events import Hours
from bot.locales import texts
from bot.views.dates import moved, moved_in_words
from tests.builders import an_event

BEFORE = an_event().hours
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def later(by: timedelta, hours: Hours = BEFORE) -> Hours:
    return replace(hours, starts_at=hours.starts_at + by, ends_at=hours.ends_at + by)


@pytest.mark.parametrize(
    ("after", "german", "english"),
    [
        (
            later(HOUR),
            "Montag, 7. Dezember 2026: jetzt 16:00–19:00 (bisher 15:00–18:00), MEZ",
            "Monday, 7 December 2026: now 16:00–19:00 (before: 15:00–18:00), CET",
        ),
        (
            later(DAY),
            "jetzt Dienstag, 8. Dezember 2026, 15:00–18:00 "
            "(bisher Montag, 7. Dezember 2026, 15:00–18:00), MEZ",
            "now Tuesday, 8 December 2026, 15:00–18:00 "
            "(before: Monday, 7 December 2026, 15:00–18:00), CET",
        ),
        (
            replace(BEFORE, ends_at=BEFORE.ends_at + 12 * HOUR),
            "jetzt Montag, 7. Dezember 2026, 15:00 – Dienstag, 8. Dezember 2026, 06:00 "
            "(bisher Montag, 7. Dezember 2026, 15:00–18:00), MEZ",
            "now Monday, 7 December 2026, 15:00 – Tuesday, 8 December 2026, 06:00 "
            "(before: Monday, 7 December 2026, 15:00–18:00), CET",
        ),
        (
            replace(BEFORE, timezone="Europe/Lisbon"),
            "Montag, 7. Dezember 2026: jetzt 14:00–17:00 WEZ (bisher 15:00–18:00 MEZ)",
            None,
        ),
    ],
    ids=["another hour", "another day", "into the night", "another zone"],
)
def test_what_was_put_off_is_said_with_each_day_once(
    after: Hours, german: str, english: str | None
) -> None:
    assert moved_in_words(BEFORE, after, texts("de")) == german
    if english is not None:
        assert moved_in_words(BEFORE, after, texts("en")) == english


def test_the_night_in_which_clocks_are_changed_has_both_zones() -> None:
    through = Hours(
        datetime(2026, 10, 24, 21, tzinfo=UTC),
        datetime(2026, 10, 25, 3, tzinfo=UTC),
        BEFORE.timezone,
    )
    before, after = later(-DAY, through), through
    assert moved_in_words(before, after, texts("de")) == (
        "jetzt Samstag, 24. Oktober 2026, 23:00 MESZ – Sonntag, 25. Oktober 2026, 04:00 MEZ "
        "(bisher Freitag, 23. Oktober 2026, 23:00 – Samstag, 24. Oktober 2026, 05:00 MESZ)"
    )
    shown = moved(before, after, texts("en"))
    assert "|Saturday, 24 October 2026, 23:00 CEST>" in shown
    assert "|Sunday, 25 October 2026, 04:00 CET>" in shown


def test_each_reader_sees_their_own_hours_and_the_day_once() -> None:
    shown = moved(BEFORE, later(HOUR), texts("de"))
    assert shown.count("{date_long}") == 1
    assert shown.count("{time}") == 4
    assert "|16:00>–<" in shown
    assert "|19:00 Uhr MEZ> (bisher <" in shown
    assert moved(BEFORE, later(DAY), texts("de")).count("{date_long}, {time}") == 2
