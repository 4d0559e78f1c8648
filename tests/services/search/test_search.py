"""A member finds what they half remember, and what is stored is found at once."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.events import Session
from bot.domain.knowledge import ItemKind, Publication
from bot.services import changes
from bot.services.search import Found, index_some, is_behind
from storage import events, knowledge
from storage.database import Database
from tests.builders import NOON, a_full_event, an_event, an_item
from tests.services.search.searched import Searched, titled
from tests.waiting import HANG


@pytest.mark.parametrize(
    ("ask", "title"),
    [
        ("BUERGERBETEILIGUNG", "Bürgerbeteiligung"),
        ("burgerbeteiligung", "Bürgerbeteiligung"),
        ("Bu\u0308rgerbeteiligung", "Bürgerbeteiligung"),
        ("grosse strassen", "Große Straßen"),
        ("Innovationslabor", "Innovationslabore im Vergleich"),
        ("Innovationslabore", "Ein Innovationslabor entsteht"),
        ("studies", "A case study"),
        ("labor", "Innovationslabor"),
        ("Beteiligung", "Bürgerbeteiligung"),
        ("beteiligungen", "Bürgerbeteiligung"),
        ("Bürgerbeteiligung", "Beteiligung der Bürger"),
        ("Hallerbreg", "Im Gespräch mit Hallerberg"),
        ("Inovationslabore", "Innovationslabor"),
        ("KI", "KI-Strategie"),
        ("strategie ki", "KI-Strategie"),
        ("kistrategie", "KI-Strategie"),
        ("bürger", "Bürger:innen fragen"),
        ("Bürgerinnen", "Bürger:innen fragen"),
    ],
)
def test_a_word_finds_what_it_means(wissen: Searched, ask: str, title: str) -> None:
    wissen.store(*titled("Etwas ganz anderes", title))
    assert wissen.titles(ask) == [title]


@pytest.mark.parametrize(
    ("ask", "inside"),
    [
        ("Verwaltungslabor", "Kollaboration"),
        ("Stammtisch", "Politisch, automatisch, drastisch"),
        ("Sprechstunde", "Rechtsprechung"),
        ("Eichen", "Regenwasserspeicher"),
    ],
)
def test_letters_inside_a_word_are_no_part_of_it(wissen: Searched, ask: str, inside: str) -> None:
    wissen.store(*titled(inside, "Labor der Verwaltung", "Tisch und Stamm", "Stunde", "Stieleiche"))
    assert inside not in wissen.titles(ask)


def test_two_letters_are_no_part_of_a_word(wissen: Searched) -> None:
    wissen.store(*titled("Kinder und Kino", "Skizzen"))
    assert wissen.titles("KI") == []


def test_a_name_that_is_only_alike_is_not_found_beside_the_right_one(wissen: Searched) -> None:
    wissen.store(*titled("Petersen spricht", "Petersson spricht"))
    assert wissen.titles("Petersen") == ["Petersen spricht"]


def test_all_words_must_be_there_in_any_order_and_field(wissen: Searched) -> None:
    wissen.store(
        an_item(1, title="Formulare", event=None, description="ganz barrierefrei"),
        an_item(2, title="Formulare", event=None),
        an_item(3, title="Barrierefreiheit", event=None),
    )
    assert len(wissen.found("barrierefreie Formulare").items) == 1
    assert wissen.found("formular barrierefreiheit").items == (1,)


def test_where_none_has_all_words_those_with_the_most_are_found(wissen: Searched) -> None:
    wissen.store(*titled("Karten zur Wirkung", "Wirkung messen in Soest", "Soest", "Anderes"))
    found = wissen.found("Wie man Wirkung misst und Karten legt in Soest, Schritt für Schritt")
    assert set(found.items) <= {1, 2, 3}
    assert found.without
    assert wissen.titles("Wirkung messen Soest Karten")[0] == "Wirkung messen in Soest"


def test_an_item_s_own_words_go_before_its_talk_before_its_event(
    wissen: Searched,
) -> None:
    with wissen.db.transaction() as connection:
        talk = Session("Wirkung")
        events.save(connection, an_event(11, title="Abend", sessions=(talk,)), NOON)
        events.save(connection, an_event(12, title="Wirkung"), NOON)
    wissen.store(
        an_item(1, event=None, description="Wirkung"),
        an_item(2, event=11, session="Wirkung"),
        an_item(3, event=None, tags=("wirkung",)),
        an_item(4, event=None, title="Wirkung"),
        an_item(5, event=12),
    )
    assert wissen.found("wirkung").items == (4, 3, 1, 2, 5)


def test_newer_ones_go_first_among_equals(wissen: Searched) -> None:
    wissen.store(
        an_item(1, event=3, title="Wirkung"),
        an_item(2, event=4, title="Wirkung"),
        an_item(3, event=None, title="Wirkung"),
        an_item(4, event=None, title="Wirkung"),
    )
    assert wissen.found("wirkung").items == (2, 1, 4, 3)


def test_an_event_is_found_by_its_number_and_by_what_is_known_of_it(wissen: Searched) -> None:
    with wissen.db.transaction() as connection:
        events.save(connection, a_full_event(5), NOON)
    wissen.store(an_item(1, event=5), an_item(2, event=6))
    for ask in ("#5", "was war beim fünften", "Soest", "Alex Beispiel", "Wirkung sichtbar"):
        assert wissen.found(ask).items == (1,), ask


def test_what_is_not_published_is_never_found(wissen: Searched) -> None:
    wissen.store(an_item(1, title="Wirkung"))
    for status in (Publication.PROPOSED, Publication.REJECTED):
        wissen.store(an_item(1, title="Wirkung", status=status))
        assert wissen.found("wirkung").items == ()
        assert wissen.found("").items == ()


def test_filters_leave_only_what_has_them(wissen: Searched) -> None:
    wissen.store(
        an_item(1, title="Wirkung", kind=ItemKind.SLIDES, event=4, tags=("Große Fragen",)),
        an_item(2, title="Wirkung", kind=ItemKind.BOARD, event=4),
    )
    assert wissen.found("wirkung", "kind:slides", "#4").items == (1,)
    assert wissen.found("", "#4", "kind:board").items == (2,)
    assert wissen.found("", "tag:grosse fragen").items == (1,)
    assert wissen.found("wirkung", "kind:paper").items == ()
    assert wissen.found("wirkung quatsch", "kind:paper").items == ()


def test_without_words_the_newest_are_shown(wissen: Searched) -> None:
    wissen.store(an_item(1, event=4), an_item(2, event=None), an_item(3, event=5))
    assert wissen.found("").items == wissen.found("?!").items == (3, 1, 2)


def test_it_is_told_what_was_searched_instead(wissen: Searched) -> None:
    wissen.store(*titled("Hallerberg"))
    assert wissen.found("Hallerbreg").instead == (("Hallerbreg", "hallerberg"),)
    assert wissen.found("Hallerberg quatsch").without == ("quatsch",)
    assert wissen.found("quatsch") == Found(without=("quatsch",))


def test_an_edited_item_is_found_by_its_new_words_only(wissen: Searched) -> None:
    wissen.store(an_item(1, title="Alpha"))
    assert wissen.found("alpha").items == (1,)
    wissen.store(an_item(1, title="Omega"))
    assert wissen.found("omega").items == (1,)
    assert wissen.found("alpha").items == ()


def test_items_follow_their_event_as_soon_as_they_are_indexed(wissen: Searched) -> None:
    with wissen.db.transaction() as connection:
        events.save(connection, an_event(11, host="Altstadt"), NOON)
    wissen.store(an_item(1, event=11))
    assert wissen.found("Altstadt").items == (1,)
    with wissen.db.transaction() as connection:
        changed = an_event(11, host="Neustadt")
        events.save(connection, changed, NOON)
        changes.event_changed(connection, changed, (), NOON)
        assert is_behind(connection, NOON)
    with wissen.db.transaction() as connection:
        assert index_some(connection, NOON, 10) == 1
        assert index_some(connection, NOON, 10) == 0
        assert not is_behind(connection, NOON)
    assert wissen.found("Neustadt").items == (1,)
    assert wissen.found("Altstadt").items == ()


def test_words_that_were_rolled_back_are_not_remembered(wissen: Searched) -> None:
    with pytest.raises(RuntimeError), wissen.db.transaction() as connection:  # noqa: PT012
        knowledge.save(connection, an_item(1, title="Gescheitert"), NOON)
        assert wissen.found("gescheitert").items == ()
        raise RuntimeError
    wissen.store(an_item(2, title="Gelungen"))
    assert wissen.found("gescheitert").items == ()
    assert wissen.found("gelungen").items == (1,) or wissen.found("gelungen").items == (2,)


def test_a_common_word_finds_the_best_hundred(wissen: Searched) -> None:
    wissen.store(*(an_item(number, event=None, title="Labor") for number in range(1, 121)))
    assert wissen.found("labor").items == tuple(range(120, 20, -1))


@pytest.fixture(scope="module")
def some_items(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searched]:
    from storage.tables import metadata

    db = Database(f"sqlite:///{tmp_path_factory.mktemp('search') / 'labcamp.db'}", HANG)
    with db.transaction() as connection:
        metadata.create_all(connection)
        events.save(connection, a_full_event(5), NOON)
    searched = Searched(db)
    searched.store(an_item(1, event=5), *titled("Innovationslabor", "KI", "Beteiligung der Bürger"))
    yield searched
    db.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.text(max_size=300) | st.text(alphabet="labor#5 innovtskbeteiligung*\"'-%_\\", max_size=60)
)
def test_any_text_gets_an_answer(some_items: Searched, text: str) -> None:
    found = some_items.found(text)
    assert len(set(found.items)) == len(found.items)


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "labor " * 2_000, "' OR 1=1 --", 'NEAR("a" "b")', "*", "%", "\0", "🎉"]
)
def test_strange_texts_get_an_answer_on_both_databases(wissen: Searched, text: str) -> None:
    wissen.store(*titled("Labor", "NEAR ist kein Wort"))
    assert isinstance(wissen.found(text), Found)
