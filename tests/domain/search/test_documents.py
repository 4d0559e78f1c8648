"""An item is found by its own words, and by those of its talk and its event."""

from bot.domain.events import Status
from bot.domain.knowledge import ItemKind, Publication
from bot.domain.search.documents import Field, document
from tests.builders import a_full_event, an_item

TALK = "Was ein Labor erwachsen macht"


def test_each_word_has_the_best_field_in_which_it_stands() -> None:
    item = an_item(
        kind=ItemKind.SLIDES,
        tags=("Labor", "Lebenszyklus"),
        session=TALK,
        description="Aufzeichnung vom Lebenszyklus der Formulare",
    )
    found = document(item, a_full_event())
    assert found["aufzeichnung"] is Field.TITLE
    assert found["labor"] is Field.TAG
    assert found["lebenszyklus"] is Field.TAG
    assert found["erwachsen"] is Field.TALK
    assert found["formulare"] is Field.DESCRIPTION
    assert found["tag:lebenszyklus"] is Field.TAG
    assert {"kind:slides", "#11", "*"} <= found.keys()


def test_an_item_of_a_talk_is_found_by_its_speaker_and_host_but_not_by_other_talks() -> None:
    found = document(an_item(session=TALK), a_full_event())
    assert found["beispiel"] is found["musterlabor"] is Field.TALK
    assert found["soest"] is Field.AROUND
    assert "offene" not in found


def test_an_item_of_a_whole_event_is_found_by_all_its_talks_though_last() -> None:
    found = document(an_item(), a_full_event())
    assert found["beispiel"] is found["offene"] is Field.BESIDE
    assert found["dezember"] is Field.BESIDE


def test_nothing_is_said_of_a_draft_event() -> None:
    found = document(an_item(), a_full_event(status=Status.DRAFT))
    assert not {"beispiel", "soest", "wirkung"} & found.keys()
    assert "#11" in found


def test_what_is_not_published_has_no_words() -> None:
    for status in (Publication.PROPOSED, Publication.REJECTED):
        assert document(an_item(status=status), a_full_event()) == {}


def test_of_ten_thousand_words_the_first_are_found() -> None:
    words = " ".join(f"wort{number}" for number in range(10_000))
    found = document(an_item(description=words), None)
    assert "wort0" in found
    assert len(found) <= 2_000
