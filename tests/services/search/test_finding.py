"""However few rows are read, nothing is denied that is there; what is gone is not in the way."""

from dataclasses import replace
from itertools import count, takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
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
    complete = [*takewhile(worth.__contains__, titles)]
    if worth:
        assert complete
        assert not found.without
        assert bool(found.dropped) == (len(titles) > len(complete))
    if worth and few == 500:
        assert complete == sorted(worth, key=lambda one: (worth[one], newness[one]), reverse=True)


def test_of_words_that_stand_together_once_only_that_item_is_found(wissen: Searched) -> None:
    wissen.store(
        *titled(*(f"Labor Innovationslabor Labore Reallabor {n}" for n in range(240))),
        *(an_item(n, title=f"Stadt Stadtplan Innenstadt Hansestadt {n}") for n in range(240)),
        an_item(900, title="Ein Fundstück", description="Von Laboren in den Innenstädten"),
    )
    assert wissen.titles("labor stadt") == ["Ein Fundstück"]


def test_a_common_word_more_hides_nothing_that_the_rare_one_finds(wissen: Searched) -> None:
    wissen.store(
        *(an_item(n, title=f"Anmeldung online {n}") for n in range(40)),
        *titled("Bürgerbeteiligung im Rat", "Bürgerbeteiligung am Markt"),
        an_item(900, title="Fundstück", description="Bürgerbeteiligung online"),
    )
    found = wissen.found("Bürgerbeteiligung online")
    assert wissen.titles("Bürgerbeteiligung online") == [
        "Fundstück",
        "Bürgerbeteiligung am Markt",
        "Bürgerbeteiligung im Rat",
    ]
    assert found.dropped == ("online",)
    assert not found.without


def test_of_several_words_the_commonest_are_dropped_first(wissen: Searched) -> None:
    wissen.store(
        *(an_item(n, title=f"Open {n}") for n in range(30)),
        *(an_item(n, title=f"Open Verwaltung {n}") for n in range(30, 40)),
        an_item(900, title="Open Hebammen Verwaltung"),
        an_item(901, title="Hebammen Verwaltung"),
        an_item(902, title="Hebammen"),
    )
    assert wissen.titles("open hebammen verwaltung") == [
        "Open Hebammen Verwaltung",
        "Hebammen Verwaltung",
        "Hebammen",
    ]
    assert wissen.found("open hebammen verwaltung").dropped == ("open", "verwaltung")


def test_the_number_of_an_event_and_a_filter_are_not_dropped(wissen: Searched) -> None:
    wissen.store(
        *(an_item(n, title=f"Labor {n}", event=2) for n in range(20)),
        an_item(900, title="Barcamp zwei", event=2),
        an_item(901, title="Barcamp drei", event=3),
        an_item(902, title="Barcamp an der Wand", event=3, kind=ItemKind.BOARD),
    )
    assert wissen.titles("Barcamp LabCamp 2") == ["Barcamp zwei"]
    assert wissen.titles("Barcamp", "kind:board") == ["Barcamp an der Wand"]


def test_what_an_item_says_itself_comes_before_a_text_that_it_shares(wissen: Searched) -> None:
    shared = "Zum Weiterlesen über Solarstrom: Wegweiser, Rechenblatt, Fotos und Musterbrief."
    own = an_item(1, title="Balkon", event=None, description="Solarstrom für die Küche")
    links = [
        an_item(n, title=title, event=None, description=shared)
        for n, title in enumerate(("Wegweiser", "Rechenblatt", "Fotos", "Musterbrief"), start=2)
    ]
    wissen.store(own, *links)
    assert wissen.titles("Solarstrom")[:3] == ["Balkon", "Musterbrief", "Fotos"]
    assert wissen.titles("Solarstrom Wegweiser")[0] == "Wegweiser"


def test_of_one_text_two_come_among_the_first_five(wissen: Searched) -> None:
    texts = [f"{name}: viele Adressen rund um den Solarstrom für alle" for name in ("Eins", "Zwei")]
    wissen.store(
        *(an_item(n, title=f"Alt {n}", event=None, description=texts[0]) for n in range(1, 5)),
        *(an_item(n, title=f"Neu {n}", event=None, description=texts[1]) for n in range(5, 9)),
        an_item(9, event=None, title="Rest", description="Auf der Seite steht auch Solarstrom"),
    )
    assert wissen.titles("Solarstrom") == [
        *("Rest", "Neu 8", "Neu 7", "Alt 4", "Alt 3"),
        *("Neu 6", "Neu 5", "Alt 2", "Alt 1"),
    ]


def test_a_text_that_is_shared_takes_nothing_from_what_the_title_says(wissen: Searched) -> None:
    text = "Alle Mitschriften der Reihe über Solarstrom, mit Bildern und Adressen"
    wissen.store(
        *(an_item(n, title=f"Solarstrom {n}", event=None, description=text) for n in range(1, 7))
    )
    assert wissen.found("Solarstrom").items == (6, 5, 4, 3, 2, 1)


def test_a_filter_finds_what_has_only_one_of_the_words(wissen: Searched) -> None:
    wissen.store(
        *(an_item(n, title=f"Labor alt {n}", event=2) for n in range(3)),
        *(an_item(n, title=f"Labor neu {n}", event=5) for n in range(10, 210)),
        an_item(900, title="Barcamp", event=5),
    )
    found = wissen.found("labor barcamp", "#2")
    assert len(found.items) == 3
    assert found.without == ("barcamp",)


def test_counts_from_before_a_great_change_hide_nothing(
    wissen: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_COMMON", 8)  # of so many on they are remembered
    monkeypatch.setattr(finding, "_FEW", 20)
    drafts = [an_item(n, title=f"Entwurf {n}", event=9) for n in range(30)]
    wissen.store(
        *(an_item(n, title="Entwurf vom Labor", event=1) for n in range(800, 803)),
        *(an_item(n, title=f"Labor {n}", event=9) for n in range(900, 930)),
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
