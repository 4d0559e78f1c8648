"""Whatever is said in whichever way: nothing of people and no secret comes out of the log."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import PutBack, Refused, Sent
from bot.domain.withholding import without_people, without_secrets
from bot.settings import BadSettings, load
from storage import handled_events
from storage.database import Connection, Database, Unavailable
from storage.tables import troubles
from tests.builders import NOON
from tests.databases import again, written_by_another
from tests.log import Log

CANARY = "Kanarienvogel"
SECRETS = (
    "xoxb-1234-kanarien-AbC",
    "xapp-1-A0B-kanarien",
    "xoxe.xoxp-1-kanarien",
    "0123456789abcdef0123456789abcdef",
)


@dataclass(frozen=True)
class Unforeseen:
    """Something with words in it that nobody thought of."""

    text: str = CANARY


@pytest.fixture(params=["console", "json"])
def log(request: pytest.FixtureRequest) -> Log:
    """The log in each of its forms."""
    return Log(request.param)


def fall(error: BaseException) -> None:
    words = f"{CANARY} in a variable"  # noqa: F841
    raise error


def test_what_is_known_to_tell_nothing_is_said(log: Log) -> None:
    log.ours.info(
        "delivery", id=7, kind=Kind.PLACE, outcome=Refused("not_in_channel"), state="gone"
    )
    log.ours.warning("database.unavailable", error="the disk with /srv/a b/labcamp.db is full.")
    log.ours.info("delivery", outcome=PutBack(timedelta(minutes=1), "there is no organizer"))
    for told in (
        *("7", "place", "Refused: not_in_channel", "there is no organizer"),
        *("the disk with /srv/a b/labcamp.db is full.", "warning"),
    ):
        assert told in log.said


@pytest.mark.parametrize(
    "fields",
    [
        {"text": CANARY},
        {"url": f"https://example.org/{CANARY}"},
        {"error": f"one line\n{CANARY}"},
        {"type": f"no word: {CANARY}"},
        {"kind": [CANARY + " !"]},
        {"outcome": Unforeseen()},
        {"cause": f"{CANARY} said so"},
        {"outcome": Sent("D0KANARIE", "1.2")},
        {"body": {"text": CANARY, CANARY: 1}},
        {"fields": [Unforeseen()]},
        {"error": "U0KANARIE was here"},
        *({"error": f"with {secret}, they say"} for secret in SECRETS),
        {"error": "postgresql://kanarien:vogel@db/labcamp"},
        {"error": "POST https://hooks.slack.com/actions/T0/1/kanarien"},
        {"address": "http://localhost:3000/calendar/kanarien.ics"},
    ],
)
def test_what_is_not_known_is_withheld(log: Log, fields: dict[str, Any]) -> None:
    log.ours.error("an.event", **fields)
    assert "an.event" in log.said
    assert "kanarie" not in log.said.lower()
    assert not any(secret in log.said for secret in SECRETS)


@pytest.mark.parametrize(
    ("say", "shown"),
    [
        (lambda library: library.info("Job %s of %s is late", CANARY, "U0ADA"), "Job %s of %s is"),
        (lambda library: library.error(f"Unhandled request ({CANARY})"), "library"),
        (lambda library: library.info("%d birds", CANARY), "birds"),
        (lambda library: library.warning({"text": CANARY}), "library"),
    ],
)
def test_of_a_library_is_said_what_stands_in_its_code_and_where(
    log: Log, say: Callable[[logging.Logger], None], shown: str
) -> None:
    say(log.library)
    assert shown in log.said
    assert "test_logs:" in log.said
    assert CANARY not in log.said
    assert "U0ADA" not in log.said


def test_every_line_says_what_caused_it(log: Log) -> None:
    with bound_contextvars(cause="c0ffee12"):
        log.ours.info("delivery", id=7)
        log.library.info("Job %s is late", CANARY)
    log.ours.info("another", id=8)
    first, second, third = log.said.splitlines()
    assert "c0ffee12" in first
    assert "c0ffee12" in second
    assert "cause" not in third


def from_each_other() -> None:
    try:
        fall(ValueError(CANARY))
    except ValueError as error:
        error.add_note(CANARY)
        raise ExceptionGroup(CANARY, [KeyError(CANARY), OSError(28, CANARY)]) from error


def test_of_an_exception_is_said_what_and_where_and_not_what_it_says(log: Log) -> None:
    for logger in (log.ours, log.library):
        try:
            from_each_other()
        except ExceptionGroup:
            logger.exception("an.event")
    for told in ("ValueError", "ExceptionGroup", "KeyError", "OSError ENOSPC", "in fall"):
        assert log.said.count(told) >= 2
    assert CANARY not in log.said


def test_an_exception_that_leads_to_itself_comes_to_an_end(log: Log) -> None:
    one, other = ValueError(CANARY), KeyError(CANARY)
    one.__cause__, other.__cause__ = other, one
    log.ours.error("an.event", exc_info=one)
    assert log.said.count("ValueError") == 1


async def test_what_a_database_refuses_has_no_values(log: Log, db: Database) -> None:
    other = again(db, 0.05)
    with written_by_another(db):
        try:
            await other.write(handled_events.is_new, CANARY, NOON)
        except Unavailable as error:
            log.ours.error("listener.failed", error=other.why(error), exc_info=error)
    try:
        await db.write(twice)
    except Exception:  # noqa: BLE001 - IntegrityError, which only storage knows
        log.ours.exception("listener.failed")
    other.close()
    # where the machine was so slow that it was not even asked, it says that
    waited = "locked" if db.is_sqlite else "lock"
    assert waited in log.said or "others wait" in log.said
    assert "IntegrityError" in log.said
    assert ("SQLITE_CONSTRAINT_PRIMARYKEY" if db.is_sqlite else "23505") in log.said
    assert CANARY not in log.said


def twice(connection: Connection) -> None:
    for _ in range(2):
        connection.execute(troubles.insert(), {"what": CANARY, "about": CANARY, "at": NOON})


def test_each_line_is_json_where_that_is_asked_for() -> None:
    log = Log("json")
    log.ours.info("delivery", outcome=Sent("C0LABCAMP", "1.2"), again_in=timedelta(seconds=2))
    log.library.info("Job %s", CANARY)
    assert [json.loads(line)["event"] for line in log.said.splitlines()] == ["delivery", "Job %s"]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("name", ["LABCAMP_CHANNEL", "LABCAMP_ORGANIZERS", "PORT", "PUBLIC_URL"])
def test_a_secret_in_the_wrong_variable_is_not_repeated(
    name: str, secret: str, tmp_path: Any
) -> None:
    with pytest.raises(BadSettings) as bad:
        load({name: f"https://me:{secret}@x, {secret}"}, tmp_path, needs_slack=False)
    assert secret not in str(bad.value)
    assert name in str(bad.value)


def test_words_and_channels_are_no_ids() -> None:
    for text in (
        "WARNING",
        "UNIQUE",
        "DATABASE_URL",
        "C0LABCAMP",
        "xoxb-…",
        "WAL",
        "before-0018.db",
    ):
        assert without_people(without_secrets(text)) == text
