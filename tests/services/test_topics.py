"""Proposing topics, voting, putting them together and closing them, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import TopicId
from bot.domain.personal_data import SOMEBODY
from bot.domain.replies import Repeated, Reply, TooMany
from bot.domain.topics import MOST_OPEN, PAGE_SIZE, KeptTopic, Topic, TopicStatus
from bot.services import forgetting, my_data, topics
from bot.services.topics import Alike, Changed, Proposed, PutTogether
from storage import audit
from storage import topics as stored
from storage.database import Database
from storage.tables import topic_votes
from storage.tables import topics as rows
from tests.builders import NOON
from tests.databases import again
from tests.statements import Heard, recorded

OPEN, CLOSED = TopicStatus.OPEN, TopicStatus.CLOSED
ANNA, BEN, ADA = "U0ANNA", "U0BEN", "U0ADA"


def propose(
    connection: sa.Connection, title: str = "Wirkung messen", user: str = ANNA
) -> KeptTopic:
    made = topics.propose(connection, user, title, f"key {title} {user}", NOON, anyway=True)
    assert isinstance(made, Proposed), made
    return made.kept


def vote(connection: sa.Connection, user: str, topic: TopicId, key: str = "") -> KeptTopic:
    made = topics.vote(connection, user, topic, key or f"{user} {topic}", NOON)
    assert isinstance(made, Changed), made
    return made.kept


def voters(connection: sa.Connection, topic: TopicId) -> list[str]:
    """Whose votes are kept; and that as many are counted."""
    of_topic = sa.select(topic_votes.c.user).where(topic_votes.c.topic == topic)
    found = sorted(connection.execute(of_topic).scalars())
    counted = connection.execute(sa.select(rows.c.votes).where(rows.c.id == topic)).scalar()
    assert counted in (len(found), None)
    return found


def test_whoever_proposes_a_topic_wants_it(connection: sa.Connection) -> None:
    kept = propose(connection)
    assert stored.get(connection, kept.id, ANNA) == kept
    assert (kept.votes, kept.voted, kept.own) == (1, True, True)
    assert stored.get(connection, kept.id, BEN) == KeptTopic(kept.id, kept.topic, 1)


def test_the_same_form_makes_one_topic(connection: sa.Connection) -> None:
    kept = propose(connection)
    again = topics.propose(connection, ANNA, "Wirkung messen", "key Wirkung messen U0ANNA", NOON)
    assert again == Repeated(kept)


def test_what_is_called_the_same_is_offered_and_never_doubled(connection: sa.Connection) -> None:
    kept = propose(connection)
    for anyway in (False, True):
        made = topics.propose(connection, BEN, "WIRKUNG messen!", "b", NOON, anyway=anyway)
        assert made == Alike((KeptTopic(kept.id, kept.topic, 1),), same=True)
    topics.change(connection, ADA, kept.id, Topic(kept.topic.title, CLOSED, "War in #4"), NOON)
    made = topics.propose(connection, BEN, "Wirkung messen", "b", NOON)
    assert isinstance(made, Alike)
    assert made.topics[0].topic.answer == "War in #4"


def test_what_is_called_nearly_the_same_is_offered_first(connection: sa.Connection) -> None:
    propose(connection)
    made = topics.propose(connection, BEN, "Wirkungen messen", "b", NOON)
    assert isinstance(made, Alike)
    assert not made.same
    made = topics.propose(connection, BEN, "Wirkungen messen", "b", NOON, anyway=True)
    assert isinstance(made, Proposed)


def test_a_member_has_twenty_open_topics_at_most(connection: sa.Connection) -> None:
    kept = [propose(connection, f"Thema {number}") for number in range(MOST_OPEN)]
    more = topics.propose(connection, ANNA, "Noch eins", "x", NOON, anyway=True)
    assert more == TooMany(MOST_OPEN)
    topics.change(connection, ADA, kept[0].id, Topic("Thema 0", CLOSED), NOON)
    more = topics.propose(connection, ANNA, "Noch eins", "x", NOON, anyway=True)
    assert isinstance(more, Proposed)


def test_the_same_button_votes_and_takes_it_back(connection: sa.Connection) -> None:
    kept = propose(connection)
    assert vote(connection, BEN, kept.id, "1").voted
    assert voters(connection, kept.id) == [ANNA, BEN]
    assert isinstance(topics.vote(connection, BEN, kept.id, "1", NOON), Repeated)
    assert voters(connection, kept.id) == [ANNA, BEN]
    assert not vote(connection, BEN, kept.id, "2").voted
    assert voters(connection, kept.id) == [ANNA]


def test_a_closed_topic_has_no_votes_and_nobody_proposed_it(connection: sa.Connection) -> None:
    kept = propose(connection)
    vote(connection, BEN, kept.id)
    closed = Topic("Wirkung messen", CLOSED, "Kommt in #12")
    assert isinstance(topics.change(connection, ADA, kept.id, closed, NOON), Changed)
    assert voters(connection, kept.id) == []
    assert stored.get(connection, kept.id, ANNA) == KeptTopic(kept.id, closed)
    assert topics.vote(connection, BEN, kept.id, "3", NOON) is Reply.TOPIC_CLOSED
    topics.reopen(connection, ADA, kept.id, NOON)
    assert vote(connection, BEN, kept.id, "4").votes == 1
    done = [(actor, action) for _, actor, action, _ in audit.entries(connection)]
    assert done == [(ADA, "close topic"), (ADA, "change topic")]


def test_the_votes_of_one_person_count_once_when_topics_are_merged(
    connection: sa.Connection,
) -> None:
    one, other = propose(connection), propose(connection, "Wirkung zeigen", BEN)
    vote(connection, ANNA, other.id)
    vote(connection, "U0CEM", one.id)
    merged = topics.merge(connection, ADA, one.id, other.id, NOON)
    assert isinstance(merged, PutTogether)
    assert merged.kept.votes == 3
    assert voters(connection, other.id) == [ANNA, BEN, "U0CEM"]
    assert voters(connection, one.id) == []
    assert topics.merge(connection, ADA, one.id, other.id, NOON) is Reply.TOPIC_GONE
    assert topics.merge(connection, ADA, other.id, other.id, NOON) is Reply.TOPIC_GONE
    assert topics.vote(connection, BEN, one.id, "x", NOON) is Reply.TOPIC_GONE


def test_a_topic_is_withdrawn_as_long_as_nobody_else_wants_it(connection: sa.Connection) -> None:
    kept = propose(connection)
    assert topics.withdraw(connection, BEN, kept.id) is Reply.TOPIC_NOT_WITHDRAWN
    vote(connection, BEN, kept.id, "1")
    assert topics.withdraw(connection, ANNA, kept.id) is Reply.TOPIC_NOT_WITHDRAWN
    vote(connection, BEN, kept.id, "2")
    assert topics.withdraw(connection, ANNA, kept.id) is Reply.TOPIC_WITHDRAWN
    assert topics.withdraw(connection, ANNA, kept.id) is Reply.TOPIC_GONE


def test_an_organizer_gives_no_topic_the_title_of_another(connection: sa.Connection) -> None:
    one, other = propose(connection), propose(connection, "Räume gestalten")
    made = topics.change(connection, ADA, one.id, Topic("RÄUME gestalten"), NOON)
    assert made == Alike((KeptTopic(other.id, other.topic, 1),), same=True)


def test_the_list_shows_the_most_wanted_first_page_by_page(connection: sa.Connection) -> None:
    for number in range(PAGE_SIZE + 3):
        propose(connection, f"Thema {number}", f"U{number}")
    last, middle = (stored.by_title(connection, f"Thema {number}") for number in (0, 5))
    assert last is not None
    assert middle is not None
    vote(connection, BEN, middle.id)
    first = topics.page(connection, BEN, OPEN, 1)
    assert first.topics[0] == KeptTopic(middle.id, middle.topic, 2, voted=True)
    assert (first.total, first.has_more, first.others) == (PAGE_SIZE + 3, True, 0)
    assert topics.page(connection, BEN, OPEN, 99).topics[-1].id == last.id
    wanted = topics.most_wanted(connection)
    assert (len(wanted), wanted[0].id) == (5, middle.id)


def test_a_topic_without_votes_is_nothing_to_choose_from(connection: sa.Connection) -> None:
    kept = propose(connection)
    vote(connection, ANNA, kept.id)
    assert topics.most_wanted(connection) == ()


def test_who_is_forgotten_wants_and_has_proposed_nothing(connection: sa.Connection) -> None:
    kept, other = propose(connection), propose(connection, "Räume gestalten", BEN)
    vote(connection, ANNA, other.id)
    forgetting.forget(connection, ANNA, None, NOON)
    assert voters(connection, kept.id) == []
    assert voters(connection, other.id) == [BEN]
    found = connection.execute(sa.select(rows.c.title, rows.c.proposed_by).order_by(rows.c.id))
    assert list(found) == [("Wirkung messen", None), ("Räume gestalten", BEN)]
    assert my_data.of_person(connection, ANNA, 30).kept == ()


def test_a_member_takes_away_what_they_voted_for_by_its_title(connection: sa.Connection) -> None:
    propose(connection)
    votes = [
        one.values
        for one in my_data.of_person(connection, ANNA, 30).kept
        if one.table == "topic_votes"
    ]
    assert votes == [{"topic": "Wirkung messen", "user": ANNA}]
    assert SOMEBODY not in str(votes)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("vmcrf"), st.integers(0, 3), st.integers(0, 3)), max_size=25
    )
)
def test_as_many_votes_are_counted_as_are_kept_whatever_is_done(
    connection: sa.Connection, steps: list[tuple[str, int, int]]
) -> None:
    with connection.begin_nested() as undone:
        ids = [propose(connection, f"Thema {number}", f"U{number}").id for number in range(4)]
        for number, (what, one, other) in enumerate(steps):
            user, topic = f"U{other}", ids[one]
            match what:
                case "v":
                    topics.vote(connection, user, topic, f"{number}", NOON)
                case "m":
                    topics.merge(connection, ADA, topic, ids[other], NOON)
                case "c":
                    topics.change(connection, ADA, topic, Topic(f"Thema {one}", CLOSED), NOON)
                case "r":
                    topics.reopen(connection, ADA, topic, NOON)
                case _:
                    forgetting.forget(connection, user, None, NOON)
            for each in ids:
                voters(connection, each)
        undone.rollback()


def test_many_who_vote_at_once_are_all_counted(db: Database) -> None:
    with db.transaction() as connection:
        topic = propose(connection).id
    ready = Barrier(4)

    def votes(number: int) -> None:
        ready.wait()
        for round_ in range(3):  # there, back and there again
            with db.transaction() as connection:
                topics.vote(connection, f"U{number}", topic, f"{number} {round_}", NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(votes, range(4)))
    with db.reading() as connection:
        assert voters(connection, topic) == ["U0", "U0ANNA", "U1", "U2", "U3"]


@pytest.mark.parametrize("status", [OPEN, CLOSED])
def test_two_who_propose_the_same_at_once_make_one_topic(db: Database, status: TopicStatus) -> None:
    if status is CLOSED:
        with db.transaction() as connection:
            stored.add(connection, Topic("Wirkung messen", CLOSED), None, NOON)
    ready = Barrier(2)

    def proposes(user: str) -> object:
        ready.wait()
        with db.transaction() as connection:
            return topics.propose(connection, user, "Wirkung messen", user, NOON)

    with ThreadPoolExecutor(2) as pool:
        made = {type(one) for one in pool.map(proposes, (ANNA, BEN))}
    assert made == ({Alike} if status is CLOSED else {Proposed, Alike})


def test_a_page_is_two_statements_however_many_topics_there_are(
    db: Database,
) -> None:
    with db.transaction() as connection:
        for number in range(MOST_OPEN):
            propose(connection, f"Thema {number}")
    heard: Heard = {}
    with recorded(heard):
        listened_to = again(db)
        with listened_to.reading() as connection:
            connection.execute(sa.select(1))
            heard.clear()
            page = topics.page(connection, ANNA, OPEN, 2)
        listened_to.close()
    assert len([sql for sql in heard if sql.startswith("SELECT")]) == 2
    assert (len(page.topics), page.total) == (PAGE_SIZE, MOST_OPEN)
    assert {one.voted for one in page.topics} == {True}
