"""How many places are taken, wherever a LabCamp with a capacity is shown; and the counts, once."""

import json

import pytest

from bot.domain.announcements import Announcement
from bot.domain.cards import Card, Post
from bot.domain.events import Closed
from bot.domain.homes import Home
from bot.domain.ids import AnnouncementId
from bot.domain.members import Member
from bot.domain.rsvps import Counts
from bot.locales import Texts, texts
from bot.views import events as event_views
from bot.views import rsvps as views
from bot.views.home import home
from bot.views.message import Message
from tests.builders import ELEVEN, a_full_event, an_event

GERMAN, ENGLISH = texts("de"), texts("en")
FULL = a_full_event(capacity=2)
COUNTS = Counts(yes=2, waiting=1)
SAID = {GERMAN: "2 von 2 Plätzen belegt, 1 wartet", ENGLISH: "2 of 2 places taken, 1 waiting"}
BOTH = pytest.mark.parametrize("t", [GERMAN, ENGLISH], ids=["de", "en"])


def posted(t: Texts, capacity: int | None = 2, closed: Closed | None = None) -> Message:
    said = Announcement(AnnouncementId(1), "U9", "Kommt!", "C1", ELEVEN)
    return views.post(Post(a_full_event(capacity=capacity), COUNTS, said, closed), t)


@pytest.mark.parametrize(
    ("capacity", "counts", "german", "english"),
    [
        (None, Counts(yes=2), None, None),
        (3, Counts(), "0 von 3 Plätzen belegt", "0 of 3 places taken"),
        (1, Counts(yes=1), "1 von 1 Platz belegt", "1 of 1 place taken"),
        (2, COUNTS, SAID[GERMAN], SAID[ENGLISH]),
        (
            2,
            Counts(yes=2, maybe=4, no=1, waiting=3),
            "2 von 2 Plätzen belegt, 3 warten",
            "2 of 2 places taken, 3 waiting",
        ),
    ],
)
def test_places_are_counted_in_words(
    capacity: int | None, counts: Counts, german: str | None, english: str | None
) -> None:
    event = an_event(capacity=capacity)
    assert views.places(event, counts, GERMAN) == german
    assert views.places(event, counts, ENGLISH) == english


@BOTH
def test_announcement_card_and_home_say_how_many_places_are_taken(t: Texts) -> None:
    card = Card(FULL, COUNTS)
    for shown in (posted(t), event_views.card(card, None, t)):
        assert SAID[t] in shown.text
        assert SAID[t] in json.dumps(shown.blocks, ensure_ascii=False)
    own = home(Home(Member("U1"), None, (card,)), t)
    assert SAID[t] in json.dumps(own.blocks, ensure_ascii=False)


@BOTH
def test_without_a_limit_or_after_the_end_no_places_are_counted(t: Texts) -> None:
    for shown in (posted(t, capacity=None), posted(t, closed=Closed.PAST)):
        assert SAID[t] not in f"{shown.text} {shown.blocks}"


@BOTH
@pytest.mark.parametrize("closed", [None, Closed.PAST])
def test_an_announcement_says_its_counts_once_and_each_sign_means_one_thing_once(
    t: Texts, closed: Closed | None
) -> None:
    shown = posted(t, closed=closed)
    signs = "✅ 2 · 🤔 0 · ❌ 0 · ⏳ 1"
    assert shown.text.count(signs) == 1
    assert json.dumps(shown.blocks, ensure_ascii=False).count(signs) == 1
    assert json.dumps(shown.blocks, ensure_ascii=False).count("🤔") == 2
