"""What a link is, and which event it belongs to, is guessed from what is written about it."""

from datetime import timedelta

import pytest

from bot.domain.guesses import event_around, event_named, guessed_kind, kind_named, says_nothing
from bot.domain.knowledge import ItemKind
from tests.builders import NOON, an_event
from tests.every_case import every


@every(
    ("url", "said", "kind"),
    [
        ("https://www.youtube.com/watch?v=x", "Folien", ItemKind.RECORDING),
        ("https://youtu.be/x", "", ItemKind.RECORDING),
        ("https://player.vimeo.com/video/1", "", ItemKind.RECORDING),
        ("https://miro.com/app/board/x", "", ItemKind.BOARD),
        ("https://docs.google.com/presentation/d/x", "", ItemKind.SLIDES),
        ("https://docs.google.com/document/d/x", "", ItemKind.WEBSITE),
        ("https://example.org/Vortrag.PPTX", "", ItemKind.SLIDES),
        ("https://example.org/a.pdf", "", ItemKind.PAPER),
        ("https://example.org/a.pdf", "Die Folien des Impulses", ItemKind.SLIDES),
        ("https://example.org/a.jpg", "", ItemKind.PICTURE),
        ("https://example.org/a", "Mitschnitt", ItemKind.RECORDING),
        ("https://example.org/a", "Unser Miro-Board", ItemKind.BOARD),
        ("https://example.org/a", "Innovationslabor", ItemKind.WEBSITE),
        ("https://example.org/a", "Reverse Image Search", ItemKind.WEBSITE),
        ("https://example.org/a", "Photo Editor – ein Werkzeug", ItemKind.WEBSITE),
        ("https://example.org/a", "Paper Prototyping", ItemKind.WEBSITE),
        ("https://example.org/a", "Video Conferencing Guide", ItemKind.WEBSITE),
        ("https://example.org/a", "Video Aufzeichnung", ItemKind.RECORDING),
        ("https://example.org/a", "Video Offene Werkstatt", ItemKind.RECORDING),
        ("https://example.org/a", "Board des LabCamps", ItemKind.BOARD),
        ("https://example.org/a", "Slide Deck", ItemKind.SLIDES),
        ("https://example.org/a", "Report on Labs", ItemKind.PAPER),
        ("https://example.org/a", "Bilder Soest", ItemKind.PICTURE),
        ("https://notyoutube.com/a", "", ItemKind.WEBSITE),
    ],
)
def test_address_and_words_say_what_a_link_is(url: str, said: str, kind: ItemKind) -> None:
    assert guessed_kind(url, said) is kind


def test_the_nearest_words_count_first() -> None:
    assert guessed_kind("https://example.org", "Impuls", "Folien", "Video") is ItemKind.SLIDES


@every(
    ("text", "number"),
    [
        ("LabCamp#4: Wirkung", 4),
        ("labcamp # 12", 12),
        ("LabCamp 5 in Soest", 5),
        ("Lab Camp Nr. 7", 7),
        ("Das war LabCamp#10!", 10),
        ("#3 Online", 3),
        ("LabCamp 2021", None),
        ("LabCamp#2021", 2021),
        ("LabCamp 2021: LabCamp#6", 6),
        ("LabCamp#0", None),
        ("Siehe #3", None),
        ("LabCamps", None),
        ("", None),
    ],
)
def test_an_event_is_named_by_its_number(text: str, number: int | None) -> None:
    assert event_named(text) == number


def test_a_heading_names_a_kind_or_a_topic_or_nothing() -> None:
    assert kind_named("Aufzeichnungen:") is ItemKind.RECORDING
    assert kind_named("Papier oder Text") is ItemKind.PAPER  # as pages of older versions say it
    assert kind_named("Aufzeichnung des Impulses") is None
    assert says_nothing("Weiteres")
    assert not says_nothing("Weiteres Vorgehen")


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (-DAY - MINUTE, None),
        (-DAY, 12),
        (-35 * MINUTE, 12),
        (HOUR, 12),
        (3 * HOUR + 7 * DAY, 12),
        (3 * HOUR + 7 * DAY + MINUTE, None),
        (400 * DAY, None),
    ],
)
def test_a_link_belongs_to_the_event_around_which_it_was_shared(
    written: timedelta, number: int | None
) -> None:
    long_past = an_event(10, starts_at=NOON - 800 * DAY, ends_at=NOON - 800 * DAY + HOUR)
    event = an_event(12, starts_at=NOON, ends_at=NOON + 3 * HOUR)
    assert event_around([long_past, event], NOON + written) == number
    assert event_around([event, long_past], NOON + written) == number


def test_of_two_events_a_link_belongs_to_the_nearer_one() -> None:
    last = an_event(11, starts_at=NOON - 3 * DAY, ends_at=NOON - 3 * DAY + HOUR)
    following = an_event(12, starts_at=NOON, ends_at=NOON + 3 * HOUR)
    assert event_around([last, following], NOON - 2 * HOUR) == 12
    assert event_around([last, following], NOON - 2 * DAY) == 11
    assert event_around([], NOON) is None
