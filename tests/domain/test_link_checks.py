"""What an answer says of a link, and when a link is called dead."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.link_checks import (
    Answer,
    Link,
    LinkAnswered,
    LinkVerdict,
    Unreached,
    Why,
    archived,
    host_of,
    is_our_own_trouble,
    settles,
    standing,
    verdict,
    waits,
)
from tests.builders import NOON
from tests.every_case import every

OK, MISSING, SECRET = LinkAnswered(200), LinkAnswered(404), LinkAnswered(403)
SILENT = Unreached(Why.TIMEOUT)
BUSY, PRIVATE = Unreached(Why.BUSY), Unreached(Why.NOT_ASKED)
DAY = timedelta(days=1)


def a_link(**fields: Any) -> Link:
    defaults: dict[str, Any] = {
        "url": "https://example.org/1",
        "checked_at": None,
        "failures": 0,
        "dead_since": None,
        "claimed_until": NOON,
    }
    return Link(**{"id": 24, **defaults, **fields})


@every(
    ("answer", "says"),
    [
        *[(LinkAnswered(status), LinkVerdict.ALIVE) for status in (200, 204, 206, 300, 304, 301)],
        *[
            (LinkAnswered(status), LinkVerdict.FAILED)
            for status in (404, 410, 500, 502, 504, 522, 599)
        ],
        *[
            (LinkAnswered(status), LinkVerdict.UNKNOWN)
            for status in (400, 401, 402, 403, 405, 406, 407, 418, 429, 451, 501, 505, 511, 999)
        ],
        (LinkAnswered(503, None, "120"), LinkVerdict.UNKNOWN),
        (LinkAnswered(503), LinkVerdict.UNKNOWN),
        *[
            (Unreached(why), LinkVerdict.FAILED)
            for why in (
                Why.NO_SUCH_HOST,
                Why.NO_NAME_SERVER,
                Why.REFUSED,
                Why.TIMEOUT,
                Why.HUNG_UP,
            )
        ],
        *[
            (Unreached(why), LinkVerdict.UNKNOWN)
            for why in (
                Why.UNREACHABLE,
                Why.CERTIFICATE,
                Why.REDIRECTS,
                Why.NOT_ASKED,
                Why.BUSY,
            )
        ],
    ],
)
def test_what_an_answer_says(answer: Answer, says: LinkVerdict) -> None:
    assert verdict(answer) is says


@every(
    ("answer", "enough"),
    [
        (OK, True),
        (LinkAnswered(301, "/a"), True),
        (LinkAnswered(429), True),
        (LinkAnswered(503, None, "9"), True),
        (LinkAnswered(503), False),
        (MISSING, False),
        (SECRET, False),
        (LinkAnswered(405), False),
        (LinkAnswered(501), False),
        (Unreached(Why.HUNG_UP), False),
        (SILENT, False),
        (Unreached(Why.NO_SUCH_HOST), True),
        (Unreached(Why.REFUSED), True),
        (Unreached(Why.CERTIFICATE), True),
    ],
)
def test_get_is_asked_where_head_settles_nothing(answer: Answer, enough: bool) -> None:
    assert settles(answer) is enough


def asked(link: Link, *answers: Answer, apart: timedelta = DAY) -> Link:
    """The link after these answers, each `apart` from the one before."""
    now = NOON
    for answer in answers:
        after = standing(link, answer, now)
        link = a_link(
            checked_at=after.checked_at, failures=after.failures, dead_since=after.dead_since
        )
        now += apart
    return link


@pytest.mark.parametrize(
    ("answers", "dead"),
    [
        ([MISSING, MISSING], False),
        ([MISSING, SILENT, LinkAnswered(500)], True),
        ([MISSING, MISSING, OK, MISSING, MISSING], False),
        ([MISSING, MISSING, SECRET, MISSING], True),
        ([SECRET, SECRET, SECRET, SECRET], False),
        ([MISSING, MISSING, MISSING, SECRET], True),
        ([MISSING, MISSING, MISSING, OK], False),
        ([MISSING, MISSING, MISSING, OK, MISSING], False),
    ],
)
def test_dead_is_what_failed_on_three_days_without_a_success(
    answers: list[Answer], dead: bool
) -> None:
    assert (asked(a_link(), *answers).dead_since is not None) is dead


def test_failures_of_one_day_count_once() -> None:
    often = asked(a_link(), *[MISSING] * 20, apart=timedelta(hours=1))
    assert (often.failures, often.dead_since) == (1, None)


def test_it_is_dead_since_the_third_day_however_often_it_fails_then() -> None:
    assert asked(a_link(), *[MISSING] * 9).dead_since == NOON + 2 * DAY


@given(st.lists(st.sampled_from([OK, MISSING, SECRET, SILENT]), max_size=12))
def test_no_link_is_dead_without_three_failures_since_the_last_success(
    answers: list[Answer],
) -> None:
    since = answers[len(answers) - answers[::-1].index(OK) :] if OK in answers else answers
    failed = sum(verdict(answer) is LinkVerdict.FAILED for answer in since)
    assert (asked(a_link(), *answers).dead_since is not None) is (failed >= 3)


@every(
    ("link", "answer", "again"),
    [
        (a_link(), OK, 7 * DAY),
        (a_link(id=5), OK, 7 * DAY + timedelta(hours=5)),
        (a_link(), SECRET, 7 * DAY),
        (a_link(), MISSING, DAY),
        (a_link(failures=1, checked_at=NOON - DAY), MISSING, DAY),
        (a_link(failures=1, checked_at=NOON - DAY), SECRET, DAY),
        (a_link(failures=2, checked_at=NOON - DAY), MISSING, 7 * DAY),
        (a_link(failures=3, dead_since=NOON - DAY, checked_at=NOON - DAY), MISSING, 7 * DAY),
        (a_link(), LinkAnswered(429, None, "60"), DAY),
        (a_link(), LinkAnswered(429, None, str(3 * 86400)), 3 * DAY),
        (a_link(), LinkAnswered(503, None, "99999999999"), 7 * DAY),
    ],
)
def test_when_a_link_is_asked_again(link: Link, answer: Answer, again: timedelta) -> None:
    assert standing(link, answer, NOON).check_at - NOON == again


@every(
    ("answer", "wants"),
    [
        (LinkAnswered(429, None, "120"), timedelta(minutes=2)),
        (LinkAnswered(429), timedelta(hours=1)),
        (LinkAnswered(429, None, "soon"), timedelta(hours=1)),
        (LinkAnswered(429, None, "-5"), timedelta(hours=1)),
        (LinkAnswered(429, None, "Mon, 23 Nov 2026 10:30:00 GMT"), timedelta(minutes=30)),
        (LinkAnswered(429, None, "Mon, 23 Nov 2020 10:30:00 GMT"), timedelta()),
        (LinkAnswered(429, None, f"Mon, 01 Jan {'9' * 20} 10:30:00 GMT"), timedelta(hours=1)),
        (LinkAnswered(503, None, "9" * 400), timedelta(days=7)),
        (LinkAnswered(503), None),
        (LinkAnswered(200, None, "120"), None),
        (SILENT, None),
    ],
)
def test_how_long_a_host_wants_to_be_left_alone(answer: Answer, wants: timedelta | None) -> None:
    assert waits(answer, NOON) == wants


@every(
    ("answers", "witnesses", "ours"),
    [
        ([SILENT], [], False),
        ([SILENT] * 5, [], True),
        ([SILENT] * 5, [OK], False),
        ([SILENT] * 5, [MISSING], False),
        ([SILENT], [SILENT], True),
        ([SILENT] * 4 + [MISSING], [], False),
        ([SILENT] * 4 + [Unreached(Why.REFUSED)], [SILENT], False),
        ([Unreached(Why.NO_NAME_SERVER)] * 5, [], True),
        ([SILENT, PRIVATE], [SILENT], True),
        ([SILENT, PRIVATE], [BUSY], False),
        ([SILENT, BUSY], [SILENT, BUSY], True),
        ([SILENT] * 4 + [PRIVATE] * 9, [], False),
        ([PRIVATE] * 9, [SILENT], False),
        ([], [], False),
    ],
)
def test_when_nobody_answers_it_is_our_own_trouble(
    answers: list[Answer], witnesses: list[Answer], ours: bool
) -> None:
    assert is_our_own_trouble(answers, witnesses) is ours


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Bücher.example/a", "xn--bcher-kva.example"),
        ("http://example.org:8080", "example.org"),
        ("http://[::1", ""),
        ("mailto:ada", ""),
    ],
)
def test_a_host_has_one_spelling(url: str, host: str) -> None:
    assert host_of(url) == host


def test_the_archive_is_asked_for_the_address_as_it_stands() -> None:
    url = "https://example.org/a?b=c#d"
    assert archived(url) == f"https://web.archive.org/web/2*/{url}"
