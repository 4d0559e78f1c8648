"""Which topics are the same, or nearly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import TopicId
from bot.domain.topics import KeptTopic, Topic, alike, key, with_words

TOWNS = ("Soest", "Köln", "Berlin", "Bonn", "Ulm", "Kiel")


def kept(*titles: str) -> list[KeptTopic]:
    return [KeptTopic(TopicId(number), Topic(title)) for number, title in enumerate(titles, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KI in der Verwaltung", "ki in der Verwaltung?"),
        ("Bürger:innen beteiligen", "Buerger:innen beteiligen …"),
        ("Wirkung  messen!", "wirkung messen"),
        ("Lernen wir (C++)?", "lernen wir c++"),
        ("F & E, .NET …", "f&e: .Net"),
        ("Und/oder", "Und – oder"),
        ("LabCamp#11", "LabCamp 11"),
        ("Ende. …Neues, 50 %", "ende neues 50%"),
    ],
)
def test_case_umlauts_and_signs_make_no_other_topic(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_signs_that_make_another_word_make_another_topic() -> None:
    titles = ["C", "C++", "C#", "C/C++", "Net", ".NET", "R&D", "R D", "RD", "R/D", "A/B-Test"]
    titles += ["A B Test", "AB-Test", "Generation 50", "Generation 50+", "Generation 50 %"]
    assert len({key(title) for title in titles}) == len(titles)
    assert alike("C#", kept("C++", "C")) == ()


@given(
    st.lists(st.sampled_from(["C++", "c#", ".NET", "R&D", "Wirkung", "Räume"]), min_size=1),
    st.sampled_from([" ", ", ", " – ", "; ", " „", "! "]),
)
def test_punctuation_and_case_make_no_other_topic(said: list[str], between: str) -> None:
    plain = " ".join(said)
    assert key(between.join(said).upper() + "?!") == key(plain)


def test_what_has_no_words_is_told_apart_by_its_signs() -> None:
    assert key("🎉") != key("🤔")
    assert alike("🎉", kept("🤔")) == ()


@pytest.mark.parametrize(
    ("title", "there"),
    [
        ("KI in der Verwaltung", "Künstliche Intelligenz"),
        ("Wirkung messen", "Räume gestalten"),
        ("Wie fängt man an?", "Wie hört man auf?"),
        ("Bürgerbeteiligung im Netz", "Netze für Labore"),
    ],
)
def test_what_only_has_small_words_in_common_is_not_alike(title: str, there: str) -> None:
    assert alike(title, kept(there)) == ()


@pytest.mark.parametrize(
    ("title", "there"),
    [
        ("KI in der Verwaltung", "KI in Verwaltungen"),
        ("Wirkungsmessung für Labore", "Wirkung messen in Laboren"),
        ("Wie zeigen Labore, was sie bewirken", "Wie zeigt ein Labor, was es bewirkt?"),
        ("Zusammenarbeit mit Ministerien", "Zusammenarbeit mit dem Ministerium"),
    ],
)
def test_what_is_nearly_the_same_is_found(title: str, there: str) -> None:
    others = kept("Räume gestalten", there, "Nach der Förderung")
    assert [one.topic.title for one in alike(title, others)] == [there]


def test_the_most_alike_comes_first_and_five_at_most() -> None:
    others = kept(*(f"Wirkung messen {town}" for town in TOWNS), "Wirkung messen")
    found = alike("Wirkung messen", others)
    assert found[0].topic.title == "Wirkung messen"
    assert len(found) == 5


def test_a_topic_is_found_by_parts_of_its_words() -> None:
    others = kept("Räume gestalten", "Wirkung messen", "Messbare Räume")
    assert [one.id for one in with_words("raeum", others)] == [1, 3]
    assert [one.id for one in with_words("Räume MESS", others)] == [3]
