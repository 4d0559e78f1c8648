"""Before an announcement is posted: what is doubted, and what is not."""

import pytest

from bot.domain.announcement_remarks import TextDoubt, remarks
from tests.builders import a_full_event, an_event
from tests.every_case import every

EVENT = a_full_event()  # 7 December 2026, registration at https://example.org/anmeldung


def doubts(text: str, **more: object) -> list[tuple[TextDoubt, str]]:
    given = {"has_picture": False, "alt_text": "", "event": EVENT, **more}
    return [(found.doubt, found.words) for found in remarks(text, **given)]  # type: ignore[arg-type]


def test_a_picture_needs_words() -> None:
    assert doubts("", has_picture=True, alt_text=" ") == [(TextDoubt.NO_ALT_TEXT, "")]
    assert doubts("", has_picture=True, alt_text="Ein voller Raum") == []
    assert doubts("") == []


@pytest.mark.parametrize(
    "label",
    [
        "hier",
        "Hier!",
        "here",
        "klickt hier",
        "Click here",
        "link",
        "mehr …",
        "*hier*",
        "dieser Link",
    ],
)
def test_a_link_says_where_it_leads(label: str) -> None:
    ((doubt, words),) = doubts(f"Mehr dazu <https://example.org/plan|{label}>")
    assert doubt is TextDoubt.VAGUE_LINK
    assert words == label.strip("*")


@pytest.mark.parametrize(
    "label", ["hier ist der Plan", "Der Plan", "https://example.org/plan", "Hierarchien abbauen"]
)
def test_a_link_with_a_name_is_fine(label: str) -> None:
    assert doubts(f"<https://example.org/plan|{label}>, <https://example.org/x>") == []


@pytest.mark.parametrize(
    "line", [":calendar: 7.12.", "📅 15:00", "🎉🎉", "➡️ <https://example.org/plan|👉>", ":tada:"]
)
def test_no_line_speaks_by_emoji_alone(line: str) -> None:
    assert TextDoubt.EMOJI_ALONE in [doubt for doubt, _ in doubts(f"Kommt!\n{line}\nBis bald")]


@pytest.mark.parametrize(
    "line", ["🎉 Kommt vorbei!", "15:00", "📅 am 7.12.", ":tada: Juhu", "→ Anfahrt"]
)
def test_an_emoji_beside_words_is_fine(line: str) -> None:
    assert doubts(line) == []


@every(
    "date",
    [
        "8.12.",
        "08.12.2026",
        "7.12.2027",
        "7. Januar",
        "December 8",
        "8th December",
        "2026-12-08",
        "7. 11.",
        "8. Dezember 2026",
        "Dec 8, 2026",
        "7.12.25",
        "8.12.26.",
        "7.–9.12.",
    ],
)
def test_a_date_that_is_not_the_events_is_doubted(date: str) -> None:
    ((doubt, _),) = doubts(f"Wir sehen uns am {date} in Soest" if "th" not in date else date)
    assert doubt is TextDoubt.OTHER_DATE


@every(
    "words",
    [
        "7.12.",
        "07.12.2026",
        "7. Dezember",
        "December 7, 2026",
        "2026-12-07",
        "7. Dez. 2026",
        "um 15.30 Uhr",
        "LabCamp 11 und 12",
        "Version 1.2.3",
        "7.12.26",
        "am 45.13.",
        "mai 2026",
        "Montag, 7. Dezember, 15 - 18 Uhr",
        "7. Dezember 15 Uhr",
        "1. 07.12.",
        "Straße des 17. Juni",
    ],
)
def test_the_events_own_date_and_what_is_no_date_are_fine(words: str) -> None:
    assert doubts(words) == []


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.org/andere|Zur Anmeldung>",
        "Anmeldung: <https://example.org/andere>",
        "<https://tickets.example.org/x>",
        "<https://a.example:99999/|Registrierung>",
    ],
)
def test_a_registration_that_is_not_the_events_is_doubted(text: str) -> None:
    assert [doubt for doubt, _ in doubts(text)] == [TextDoubt.OTHER_REGISTRATION]


@pytest.mark.parametrize(
    "text",
    [
        "<https://EXAMPLE.org/anmeldung/|Zur Anmeldung>",
        "Anmeldung über den Knopf, Plan: <https://example.org/plan|Der Plan>",
    ],
)
def test_the_events_own_registration_is_fine(text: str) -> None:
    assert doubts(text) == []


def test_without_an_event_dates_and_links_are_nobodys() -> None:
    assert doubts("Am 1.1. <https://example.org/x|Anmeldung>", event=None) == []


def test_every_day_of_an_event_over_night_is_its_own() -> None:
    event = an_event(ends_at=EVENT.ends_at.replace(day=9))
    assert doubts("7.12. bis 9.12., am 8.12. abends", event=event) == []


def test_the_same_is_said_once() -> None:
    assert len(doubts("8.12. und 8.12.")) == 1
