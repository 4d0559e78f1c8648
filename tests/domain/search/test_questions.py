"""What is asked for: words, numbers of events, kinds of items; fillers ask for nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.questions import MOST_TERMS, question
from tests.every_case import every


def asked(text: str) -> list[str]:
    return ["|".join((*term.words, *term.marks)) for term in question(text).terms]


@every(
    ("text", "terms"),
    [
        ("#4", ["#4"]),
        ("LabCamp 4", ["#4"]),
        ("labcamp#4", ["#4"]),
        ("labcamp #04", ["#4"]),
        ("LabCamp vier", ["#4"]),
        ("beim 4. LabCamp", ["#4"]),
        ("was war beim fünften", ["fuenften|#5"]),
        ("vierten Labcamp", ["vierten|#4"]),
        ("the fifth", ["fifth|#5"]),
        ("3rd LabCamp", ["3rd|#3"]),
        ("LabCamp Nr. 7", ["nr", "7|#7"]),
        ("im zwanzigsten", ["zwanzigsten|#20"]),
        ("11 Uhr", ["11|#11", "uhr"]),
        ("2023", ["2023"]),
    ],
)
def test_numbers_of_events_are_recognised(text: str, terms: list[str]) -> None:
    assert asked(text) == terms


@every(
    ("text", "terms"),
    [
        ("Gibt es etwas zu KI in der Verwaltung?", ["ki", "verwaltung"]),
        ("what did Petersen say about prototyping", ["petersen", "say", "prototyping"]),
        ("wer hat über Barrierefreiheit gesprochen", ["barrierefreiheit"]),
        ("IT und Recht", ["it", "recht"]),
        ("wo ist", ["wo", "ist"]),
        ("Könntet ihr mir vielleicht nochmal die Sonnenuhr zeigen?", ["sonnenuhr"]),
        ("Wie finde ich offene Daten meiner Stadt?", ["offene", "daten", "stadt"]),
        ("Start-up, Once-Only", ["start", "up", "once", "only"]),
        ("labcamp", ["labcamp"]),
        ("KI-Strategie", ["ki", "strategie"]),
        ("E-Akte", ["eakte"]),
        ("labor Labor LABOR", ["labor"]),
        ("Folien Hallerberg", ["folien|kind:slides", "hallerberg"]),
        ("", []),
        ("🎉 !!", []),
        ('"KI" or NEAR(x*) -- \' drop table', ["ki", "near", "x", "drop", "table"]),
    ],
)
def test_words_are_asked_for_and_fillers_are_not(text: str, terms: list[str]) -> None:
    assert asked(text) == terms


@given(st.text() | st.text(alphabet="#labcmp 0123456789.-äÄ'\"*:", max_size=40))
def test_any_text_is_a_question_of_bounded_length(text: str) -> None:
    assert len(question(text).terms) <= MOST_TERMS


def test_ten_thousand_characters_are_a_short_question() -> None:
    assert len(question("wirkung messen " * 700).terms) == 2
    assert len(question("x" * 10_000).terms) == 1
