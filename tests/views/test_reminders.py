"""Reminders in both languages: a picture of each, and nothing that Slack would refuse."""

from collections.abc import Callable
from datetime import date

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.domain.deliveries import Kind, Problem, State
from bot.domain.events import Event, Session
from bot.domain.ids import EventNumber
from bot.domain.reminders import Nearness, NotSnoozed
from bot.domain.replies import Reply
from bot.domain.rsvps import Answer
from bot.locales import Texts, texts
from bot.views import problems, reminders
from bot.views.message import Message, reply
from playground.content import content_of
from tests.builders import ELEVEN, NOON, a_full_event, an_event
from tests.every_case import every

View = Callable[[Texts], Message]

JOIN = "https://example.org/raum"
TOMORROW = date(2026, 12, 7)
EVENT = a_full_event()
BARE = an_event()
LATE = (
    *(
        Problem(Kind.REMINDER, f"U{number}", State.MISSED, "too late", ELEVEN)
        for number in range(34)
    ),
    Problem(Kind.REMINDER, "U1", State.MISSED, "too late", EventNumber(12)),
    Problem(Kind.REMINDER, "U1", State.REFUSED, "user_not_found", EventNumber(12)),
    Problem(Kind.CHANNEL_REMINDER, "C0LABCAMP", State.MISSED, "too late", EventNumber(12)),
)


def direct(
    near: Nearness,
    event: Event = EVENT,
    answer: Answer = Answer.YES,
    *,
    with_link: bool = False,
    snooze: date | None = None,
) -> View:
    return lambda t: reminders.direct(event, answer, near, with_link, snooze, t)


VIEWS: dict[str, View] = {
    "direct, a day before": direct(Nearness.TOMORROW, snooze=TOMORROW),
    "direct, to a maybe": direct(Nearness.TOMORROW, EVENT, Answer.MAYBE, snooze=TOMORROW),
    "direct, an hour before": direct(Nearness.SOON, with_link=True),
    "direct, snoozed": direct(Nearness.TODAY, EVENT, Answer.MAYBE, with_link=True),
    "direct, shortest": direct(Nearness.COMING, BARE, with_link=True),
    "channel, a week before": lambda t: reminders.channel(EVENT, Nearness.COMING, t),
    "channel, shortest": lambda t: reminders.channel(BARE, Nearness.TOMORROW, t),
    "snooze kept": lambda t: reminders.snoozed(EVENT, EVENT.starts_at, t),
    **{
        f"not snoozed, {why}": lambda t, why=why: reminders.not_snoozed(EVENT, why, t)  # type: ignore[misc]
        for why in NotSnoozed
    },
    "switched on": lambda t: reply(Reply.REMINDERS_ON, t),
    "switched off": lambda t: reply(Reply.REMINDERS_OFF, t),
    "late reminders": lambda t: problems.problem_report(LATE, (), t),
}


def longest(sign: str) -> dict[str, View]:
    """Reminders of an event in which every field is as long as can be."""

    def filled(length: int) -> str:
        return (sign * length)[:length]

    line = filled(255)
    url = "https://example.org/" + "x" * 235
    event = a_full_event(
        999_999,
        title=filled(150),
        description=filled(3000),
        location=line,
        host=line,
        join_url=url,
        registration_url=url,
        sessions=tuple(Session(line, line, line, line) for _ in range(12)),
    )
    return {
        "direct": direct(Nearness.SOON, event, with_link=True, snooze=TOMORROW),
        "channel": lambda t: reminders.channel(event, Nearness.COMING, t),
        "not snoozed": lambda t: reminders.not_snoozed(event, NotSnoozed.ANSWER, t),
    }


LONG = {
    f"longest {name}, {what}": view
    for what, sign in {
        "letters": "x",
        "ampersands": "&",
        "emoji": "🧑",
        "words": "Bürgerbeteiligung heute ",
    }.items()
    for name, view in longest(sign).items()
}
ALL = VIEWS | LONG
PICTURES = VIEWS | {
    f"{name}, longest": LONG[f"longest {name}, words"] for name in ("channel", "direct")
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", PICTURES)
def test_a_reminder_looks_as_it_did(name: str, picture: SnapshotAssertion) -> None:
    assert {
        language: PICTURES[name](texts(language)).payload() for language in ("de", "en")
    } == picture


@every("language", ["de", "en"])
@every("name", ALL)
def test_slack_takes_every_reminder(name: str, language: str) -> None:
    warnings: list[str] = []
    payload = ALL[name](texts(language)).payload()
    assert content_of(payload, warnings.append).text == payload["text"]
    assert warnings == []
    assert 0 < len(payload["text"]) <= 4000


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_plain_text_says_what_when_where_who_and_what_one_said(language: str) -> None:
    text = VIEWS["direct, an hour before"](texts(language)).text
    said = {"de": "ja, du bist dabei", "en": "yes, you are in"}[language]
    for part in ("LabCamp#11: Wirkung", "7", "2026", "online", "Dr. Alex Beispiel", JOIN, said):
        assert part in text


@pytest.mark.parametrize("name", [name for name in LONG if "direct" in name])
def test_no_talk_is_so_long_that_the_link_and_the_answer_fall_off(name: str) -> None:
    assert "https://example.org/xxx" in LONG[name](texts("de")).text
    assert "ja, du bist dabei" in LONG[name](texts("de")).text


@pytest.mark.parametrize("near", Nearness)
def test_the_join_link_is_never_in_the_channel(near: Nearness) -> None:
    for language in ("de", "en"):
        assert JOIN not in str(reminders.channel(EVENT, near, texts(language)).payload())


def test_only_where_there_is_a_day_to_snooze_to_is_there_a_button() -> None:
    for snooze in (None, TOMORROW):
        shown = direct(Nearness.TOMORROW, snooze=snooze)(texts("de"))
        assert ("11:2026-12-07" in str(shown.blocks)) is (snooze is not None)


def test_an_event_reminded_of_tells_nobody_where_it_meets_a_day_before() -> None:
    assert JOIN not in str(VIEWS["direct, a day before"](texts("de")).payload())


def test_what_came_too_late_is_one_line_for_each_event() -> None:
    report = problems.problem_report(LATE, (), texts("de")).text
    assert "34 Erinnerungen an LabCamp#11 kamen zu spät" in report
    assert "Eine Erinnerung an LabCamp#12 kam zu spät" in report
    assert "Erinnerung (<@U1>, LabCamp#12): von Slack abgelehnt. Die Person ist" in report
    assert "Erinnerung im Kanal (<#C0LABCAMP>, LabCamp#12): nicht mehr gesendet" in report
    assert report.count("\n• ") == 4


def test_a_hostile_title_stays_text() -> None:
    hostile = an_event(title="<!channel> & <https://evil.example|x>")
    for shown in (
        direct(Nearness.SOON, hostile, with_link=True)(texts("de")),
        reminders.channel(hostile, Nearness.SOON, texts("de")),
        reminders.snoozed(hostile, NOON, texts("de")),
    ):
        assert "<!channel>" not in str(shown.payload())
        assert "<https://evil" not in str(shown.payload())
