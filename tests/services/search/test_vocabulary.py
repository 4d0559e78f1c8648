"""A process knows all words that are stored, however many processes store them at once."""

import threading

import pytest

from bot.domain.search.ranking import Likeness
from bot.services.search import Vocabulary
from storage import knowledge, search
from storage.database import Connection, Database, Unavailable
from tests.builders import NOON, an_item
from tests.databases import again
from tests.waiting import HANG


def knowing(connection: Connection, *words: str) -> tuple[Vocabulary, dict[str, int]]:
    """A vocabulary that knows these words, and an item with them."""
    knowledge.save(connection, an_item(1, title=" ".join(words)), NOON)
    ids = search.word_ids(connection, words)
    vocabulary = Vocabulary()
    vocabulary.refresh(connection)
    return vocabulary, ids


def test_the_likest_words_come_first(connection: Connection) -> None:
    vocabulary, ids = knowing(
        connection, "labor", "labore", "laborleitung", "innovationslabor", "lab", "lager", "#4"
    )
    meaning = vocabulary.meaning("labor")
    assert meaning == {
        ids["labor"]: Likeness.SAME,
        ids["labore"]: Likeness.STEM,
        ids["laborleitung"]: Likeness.PREFIX,
        ids["innovationslabor"]: Likeness.PART,
    }


def test_three_letters_begin_or_end_a_word_but_do_not_hide_in_one(connection: Connection) -> None:
    vocabulary, ids = knowing(connection, "citylab", "labor", "kollaboration")
    assert set(vocabulary.meaning("lab")) == {ids["citylab"], ids["labor"]}


def test_a_part_stands_at_a_joint(connection: Connection) -> None:
    vocabulary, ids = knowing(connection, "esstisch", "politische", "automatisch")
    assert vocabulary.meaning("tische") == {ids["esstisch"]: Likeness.PART}
    assert ids["esstisch"] in vocabulary.meaning("tisch")
    assert not {ids["politische"], ids["automatisch"]} & vocabulary.meaning("tisch").keys()


def test_a_plural_at_the_end_of_a_compound_is_a_part(connection: Connection) -> None:
    vocabulary, ids = knowing(connection, "sprechzeiten", "schwarzerlen", "kommoden")
    assert vocabulary.meaning("zeit") == {ids["sprechzeiten"]: Likeness.PART}
    assert vocabulary.meaning("erle") == {ids["schwarzerlen"]: Likeness.PART}
    assert vocabulary.meaning("mode") == {}


def test_an_inflected_word_of_three_letters_is_a_part_where_it_means_nothing_else(
    connection: Connection,
) -> None:
    vocabulary, ids = knowing(connection, "sonnenuhr", "abfuhr")
    assert vocabulary.meaning("uhren") == {ids["sonnenuhr"]: Likeness.PART}


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("datenwerkstadt", ["umweltdatenwerkstatt"]),
        ("umweltdatne", ["umweltdatenwerkstatt"]),
        ("werkstat", ["umweltdatenwerkstatt"]),
        ("weltdatn", []),
    ],
)
def test_a_typo_in_a_part_of_a_compound_is_near(
    connection: Connection, typed: str, nearest: list[str]
) -> None:
    vocabulary, _ = knowing(connection, "umweltdatenwerkstatt")
    assert vocabulary.near(connection, typed) == nearest


def test_a_word_that_asks_for_nothing_is_not_near(connection: Connection) -> None:
    vocabulary, _ = knowing(connection, "meiner")
    assert vocabulary.near(connection, "weiner") == []


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("hallerbreg", ["hallerberg"]),
        ("halerberg", ["hallerberg"]),
        ("sost", ["soest"]),
        ("inovationslabr", ["innovationslabor"]),
        ("xyzxyz", []),
        ("abc", []),
        ("2024", []),
    ],
)
def test_a_typo_is_near(connection: Connection, typed: str, nearest: list[str]) -> None:
    vocabulary, _ = knowing(connection, "hallerberg", "soest", "innovationslabor", "2023")
    assert vocabulary.near(connection, typed) == nearest


def test_what_begins_alike_is_nearer(connection: Connection) -> None:
    vocabulary, _ = knowing(connection, "hafer", "laser", "lager", "kafer")
    assert vocabulary.near(connection, "lafer")[0] == "lager"


def test_a_compound_is_split_into_words_that_there_are(connection: Connection) -> None:
    vocabulary, _ = knowing(connection, "buerger", "beteiligung", "innovation", "labor")
    assert next(vocabulary.splits("buergerbeteiligung")) == ("buerger", "beteiligung")
    assert next(vocabulary.splits("innovationslabor")) == ("innovation", "labor")
    assert [*vocabulary.splits("beteiligung")] == []


def test_only_new_words_are_read(db: Database) -> None:
    vocabulary = Vocabulary()
    for number, word in enumerate(("alpha", "beta"), start=1):
        with db.transaction() as connection:
            search.word_ids(connection, [word])
        with db.reading() as connection:
            vocabulary.refresh(connection)
            vocabulary.refresh(connection)
        assert len(vocabulary) == number
        known = vocabulary.id_of(word)
        assert known is not None
        assert vocabulary.word(known) == word


def test_who_stores_words_waits_for_who_stored_words_before(postgres_db: Database) -> None:
    vocabulary, done = Vocabulary(), []
    impatient = again(postgres_db, 0.5)

    def second() -> None:
        with pytest.raises(Unavailable), impatient.transaction() as connection:
            knowledge.save(connection, an_item(2, title="Zweites"), NOON)
        done.append("refused")

    with postgres_db.transaction() as first:
        knowledge.save(first, an_item(1, title="Erstes"), NOON)
        other = threading.Thread(target=second)
        other.start()
        other.join(HANG)  # it waits for as long as a write may, not for ever
    assert done == ["refused"]
    impatient.close()
    with postgres_db.reading() as connection:
        vocabulary.refresh(connection)
    assert vocabulary.id_of("erstes") is not None
    assert vocabulary.id_of("zweites") is None


def test_many_may_ask_while_words_are_learnt(db: Database) -> None:
    with db.transaction() as connection:
        search.word_ids(connection, [f"wort{number:04}e" for number in range(2_000)])
    vocabulary, failed = Vocabulary(), []

    def ask() -> None:
        try:
            for _ in range(50):
                vocabulary.meaning("wort0007")
                list(vocabulary.splits("wort0007wort0008"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test is to see it
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    with db.reading() as connection:
        vocabulary.refresh(connection)
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(vocabulary) == 2_000
