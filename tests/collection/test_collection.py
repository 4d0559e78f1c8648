"""The collection can be judged by: it imports, and every question has answers that are there."""

from collections import Counter

import pytest
import sqlalchemy as sa

from bot.domain.knowledge import Publication, normalised_url
from bot.services.import_spooling import Tally
from bot.services.imports import ImportSummary
from storage import events, knowledge
from tests.collection.questions import (
    ITEMS,
    Half,
    Question,
    QuestionKind,
    import_collection,
    questions,
)
from tests.reading import plan, read_file

PLAN = plan(read_file(ITEMS), {}, {}, "Europe/Berlin")
PUBLISHED = {
    normalised_url(item.after.url)
    for item in PLAN.knowledge
    if item.after.status is Publication.PUBLISHED
}


def as_asked(question: Question) -> str:
    return " ".join(question.ask.casefold().split())


def test_it_imports_without_fault_into_an_empty_database(connection: sa.Connection) -> None:
    summary = import_collection(connection)
    assert summary == ImportSummary(Tally(created=14), Tally(created=412))
    assert [event.number for event in events.all_events(connection)] == list(range(1, 15))
    assert len(knowledge.all_items(connection)) == 412


def test_a_session_that_an_item_names_is_a_talk_of_its_event() -> None:
    talks = {(e.after.number, s.talk) for e in PLAN.events for s in e.after.sessions}
    named = {(i.after.event, i.after.session) for i in PLAN.knowledge if i.after.session}
    assert named <= talks


def test_some_items_are_not_published_and_must_not_be_found() -> None:
    found = {item.after.status for item in PLAN.knowledge}
    assert found == set(Publication)


@pytest.mark.parametrize("half", Half)
def test_every_answer_is_the_address_of_a_published_item(half: Half) -> None:
    for question in questions(half):
        answers = [normalised_url(answer) for answer in question.answers]
        assert 1 <= len(set(answers)) == len(answers) <= 5, question.ask
        assert set(answers) <= PUBLISHED, question.ask


@pytest.mark.parametrize("half", Half)
def test_every_kind_of_question_is_well_represented_in_each_half(half: Half) -> None:
    counts = Counter(question.kind for question in questions(half))
    assert set(counts) == set(QuestionKind)
    assert min(counts.values()) >= 12
    assert counts.total() == 169


def test_no_question_is_asked_twice() -> None:
    asked = Counter(as_asked(question) for half in Half for question in questions(half))
    assert asked.most_common(1)[0][1] == 1
