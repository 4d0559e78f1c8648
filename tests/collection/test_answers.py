"""The search answers the open half of the collection; `make bench` measures the other half."""

import pytest

from storage.database import Database
from tests.collection.judging import Judged, furnish, judge, mark, marks
from tests.collection.questions import Half, QuestionKind

# Questions of the open half that are not answered in full; a stranger here, or a gap, fails.
FAILING: set[str] = set()
# Written before the search is changed for them.
NOT_YET = {QuestionKind.PARAGRAPH, QuestionKind.RARE}


@pytest.fixture(params=["sqlite_db", "postgres_db"])
def judged(request: pytest.FixtureRequest) -> list[Judged]:
    db: Database = request.getfixturevalue(request.param)
    furnish(db)
    with db.reading() as connection:
        return [one for one in judge(connection, Half.OPEN) if one.question.kind not in NOT_YET]


def test_nearly_all_right_answers_are_among_the_first_five(judged: list[Judged]) -> None:
    assert mark(judged).recall >= 0.95
    assert {kind: found for kind, found in marks(judged).items() if found.recall < 0.9} == {}
    assert {one.question.ask for one in judged if one.recall < 1} == FAILING
