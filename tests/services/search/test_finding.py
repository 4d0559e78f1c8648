"""However few rows are read, nothing is denied that is there; what is gone is not in the way."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.knowledge import KnowledgeItem, Publication
from bot.services.search import finding, vocabulary
from storage.database import Database
from tests.builders import an_item
from tests.services.search.searched import Searched, titled

FRUITS = st.lists(
    st.sampled_from(("apfel", "birne", "feige", "kirsche", "quitte")), unique=True, max_size=4
)


class Changing(Searched):
    """What is stored replaces all that was there before, whose words stay."""

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._numbers = count(1)
        self._shown: list[KnowledgeItem] = []

    def show(self, items: list[tuple[list[str], list[str]]]) -> dict[str, int]:
        """Store items by the words of title and description: their titles, and how new they are."""
        gone = [replace(item, status=Publication.REJECTED) for item in self._shown]
        self._shown = [
            an_item(number, title=f"{number}x {' '.join(title)}", description=" ".join(rest))
            for number, (title, rest) in zip(self._numbers, items, strict=False)
        ]
        self.store(*gone, *self._shown)
        return {item.title: newness for newness, item in enumerate(self._shown)}


@pytest.fixture
def changing(sqlite_db: Database) -> Changing:
    return Changing(sqlite_db)


@pytest.fixture(params=[(500, 25_000, 128), (3, 6, 2), (1, 1, 1)], ids=["as it is", "few", "one"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows of the rarest word are read first."""
    for name, value in zip(("_FEW", "_COMMON", "_TOGETHER"), request.param, strict=True):
        monkeypatch.setattr(finding, name, value)
    return finding._FEW


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(items=st.lists(st.tuples(FRUITS, FRUITS), max_size=14), asked=FRUITS.filter(bool))
def test_whoever_has_all_words_is_found(
    changing: Changing, few: int, items: list[tuple[list[str], list[str]]], asked: list[str]
) -> None:
    newness = changing.show(items)
    worth = {
        title: sum(8 if word in of[0] else 1 for word in asked)
        for title, of in zip(newness, items, strict=True)
        if {*asked} <= {*of[0], *of[1]}
    }
    titles, found = changing.titles(" ".join(asked)), changing.found(" ".join(asked))
    if worth:
        assert titles
        assert {*titles} <= worth.keys()
        assert not found.without
    if worth and few == 500:
        assert titles == sorted(worth, key=lambda one: (worth[one], newness[one]), reverse=True)


def test_of_words_that_stand_together_once_only_that_item_is_found(wissen: Searched) -> None:
    wissen.store(
        *titled(*(f"Labor Innovationslabor Labore Reallabor {n}" for n in range(240))),
        *(an_item(n, title=f"Stadt Stadtplan Innenstadt Hansestadt {n}") for n in range(240)),
        an_item(900, title="Ein Fundstück", description="Von Laboren in den Innenstädten"),
    )
    assert wissen.titles("labor stadt") == ["Ein Fundstück"]


def test_a_filter_finds_what_has_only_one_of_the_words(wissen: Searched) -> None:
    wissen.store(
        *(an_item(n, title=f"Labor alt {n}", event=2) for n in range(3)),
        *(an_item(n, title=f"Labor neu {n}", event=5) for n in range(10, 210)),
        an_item(900, title="Barcamp", event=5),
    )
    found = wissen.found("labor barcamp", "#2")
    assert len(found.items) == 3
    assert found.without == ("barcamp",)


def test_counts_from_before_a_great_change_hide_nothing(wissen: Searched) -> None:
    drafts = [an_item(n, title=f"Entwurf {n}", event=9) for n in range(750)]
    wissen.store(
        *(an_item(n, title="Entwurf vom Labor", event=1) for n in range(800, 803)),
        *(an_item(n, title=f"Labor {n}", event=9) for n in range(900, 1640)),
        *drafts,
    )
    assert len(wissen.found("entwurf labor").items) == 3
    wissen.store(*(replace(item, status=Publication.REJECTED) for item in drafts))
    assert len(wissen.found("entwurf labor").items) == 3


def test_a_typo_that_was_corrected_is_still_forgiven(wissen: Searched) -> None:
    wissen.store(an_item(1, title="Barierefrei schreiben"))
    assert wissen.titles("barierefrei") == ["Barierefrei schreiben"]
    wissen.store(an_item(1, title="Barrierefrei schreiben"))
    assert wissen.titles("barierefrei") == ["Barrierefrei schreiben"]


def test_a_compound_of_what_was_withdrawn_is_split(wissen: Searched) -> None:
    gone = an_item(1, title="Bürgerbeteiligung")
    wissen.store(gone, an_item(2, title="Beteiligung der Bürger"))
    wissen.store(replace(gone, status=Publication.REJECTED))
    assert wissen.titles("Bürgerbeteiligung") == ["Beteiligung der Bürger"]


def test_a_common_word_of_which_all_was_withdrawn_means_nothing_any_more(
    wissen: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_COMMON", 2)
    gone = [an_item(n, title=f"Barierefrei {n}") for n in range(3)]
    wissen.store(*gone, an_item(9, title="Barrierefrei schreiben"))
    assert len(wissen.found("barierefrei").items) == 3
    wissen.store(*(replace(item, status=Publication.REJECTED) for item in gone))
    assert wissen.titles("barierefrei") == ["Barrierefrei schreiben"]


def test_words_of_what_was_withdrawn_are_neither_meant_nor_suggested(wissen: Searched) -> None:
    gone = an_item(1, title="Hallerberg")
    wissen.store(gone, an_item(2, title="Haltern am See"))
    wissen.store(replace(gone, status=Publication.REJECTED))
    assert wissen.found("hallerbreg").items == ()
    with wissen.db.reading() as connection:
        assert "hallerberg" not in wissen.vocabulary.suggested(connection, "hallerbreg")
