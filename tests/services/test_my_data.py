"""One member is given all that is kept of them in every table, and nothing of anybody else."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import services
from bot.domain.announcements import AnnouncementStatus, Draft, RsvpMessage
from bot.domain.calendar import KeptToken
from bot.domain.deliveries import ORGANIZERS, Kind, State
from bot.domain.events import Session
from bot.domain.knowledge import Publication
from bot.domain.languages import LANGUAGES
from bot.domain.my_data import Kept, OwnData
from bot.domain.personal_data import Purpose, Relation
from bot.domain.rsvps import Answer, Reaction
from bot.domain.wishes import Wish
from bot.locales import texts
from bot.services import deliveries as sending
from bot.services import members, my_data, topics
from bot.services.rsvp_reactions import ReactionSeen, react
from bot.services.rsvps import answer_for
from bot.views import my_data as views
from storage import (
    announcements,
    audit,
    events,
    feedback,
    feeds,
    forgotten,
    knowledge_items,
    personal_data,
    rsvp_messages,
    talk_items,
)
from storage import handled_events as handled
from storage.tables import deliveries, pauses
from tests.builders import ELEVEN, NOON, an_event, an_item

ANNA, BEN = "U0ANNA01", "W0BEN002"
THEIRS = {ANNA: "annas", BEN: "bens"}  # stands in all that they wrote
DAY = timedelta(days=1)
RETENTION = 30


def everything(connection: sa.Connection, user: str, other: str) -> None:
    """All that can be kept of somebody, with somebody else wherever two can be named."""
    mark = THEIRS[user]
    answer_for(connection, other, user, Answer.YES, ELEVEN, f"answer {len(mark)}", NOON)
    seen = ReactionSeen("C1", "1.1", user, Reaction(Answer.YES, NOON - DAY, NOON - DAY))
    react(connection, seen, NOON)
    members.set_language(connection, user, "en", f"language {mark}", NOON)
    feeds.replace(connection, user, KeptToken(f"handle {mark}", f"digest {mark}"))
    handled.is_new(connection, f"asked:{user}:1", NOON)
    audit.add(connection, NOON, user, "organizers add", other)
    for status in Publication:
        url = f"https://example.org/{mark}/{status}"
        item = an_item(title=f"{mark} {status}", url=url, status=status)
        knowledge_items.add(connection, item, user, NOON)
    feedback.add_asked(connection, ELEVEN, [user])
    topics.propose(connection, user, f"{mark} topic", f"topic {mark}", NOON)
    draft = Draft(f"Dank von {mark} an <@{other}|{other.lower()}>!", "C1", ELEVEN)
    announcements.add(connection, user, draft, AnnouncementStatus.POSTED, NOON)
    word = f"{mark} word, thanks to <@{other}> and <@{user}>"
    decided = {"item": 7, "status": "published", "by": user, "word": word}
    question = {"asker": user, "words": f"{mark} question", "key": mark}
    for kind, target, payload in (
        (Kind.DECIDED, other, decided),
        (Kind.ASKED, ORGANIZERS, question),
        (Kind.QUESTION, other, question),
    ):
        sending.add(connection, kind, target, payload, NOON, f"{kind}:{len(mark)}:{target}")  # type: ignore[arg-type]
    scope = f"chat.postMessage {user}"
    connection.execute(sa.insert(pauses), {"scope": scope, "until": NOON})
    forgotten.add(connection, Wish.of(user, NOON - 9 * DAY))


@pytest.fixture
def two(connection: sa.Connection) -> sa.Connection:
    """A database with all that can be kept of two people who have to do with each other."""
    talks = tuple(Session(f"{THEIRS[one]} talk", "Wer", contact=one) for one in (ANNA, BEN))
    events.save(connection, an_event(sessions=talks), NOON - DAY)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN))
    everything(connection, ANNA, BEN)
    everything(connection, BEN, ANNA)
    arrived = {"state": State.SENT, "done_at": NOON, "channel": "D" + deliveries.c.target}
    connection.execute(sa.update(deliveries).values(**arrived, ts="2.2"))
    return connection


def of(connection: sa.Connection, user: str) -> OwnData:
    return my_data.of_person(connection, user, RETENTION)


def written(found: OwnData, language: str = "de") -> str:
    return views.file(found, NOON, "Europe/Berlin", texts(language)).content.decode()


@pytest.mark.parametrize(("user", "other"), [(ANNA, BEN), (BEN, ANNA)])
def test_nothing_of_anybody_else_is_in_it(two: sa.Connection, user: str, other: str) -> None:
    for language in LANGUAGES:
        said = written(of(two, user), language)
        assert other not in said
        assert other.lower() not in said
        assert THEIRS[user] in said
        # what somebody wrote to the member is theirs, and so is a text of which all can see that it
        # mentions them: the word on their proposal, and an announcement
        word = f"{THEIRS[other]} word, thanks to <@{user}> and …"
        thanks = f"Dank von {THEIRS[other]} an <@{user}|{user.lower()}>!"
        assert said.count(word) == said.count(thanks) == 1
        assert said.count(THEIRS[other]) == 2


def test_every_table_that_knows_people_by_their_ids_is_in_it(two: sa.Connection) -> None:
    by_id = {
        column.table.name
        for column, it in personal_data.columns()
        if it.relation is not Relation.OTHERS
    }
    assert {one.table for one in of(two, ANNA).kept} == by_id


def test_whoever_proposed_and_whoever_decided_about_the_same_read_nothing_of_each_other(
    connection: sa.Connection,
) -> None:
    item = knowledge_items.add(connection, an_item(), BEN, NOON)
    assert item is not None
    talk_items.decide(connection, item, ANNA)
    for user, other, column in ((ANNA, BEN, "decided_by"), (BEN, ANNA, "proposed_by")):
        found = of(connection, user)
        assert [one[column] for one in values(found, "knowledge") if column in one] == [user]
        assert other not in written(found)


def values(found: OwnData, table: str) -> list[dict[str, Any]]:
    return [dict(one.values) for one in found.kept if one.table == table]


def test_who_is_only_named_reads_what_was_done_and_not_by_whom(two: sa.Connection) -> None:
    done = {
        (one.get("actor"), one["action"], one["subject"]) for one in values(of(two, ANNA), "audit")
    }
    assert done == {
        (None, "organizers add", ANNA),
        (None, "rsvp yes", f"event 11 {ANNA}"),
        (ANNA, "organizers add", "…"),
        (ANNA, "rsvp yes", "event 11 …"),
    }


def test_a_question_is_read_by_whoever_asked_it_and_not_by_whom_it_went_to(
    two: sa.Connection,
) -> None:
    letters = {one["kind"]: [] for one in values(of(two, ANNA), "deliveries")}  # type: ignore[var-annotated]
    for one in values(of(two, ANNA), "deliveries"):
        letters[one["kind"]].append((one.get("target"), one.get("channel"), one["payload"]))
    assert letters["asked"] == [(None, None, {"words": "annas question"})]
    assert sorted(letters["question"], key=str, reverse=True) == [
        (None, None, {"words": "annas question"}),
        (ANNA, f"D{ANNA}", {}),
    ]


def test_it_says_in_words_what_is_kept_why_and_until_when(two: sa.Connection) -> None:
    sections = json.loads(written(of(two, ANNA)))["Gespeichert"]
    (answers,) = [one for one in sections if one["Was"] == "Antworten"]
    assert answers == {
        "Was": "Antworten",
        "Wofür": "Wer zu einem Termin kommt: Plätze, Warteliste und Zahlen",
        "Rechtsgrundlage": "Aufgabe der Gemeinschaft (Art. 6 Abs. 1 Buchst. e DSGVO; "
        "bei privaten Trägern Buchst. f)",
        "Wie lange": "30 Tage nach dem Ende des Termins; dann bleiben nur Zahlen, "
        "Gruppen unter fünf als „<5“",
        "Danach": "nur noch gezählt",
        "Auf Wunsch sofort": "gelöscht",
        "Einträge": [
            {
                "Termin": "LabCamp#11: Wirkung sichtbar machen",
                "Slack-ID": ANNA,
                "Antwort": "ja",
                "Geantwortet per": "Organisator:in",
                "Geantwortet am": "Montag, 23. November 2026, 11:00 Uhr MEZ",
                "Gespeichert bis": "Mittwoch, 6. Januar 2027, 18:00 Uhr MEZ",
            }
        ],
    }


def test_until_when_is_a_date_where_it_is_known(two: sa.Connection) -> None:
    end = an_event().ends_at
    known = {
        ("rsvps", Purpose.ANSWERS): end + RETENTION * DAY,
        ("reactions", Purpose.ANSWERS): end + RETENTION * DAY,
        ("members", Purpose.SETTINGS): None,  # chosen, and there is an answer
        ("members", Purpose.ROLE): None,
        ("feeds", Purpose.CALENDAR): None,
        ("announcements", Purpose.ANNOUNCING): end + 90 * DAY,
        ("handled_events", Purpose.ONCE): NOON + 7 * DAY,
        ("pauses", Purpose.PACE): NOON + DAY,
        ("audit", Purpose.AUDIT): NOON + 365 * DAY,
        ("forgotten", Purpose.FORGETTING): NOON + 356 * DAY,
    }
    found = {(one.table, one.purpose): one.until for one in of(two, ANNA).kept}
    assert {key: found[key] for key in known} == known


def test_letters_about_an_event_go_with_its_answers_and_proposals_once_decided(
    two: sa.Connection,
) -> None:
    kept: list[Kept] = [*of(two, ANNA).kept]
    letters = {one.values["kind"]: one.until for one in kept if one.table == "deliveries"}
    assert letters["answered"] == an_event().ends_at + RETENTION * DAY
    assert letters["decided"] == NOON + 90 * DAY
    items = {one.values["status"]: one.until for one in kept if one.table == "knowledge"}
    ninety = NOON + 90 * DAY
    assert items == {"proposed": None, "published": ninety, "rejected": ninety}


def test_of_who_only_asked_there_is_nothing(connection: sa.Connection) -> None:
    assert of(connection, ANNA).kept == ()
    members.learn_language(connection, ANNA, "de", NOON)
    handled.is_new(connection, f"files:{ANNA}:2026-12-01:0", NOON)
    asked = of(connection, ANNA)
    assert {one.table for one in asked.kept} == {"members", "handled_events"}
    assert asked.is_nothing
    assert {one.until for one in asked.kept} == {NOON + 7 * DAY, NOON + 30 * DAY, None}
    members.set_language(connection, ANNA, "de", "chosen", NOON)
    assert not of(connection, ANNA).is_nothing


def test_there_are_words_for_all_that_is_done_when_organizing() -> None:
    done: set[str] = set()
    for file in Path(services.__file__).parent.rglob("*.py"):
        done.update(re.findall(r'audit\.add\([^"]*?, "([a-z ]+)",', file.read_text("utf-8")))
    assert {"announce", "who", "organizers add"} <= done
    assert [one for one in done if f"data.action.{one.replace(' ', '_')}" not in texts("de")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_about_people_has_a_name_for_people(language: str) -> None:
    t = texts(language)
    for column, _ in personal_data.columns():
        assert views.table_label(column.table.name, t)
        assert views.column_label(column.table.name, column.name, t)
