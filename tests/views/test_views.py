"""Every view in both languages: a picture of itself, and nothing that Slack would refuse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.announcements import TEXT_LIMIT, Announcement, Draft, Fault
from bot.domain.attendance import Attendance
from bot.domain.calendar import Entry
from bot.domain.cards import Card, EventPage, OwnAnswer, Post
from bot.domain.checks import Trouble, What
from bot.domain.commands import Incomplete, Show, Unknown
from bot.domain.deliveries import ORGANIZERS, PROBLEMS, UNREPORTED, Kind, Problem, State
from bot.domain.delivery_outcomes import (
    EVENT_OVER,
    MESSAGE_GONE,
    PICTURE_LEFT_OUT,
    PICTURE_NOT_LOADED,
    TOO_LATE,
)
from bot.domain.events import Closed, Event, Session, Status
from bot.domain.ids import AnnouncementId, ItemId
from bot.domain.knowledge import KeptItem
from bot.domain.members import OrganizerSources
from bot.domain.personal_data import SOMEBODY
from bot.domain.replies import Reply
from bot.domain.rsvps import Answer, Counts
from bot.locales import Texts, texts
from bot.views import announcements as announcement_views
from bot.views import calendar as calendar_views
from bot.views import events as event_views
from bot.views import organizers as organizer_views
from bot.views import participants as participant_views
from bot.views import proposals as proposal_views
from bot.views import rsvps as rsvp_views
from bot.views import usage
from bot.views import welcome as welcome_views
from bot.views.calendar import Addresses
from bot.views.elements import mention
from bot.views.message import Message, reply
from bot.views.problems import problem_report
from playground.content import content_of
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_item, an_rsvp, material_of
from tests.every_case import every

View = Callable[[Texts], Message]

COUNTS = Counts(yes=3, maybe=1)
WITH_WAITING = Counts(yes=3, maybe=1, no=0, waiting=2)
JOIN = "https://example.org/raum"
WORDS = "Kommt vorbei!\n\n• *alle* <https://example.org|hier>"

EVENT = a_full_event()
OTHER = an_event(12, title="Nachher", status=Status.CANCELLED)
OVERNIGHT = an_event(13, title="Nacht", ends_at=EVENT.starts_at + timedelta(days=1))
NO_ANSWER = Card(EVENT, COUNTS)
YES = Card(EVENT, COUNTS, an_rsvp())
MAYBE = Card(EVENT, COUNTS, an_rsvp(answer=Answer.MAYBE))
NO = Card(EVENT, COUNTS, an_rsvp(answer=Answer.NO))
WAITS = Card(EVENT, WITH_WAITING, an_rsvp(waitlisted_at=NOON), position=2)
CLOSES = Card(a_full_event(closes_at=EVENT.starts_at - timedelta(days=1)), COUNTS)
OPEN_TOPIC = Card(
    an_event(sessions=(Session("", "Dr. Alex Beispiel", "Leitung", "Musterlabor"),)), COUNTS
)
WITH_MATERIAL = replace(
    NO_ANSWER,
    groups=(
        *material_of(an_item(20), talk="Was ein Labor erwachsen macht"),
        *material_of(*(an_item(number) for number in range(12))),
    ),
)
EARLIER = replace(EVENT.hours, starts_at=EVENT.starts_at - timedelta(hours=1))
ANNOUNCED = Post(EVENT, COUNTS, Announcement(AnnouncementId(1), "U9", WORDS, "C1", ELEVEN))
SOME_PROBLEMS = (
    Problem(Kind.ANNOUNCEMENT, "labcamp", State.REFUSED, "channel_not_found"),
    Problem(Kind.ANNOUNCEMENT, "C0LABCAMP", State.UNCERTAIN, "TimeoutError"),
    Problem(Kind.PLACE, "U0ANNA", State.MISSED, EVENT_OVER, ELEVEN),
    Problem(Kind.PLACE, "U0ANNA", State.UNCERTAIN, "TimeoutError", ELEVEN),
    Problem(Kind.CLOSED, "U0ANNA", State.REFUSED, "channel_not_found", ELEVEN),
    Problem(Kind.PROPOSALS, "U0ADA", State.REFUSED, "odd_error"),
    Problem(Kind.MATERIAL_ASKING, ORGANIZERS, State.MISSED, TOO_LATE, ELEVEN),
    Problem(Kind.ANNOUNCEMENT, "C0LABCAMP", State.REFUSED, PICTURE_NOT_LOADED, ELEVEN),
    Problem(Kind.REFRESH, "C0LABCAMP", State.REFUSED, PICTURE_LEFT_OUT),
    Problem(Kind.REFRESH, "C0LABCAMP", State.MISSED, MESSAGE_GONE),
)
NAMES = {"U0ANNA": "Anna Stadtlabor", "U2": "Zoë", "U3": "Ben <b> & Co."}
ATTENDANCE = Attendance(
    EVENT,
    yes=(an_rsvp("U2"), an_rsvp(), an_rsvp("U9")),
    maybe=(an_rsvp("U3", Answer.MAYBE),),
    waiting=tuple(an_rsvp(user, waitlisted_at=NOON) for user in ("U8", "U7")),
)
ENTRY = Entry(EVENT, NOON)
YES_ENTRY = Entry(EVENT, NOON, an_rsvp())
ADDRESSES = Addresses(
    "https://bot.example.org/calendar.ics",
    "https://bot.example.org/calendar/0123456789ab.ics",
)
LINKS = ("https://example.org/newsletter", "https://example.org")


def own(card: Card) -> OwnAnswer:
    """The member's answer on this card."""
    assert card.own is not None
    return card.own


def the_list(*events: Event, past: bool = False, page: int = 1, has_more: bool = False) -> View:
    shown = EventPage(events, past, page, has_more, {11: 1, 12: 7} if past else {})
    return lambda t: event_views.event_list(shown, t)


VIEWS: dict[str, View] = {
    "help of a member": lambda t: usage.overview(t, "Lebenszyklus", organizer=False),
    "help of an organizer": lambda t: usage.overview(t, None, organizer=True),
    "unknown command": lambda t: usage.unknown(Unknown("xyzzy", None), t),
    "unknown command with a suggestion": lambda t: usage.unknown(Unknown("nxt", "next"), t),
    "greeting": usage.greeting,
    "welcome": lambda t: welcome_views.welcome(NO_ANSWER, t),
    "welcome of whoever has answered": lambda t: welcome_views.welcome(YES, t),
    "welcome between events": lambda t: welcome_views.welcome(None, t),
    "thanks": partial(reply, Reply.THANKED),
    "incomplete command": lambda t: usage.incomplete(Incomplete(Show), t),
    "unknown event": lambda t: event_views.no_such_event(99, t),
    "no event at all": lambda t: event_views.no_such_event(None, t),
    "language saved": partial(reply, Reply.LANGUAGE_SAVED),
    "try again": partial(reply, Reply.TRY_AGAIN),
    "unknown button": partial(reply, Reply.UNKNOWN_ACTION),
    "whose no": lambda t: rsvp_views.which_no(EVENT, t),
    "card for an organizer": lambda t: event_views.card(NO_ANSWER, None, t, organizes=True),
    "card of a past event for an organizer": lambda t: event_views.card(
        WITH_MATERIAL, Closed.PAST, t, organizes=True
    ),
    "card without an answer": lambda t: event_views.card(NO_ANSWER, None, t),
    "card with a yes": lambda t: event_views.card(YES, None, t),
    "card with a maybe": lambda t: event_views.card(MAYBE, None, t),
    "card with a no": lambda t: event_views.card(NO, None, t),
    "card while waiting": lambda t: event_views.card(WAITS, None, t),
    "card with material": lambda t: event_views.card(WITH_MATERIAL, None, t),
    "card of a past event": lambda t: event_views.card(WITH_MATERIAL, Closed.PAST, t),
    "card of a cancelled event": lambda t: event_views.card(YES, Closed.CANCELLED, t),
    "card with a long description": lambda t: event_views.card(
        replace(YES, event=replace(EVENT, description="Es geht um *Wirkung* & mehr. " * 80)),
        None,
        t,
    ),
    "card, shortest": lambda t: event_views.card(Card(an_event(), Counts()), None, t),
    "between two events": lambda t: event_views.between(WITH_MATERIAL, *LINKS, t),
    "before the first event": lambda t: event_views.between(None, None, None, t),
    "card before answers are closed": lambda t: event_views.card(CLOSES, None, t),
    "card after answers were closed": lambda t: event_views.card(
        replace(CLOSES, rsvp=an_rsvp()), Closed.CLOSED, t
    ),
    "closed to answers": lambda t: rsvp_views.closed(EVENT, Closed.CLOSED, t),
    "post before answers are closed": lambda t: rsvp_views.post(
        replace(ANNOUNCED, event=CLOSES.event), t
    ),
    "post after answers were closed": lambda t: rsvp_views.post(
        replace(ANNOUNCED, event=CLOSES.event, closed=Closed.CLOSED), t
    ),
    "card with a talk whose topic is open": lambda t: event_views.card(OPEN_TOPIC, None, t),
    "coming events": the_list(EVENT, OTHER, OVERNIGHT, has_more=True),
    "no coming events": the_list(),
    "no past events": the_list(past=True),
    "past events, last page": the_list(EVENT, past=True, page=2),
    "a page too far": the_list(page=7),
    "confirmed yes": lambda t: rsvp_views.confirmation(own(YES), t),
    "confirmed yes, asked of reminders": partial(rsvp_views.confirmation, own(YES), asks=True),
    "confirmed yes, reminders wanted": partial(
        rsvp_views.confirmation, own(YES), then=Reply.REMINDERS_ON
    ),
    "confirmed maybe": lambda t: rsvp_views.confirmation(own(MAYBE), t),
    "confirmed no": lambda t: rsvp_views.confirmation(own(NO), t),
    "confirmed waiting": lambda t: rsvp_views.confirmation(own(WAITS), t),
    "closed draft": lambda t: rsvp_views.closed(EVENT, Closed.DRAFT, t),
    "closed cancelled": lambda t: rsvp_views.closed(EVENT, Closed.CANCELLED, t),
    "closed past": lambda t: rsvp_views.closed(EVENT, Closed.PAST, t),
    "a free place": lambda t: rsvp_views.place(own(YES), t),
    "post": lambda t: rsvp_views.post(ANNOUNCED, t),
    "post with a waiting list": lambda t: rsvp_views.post(
        replace(ANNOUNCED, counts=WITH_WAITING), t
    ),
    "post of an event that was put off": lambda t: rsvp_views.post(
        replace(ANNOUNCED, moved_from=EARLIER), t
    ),
    "post of a past event with material": lambda t: rsvp_views.post(
        replace(ANNOUNCED, closed=Closed.PAST, groups=WITH_MATERIAL.groups), t
    ),
    "post without an announcement": lambda t: rsvp_views.post(Post(EVENT, Counts()), t),
    "post of a past event": lambda t: rsvp_views.post(replace(ANNOUNCED, closed=Closed.PAST), t),
    "post of a cancelled event": lambda t: rsvp_views.post(
        replace(ANNOUNCED, closed=Closed.CANCELLED), t
    ),
    "who comes": lambda t: participant_views.names(ATTENDANCE, NAMES, 12, t),
    "who comes, while Slack is silent": lambda t: participant_views.names(ATTENDANCE, {}, None, t),
    "who comes, nobody yet": lambda t: participant_views.names(Attendance(EVENT), NAMES, 0, t),
    "how many come": lambda t: participant_views.counts(WAITS, t),
    "table on its way": lambda t: participant_views.on_its_way(EVENT, t),
    "organizers": lambda t: organizer_views.listed(
        OrganizerSources(frozenset({"U1", "U2"}), frozenset({"U3"}), frozenset({"U4"})), t
    ),
    "organizers while Slack is silent": lambda t: organizer_views.listed(
        OrganizerSources(frozenset({"U1"}), None, frozenset()), t
    ),
    "organizers only": partial(reply, Reply.ORGANIZERS_ONLY),
    "organizers unsure": partial(reply, Reply.ROLE_UNSURE),
    "organizer added": lambda t: reply(Reply.ORGANIZER_ADDED, t, who=mention("U1")),
    "organizer already": lambda t: reply(Reply.ORGANIZER_ALREADY, t, who=mention("U1")),
    "organizer never": lambda t: reply(Reply.ORGANIZER_NEVER, t, who=mention("U1")),
    "organizer removed": lambda t: reply(Reply.ORGANIZER_REMOVED, t, who=mention("U1")),
    "organizer in the settings": lambda t: reply(Reply.ORGANIZER_IN_SETTINGS, t, who=mention("U1")),
    "organizer in the group": lambda t: reply(Reply.ORGANIZER_IN_GROUP, t, who=mention("U1")),
    "organizer not added": lambda t: reply(Reply.NOT_ADDED, t, who=mention("U1")),
    "last organizer": partial(reply, Reply.LAST_ORGANIZER),
    "person unknown": lambda t: reply(Reply.PERSON_UNKNOWN, t, who=mention("U1")),
    "nobody to answer for": lambda t: reply(Reply.NOBODY_TO_ANSWER_FOR, t, who=mention("U1")),
    "answered for a yes": lambda t: rsvp_views.answered_for(own(YES), "U0ADA", t),
    "answered for a maybe": lambda t: rsvp_views.answered_for(own(MAYBE), "U0ADA", t),
    "answered for a no": lambda t: rsvp_views.answered_for(own(NO), "U0ADA", t),
    "answered for while waiting": lambda t: rsvp_views.answered_for(own(WAITS), "U0ADA", t),
    "noted for a yes": lambda t: rsvp_views.noted_for(own(YES), "U1", t),
    "noted for a maybe": lambda t: rsvp_views.noted_for(own(MAYBE), "U1", t),
    "noted for a no": lambda t: rsvp_views.noted_for(own(NO), "U1", t),
    "noted for while waiting": lambda t: rsvp_views.noted_for(own(WAITS), "U1", t),
    **{
        f"known of {what}": partial(rsvp_views.noted_for, own(card), "U1", is_news=False)
        for what, card in {"a yes": YES, "a maybe": MAYBE, "a no": NO, "waiting": WAITS}.items()
    },
    "calendars": lambda t: calendar_views.overview(ADDRESSES, YES_ENTRY, t),
    "calendars, a new address": lambda t: calendar_views.overview(ADDRESSES, None, t, is_new=True),
    "calendars without addresses": lambda t: calendar_views.overview(None, ENTRY, t),
    "calendars without anything": lambda t: calendar_views.overview(None, None, t),
    "one event into a calendar": lambda t: calendar_views.of_event(ENTRY, t),
    "calendar file on its way": lambda t: calendar_views.on_its_way(ENTRY, t),
    "file not sent": partial(reply, Reply.FILE_NOT_SENT),
    "announced": lambda t: announcement_views.on_its_way(EVENT, "labcamp", t),
    "announced by id": lambda t: announcement_views.on_its_way(EVENT, "C0LABCAMP", t),
    "no channel": partial(reply, Reply.NO_CHANNEL),
    "too long and nowhere": lambda t: announcement_views.faulty(
        Draft("x" * 3001, "labcamp"), (Fault.UNKNOWN, Fault.TOO_LONG), t
    ),
    "draft not announced": lambda t: announcement_views.not_open(EVENT, Closed.DRAFT, t),
    "cancelled not announced": lambda t: announcement_views.not_open(EVENT, Closed.CANCELLED, t),
    "past not announced": lambda t: announcement_views.not_open(EVENT, Closed.PAST, t),
    "problems": lambda t: problem_report(SOME_PROBLEMS, (), t),
    "problems and troubles": lambda t: problem_report(
        SOME_PROBLEMS[:1], (Trouble(What.ARCHIVED, "C1"), Trouble(What.SCOPES, "im:write")), t
    ),
    "a message that was deleted": lambda t: problem_report(SOME_PROBLEMS[-1:], (), t),
}

# --- The longest that can be stored


def longest(sign: str) -> dict[str, View]:
    """Views of an event in which every field is as long as can be, filled with one sign or word."""

    def filled(length: int) -> str:
        return (sign * length)[:length]

    line, title = filled(255), filled(150)
    url = "https://example.org/" + "x" * 235
    event = a_full_event(
        999_999,
        title=title,
        description=filled(3000),
        location=line,
        host=line,
        join_url=url,
        registration_url=url,
        sessions=tuple(Session(line, line, line, line) for _ in range(12)),
    )
    counts = Counts(400, 400, 400, 400)
    items = tuple(an_item(number) for number in range(12))
    long_items = tuple(replace(item, title=title, url=url) for item in items)
    card = Card(event, counts, an_rsvp(), groups=material_of(*long_items, talk=line))
    waits = replace(card, rsvp=an_rsvp(waitlisted_at=NOON), position=400)
    post = Post(
        event, counts, Announcement(AnnouncementId(1), "U9", filled(TEXT_LIMIT), "C1", ELEVEN)
    )
    addresses = Addresses(url + "/calendar.ics", url + "/calendar/0123.ics")
    people = [f"U0{number:09}" for number in range(400)]
    rsvps = tuple(an_rsvp(user) for user in people)
    crowd = Attendance(event, rsvps[0::4], rsvps[1::4], rsvps[2::4], rsvps[3::4])
    crowds_names = {user: filled(80) for user in people}
    hundred = frozenset(people[:100])
    kinds = [kind for kind in Kind if kind not in UNREPORTED]
    problems = tuple(
        Problem(kinds[number % len(kinds)], "U0ANNA", PROBLEMS[number % 3], line)
        for number in range(400)
    )
    return {
        "card": lambda t: event_views.card(card, None, t),
        "card while waiting": lambda t: event_views.card(waits, None, t),
        "card of a past event": lambda t: event_views.card(card, Closed.PAST, t),
        "between": lambda t: event_views.between(card, *LINKS, t),
        "list": the_list(*[event] * 8, page=2, has_more=True),
        "confirmation": lambda t: rsvp_views.confirmation(own(card), t),
        "waiting": lambda t: rsvp_views.confirmation(own(waits), t),
        "closed": lambda t: rsvp_views.closed(event, Closed.PAST, t),
        "place": lambda t: rsvp_views.place(own(card), t),
        "post": lambda t: rsvp_views.post(post, t),
        "closed post": lambda t: rsvp_views.post(replace(post, closed=Closed.PAST), t),
        "who comes": lambda t: participant_views.names(crowd, crowds_names, 400, t),
        "who comes, while Slack is silent": lambda t: participant_views.names(crowd, {}, None, t),
        "organizers": lambda t: organizer_views.listed(OrganizerSources(*[hundred] * 3), t),
        "answered for": lambda t: rsvp_views.answered_for(own(waits), "U0ADAORGA01", t),
        "calendars": lambda t: calendar_views.overview(
            addresses, Entry(event, NOON, an_rsvp()), t, is_new=True
        ),
        "event into a calendar": lambda t: calendar_views.of_event(Entry(event, NOON), t),
        "announced": lambda t: announcement_views.on_its_way(event, filled(80), t),
        "not announced": lambda t: announcement_views.not_open(event, Closed.PAST, t),
        "problems": lambda t: problem_report(problems, (), t),
        "unknown": lambda t: usage.unknown(Unknown(filled(80), filled(2000)), t),
        "whose no": lambda t: rsvp_views.which_no(event, t),
        "welcome": lambda t: welcome_views.welcome(waits, t),
    }


LONG: dict[str, View] = {
    f"{name}, {what}": view
    for what, sign in {
        "letters": "x",
        "ampersands": "&",
        "emoji": "🧑",
        "words": "Bürgerbeteiligung heute ",
    }.items()
    for name, view in longest(sign).items()
}
ALL = {**VIEWS, **{f"longest {name}": view for name, view in LONG.items()}}
# Of some there is a picture too, to stand in the gallery beside the usual length.
PICTURES = VIEWS | {
    f"{name}, longest": LONG[f"{longest_name}, words"]
    for name, longest_name in {
        "card": "card",
        "coming events": "list",
        "confirmed waiting": "waiting",
        "post": "post",
        "welcome": "welcome",
        "who comes": "who comes",
    }.items()
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", PICTURES)
def test_a_view_looks_as_it_did(name: str, picture: SnapshotAssertion) -> None:
    assert {
        language: PICTURES[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("name", ALL)
def test_slack_takes_every_view(name: str, language: str) -> None:
    warnings: list[str] = []
    payload = ALL[name](texts(language)).payload()
    content = content_of(payload, warnings.append)
    assert content.text == payload["text"]
    assert warnings == []
    assert 0 < len(payload["text"]) <= 4000


def test_every_text_differs_between_the_languages() -> None:
    same = [name for name, view in VIEWS.items() if view(texts("de")) == view(texts("en"))]
    assert same == []


def test_every_kind_of_problem_has_its_words_in_both_languages() -> None:
    for kind in Kind:
        if kind not in UNREPORTED:
            for state in PROBLEMS:
                problem = Problem(kind, "C0LABCAMP", state, None)
                for language in ("de", "en"):
                    assert problem_report((problem,), (), texts(language)).text


# --- Counts


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("counts", "signs"),
    [
        (COUNTS, "✅ 3 · 🤔 1 · ❌ 0"),
        (WITH_WAITING, "✅ 3 · 🤔 1 · ❌ 0 · ⏳ 2"),
        (Counts(), "✅ 0 · 🤔 0 · ❌ 0"),
        (Counts(400, 0, 12, 1), "✅ 400 · 🤔 0 · ❌ 12 · ⏳ 1"),
    ],
)
def test_the_counts_stand_in_the_blocks_and_in_the_text(
    counts: Counts, signs: str, language: str
) -> None:
    shown = rsvp_views.post(replace(ANNOUNCED, counts=counts), texts(language))
    assert signs in shown.text
    assert ("⏳" in shown.text) is (counts.waiting > 0)
    assert any(text.startswith(signs) for text in texts_of(shown))
    card = event_views.card(Card(EVENT, counts), None, texts(language))
    assert any(signs in text for text in texts_of(card))


@pytest.mark.parametrize("name", [name for name in LONG if "post" in name])
def test_no_text_is_so_long_that_the_counts_fall_off(name: str) -> None:
    for language in ("de", "en"):
        assert "✅ 400 · 🤔 400 · ❌ 400 · ⏳ 400" in LONG[name](texts(language)).text


# --- The join link


@pytest.mark.parametrize(
    ("card", "shown"), [(YES, True), (MAYBE, True), (NO, False), (NO_ANSWER, False), (WAITS, False)]
)
def test_the_join_link_is_for_those_who_come_or_may_come(card: Card, shown: bool) -> None:
    assert (JOIN in str(event_views.card(card, None, texts("de")).payload())) is shown
    if card.rsvp is not None:
        assert (JOIN in str(rsvp_views.confirmation(own(card), texts("de")).payload())) is shown


def test_whoever_is_forgotten_is_somebody_and_no_channel() -> None:
    t = texts("de")
    refused = Problem(Kind.FILE, SOMEBODY, State.REFUSED, "missing_scope")
    for shown in (
        rsvp_views.answered_for(own(YES), SOMEBODY, t).text,
        str(problem_report([refused], [], t).text),
        str(proposal_views.decided_before(KeptItem(ItemId(1), an_item()), SOMEBODY, t)),
    ):
        assert "Jemand" in shown
        assert SOMEBODY not in shown


def test_the_join_link_is_gone_when_the_event_is_over() -> None:
    for closed in set(Closed) - {Closed.CLOSED}:
        assert JOIN not in str(event_views.card(YES, closed, texts("de")).payload())


def test_the_join_link_is_shown_to_whoever_gets_a_place() -> None:
    assert JOIN in str(rsvp_views.place(own(YES), texts("de")).payload())


def test_the_join_link_is_never_shown_in_the_channel() -> None:
    for closed in (None, *Closed):
        assert JOIN not in str(
            rsvp_views.post(replace(ANNOUNCED, closed=closed), texts("de")).payload()
        )
    assert JOIN not in str(the_list(EVENT)(texts("de")).payload())
    assert JOIN not in str(event_views.between(YES, *LINKS, texts("de")).payload())


# --- Hostile texts

HOSTILE = "<!channel> <@U0ADA> <#C0LABCAMP> <https://evil.example|x> *fett* | &lt; \u202eback"
BAD_URL = "https://example.org/a|b>c<d&e"


def texts_of(message: Message) -> Iterator[str]:
    """Every mrkdwn text in the blocks."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if value.get("type") == "mrkdwn":
                yield value["text"]
            for part in value.values():
                yield from inside(part)
        elif isinstance(value, list | tuple):
            for part in value:
                yield from inside(part)

    yield from inside(message.blocks)


HOSTILE_EVENT = a_full_event(
    title=HOSTILE,
    description=HOSTILE,
    location=HOSTILE,
    host=HOSTILE,
    join_url=BAD_URL,
    sessions=(Session(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
)
HOSTILE_CARD = Card(
    HOSTILE_EVENT,
    COUNTS,
    an_rsvp(),
    groups=material_of(replace(an_item(), title=HOSTILE, url=BAD_URL), talk=HOSTILE),
)
HOSTILE_PROBLEM = Problem(Kind.REFRESH, "<!here>", State.REFUSED, HOSTILE)
HOSTILE_VIEWS: dict[str, View] = {
    "card": lambda t: event_views.card(HOSTILE_CARD, None, t),
    "between": lambda t: event_views.between(HOSTILE_CARD, *LINKS, t),
    "list": the_list(HOSTILE_EVENT),
    "confirmation": lambda t: rsvp_views.confirmation(own(HOSTILE_CARD), t),
    "who comes": lambda t: participant_views.names(
        replace(ATTENDANCE, event=HOSTILE_EVENT), {"U0ANNA": HOSTILE}, 1, t
    ),
    "calendars": lambda t: calendar_views.overview(ADDRESSES, Entry(HOSTILE_EVENT, NOON), t),
    "event into a calendar": lambda t: calendar_views.of_event(Entry(HOSTILE_EVENT, NOON), t),
    "calendar file": lambda t: calendar_views.on_its_way(Entry(HOSTILE_EVENT, NOON), t),
    "closed": lambda t: rsvp_views.closed(HOSTILE_EVENT, Closed.PAST, t),
    "place": lambda t: rsvp_views.place(own(HOSTILE_CARD), t),
    "post": lambda t: rsvp_views.post(Post(HOSTILE_EVENT, COUNTS), t),
    "announced": lambda t: announcement_views.on_its_way(HOSTILE_EVENT, "<!here>", t),
    "not announced": lambda t: announcement_views.not_open(HOSTILE_EVENT, Closed.PAST, t),
    "problems": lambda t: problem_report((HOSTILE_PROBLEM,), (), t),
}


@every("name", HOSTILE_VIEWS)
def test_what_somebody_wrote_stays_text(name: str) -> None:
    message = HOSTILE_VIEWS[name](texts("de"))
    content_of(message.payload(), lambda _: None)
    for text in (message.text, *texts_of(message)):
        for markup in ("<!channel", "<!here", "<@U0ADA", "<#C0LABCAMP", "<https://evil"):
            assert markup not in text
    assert any("&lt;!" in text for text in texts_of(message))


@pytest.mark.parametrize(
    "text", ["<!channel>", "<!here|here>", "<!everyone>", "<!subteam^S0ALL>", "<!date^0^{date}|x>"]
)
def test_an_announcement_wakes_nobody(text: str) -> None:
    post = replace(
        ANNOUNCED,
        announcement=Announcement(AnnouncementId(1), "U9", f"Hallo {text}!", "C1", ELEVEN),
    )
    message = rsvp_views.post(post, texts("de"))
    for shown in (message.text, *texts_of(message)):
        assert text not in shown


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.org|hier>",
        "<https://example.org/?a=1&amp;b=2>",
        "<mailto:info@example.org|info@example.org>",
        "<@U0ADA>",
        "<@U0ADA|ada>",
        "<#C0LABCAMP|labcamp>",
        "*fett* _kursiv_ `code`",
        "R&amp;D, a &lt; b",
        "Zeile\n\n• noch eine",
    ],
)
def test_an_announcement_keeps_its_links_and_mentions(text: str) -> None:
    post = replace(
        ANNOUNCED, announcement=Announcement(AnnouncementId(1), "U9", text, "C1", ELEVEN)
    )
    assert text in list(texts_of(rsvp_views.post(post, texts("de"))))


def test_a_bar_or_bracket_in_an_address_does_not_end_it() -> None:
    card = event_views.card(HOSTILE_CARD, None, texts("de"))
    address = "https://example.org/a%7Cb&gt;c&lt;d&amp;e"
    assert f"<{address}|&lt;!channel&gt;" in "\n".join(texts_of(card))
    # in a button there is nothing that it could end
    assert f"'{BAD_URL}'" in str(card.payload())


def test_what_a_member_typed_is_repeated_as_it_was_typed() -> None:
    for words in ("`<!channel>`", "a & b", "<!here>"):
        shown = usage.unknown(Unknown(words, None), texts("de")).text
        assert "<!" not in shown


# --- Buttons


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_answers_are_three_buttons_with_the_events_number(language: str) -> None:
    for message in (
        rsvp_views.post(ANNOUNCED, texts(language)),
        rsvp_views.confirmation(own(YES), texts(language)),
        rsvp_views.place(own(YES), texts(language)),
        event_views.card(NO_ANSWER, None, texts(language)),
    ):
        (row,) = (block for block in message.blocks if block["type"] == "actions")
        found = [(button["action_id"], button.get("value")) for button in row["elements"]]
        assert found[:3] == [("rsvp_yes", "11"), ("rsvp_maybe", "11"), ("rsvp_no", "11")]


def test_a_closed_event_has_no_answers_to_click() -> None:
    for closed in Closed:
        for message in (
            rsvp_views.post(replace(ANNOUNCED, closed=closed), texts("de")),
            event_views.card(YES, closed, texts("de")),
        ):
            assert "rsvp_yes" not in str(message.payload())
