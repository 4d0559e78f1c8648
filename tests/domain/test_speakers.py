"""When a speaker was taken out of an event, and what a talk goes by after that."""

import pytest

from bot.domain.events import Session
from bot.domain.speakers import renamed_sessions, taken_out
from tests.builders import an_event

TALK = Session("Messen", "Kim Muster", "Leitung", "Musterlabor")
OPEN = Session("", "Alex Vogel")


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ((TALK, OPEN), set()),
        ((OPEN, TALK), set()),
        ((Session("Messen"), OPEN), {"kim muster"}),
        ((TALK,), {"alex vogel"}),
        ((), {"kim muster", "alex vogel"}),
        ((Session("Messen", "KIM  Muster"), OPEN), set()),
        ((Session("Messen", "Kim Musters"), OPEN), set()),
        ((Session("Messen", "Jo Neu"),), {"kim muster", "alex vogel"}),
    ],
)
def test_who_goes_without_another_in_their_place_was_taken_out(
    after: tuple[Session, ...], gone: set[str]
) -> None:
    before = an_event(sessions=(TALK, OPEN))
    assert {" ".join(one.split()) for one in taken_out(before, an_event(sessions=after))} == gone


@pytest.mark.parametrize(
    ("after", "names"),
    [
        ((TALK, OPEN), {"kim muster": "Messen"}),
        (
            (TALK, Session("Fliegen", "Alex Vogel")),
            {"kim muster": "Messen", "alex vogel": "Fliegen"},
        ),
        ((Session("Messen"),), {"kim muster": "Messen", "alex vogel": None}),
        ((), {"kim muster": None, "alex vogel": None}),
    ],
)
def test_a_talk_goes_by_its_topic_or_by_nothing_where_it_went_by_its_speaker(
    after: tuple[Session, ...], names: dict[str, str | None]
) -> None:
    assert renamed_sessions(an_event(sessions=(TALK, OPEN)), an_event(sessions=after)) == names
