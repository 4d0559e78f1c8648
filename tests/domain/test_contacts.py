"""The contact of a talk: in its line, in a file, and by what name a person is meant."""

import pytest

from bot.domain.contacts import named_in, who_is, with_ids
from bot.domain.event_fields import TALKS, like_before
from bot.domain.events import Session
from bot.domain.fields import Flaw, Wrong

PEOPLE = {"U0ANNA": ("anna", "Anna Stadtlabor"), "U0BEN": ("ben", "Ben"), "U0BENNO": ("b", "Ben")}
TALK_OF_ALEX = Session("Wachsen", "Alex", contact="U0ANNA", no_material=True)
TALK = Session("Wachsen", "Dr. A", "Leitung", "Labor", "U0ANNA")


@pytest.mark.parametrize(
    ("line", "talk"),
    [
        ("Wachsen | Dr. A | Leitung | Labor | @U0ANNA", TALK),
        ("Wachsen | @U0ANNA | Dr. A | Leitung | Labor", TALK),
        ("Wachsen|@U0ANNA", Session("Wachsen", contact="U0ANNA")),
        ("| Dr. A | @U0ANNA", Session("", "Dr. A", contact="U0ANNA")),
        ("Mail an a@b.de | Dr. A", Session("Mail an a@b.de", "Dr. A")),
        ("Wachsen | @anna", Wrong(Flaw.CONTACT, "@anna")),
        ("Wachsen | @U0ANNA | @U0BEN", Wrong(Flaw.CONTACT, "@U0BEN")),
        ("@U0ANNA", Wrong(Flaw.TOPIC, "1")),
        ("a | b | c | d | e | @U0ANNA", Wrong(Flaw.TALK_PARTS, "1")),
    ],
)
def test_a_contact_stands_anywhere_in_its_line(line: str, talk: Session | Wrong) -> None:
    assert TALKS.typed is not None
    read = TALKS.typed(line, ())
    assert read == (talk if isinstance(talk, Wrong) else (talk,))
    if isinstance(talk, Session):
        assert TALKS.typed(TALKS.shown((talk,)), ()) == (talk,)


def test_names_are_looked_up_only_in_lines_that_are_new() -> None:
    lines = "Alt | @U0X\nWachsen | @Anna Stadtlabor | Dr. A\n  Neu|@ben\nWachsen | @Anna Stadtlabor"
    assert named_in(lines, "Alt | @U0X") == ("Anna Stadtlabor", "ben")
    ids = {"Anna Stadtlabor": "U0ANNA", "ben": "U0BEN"}
    assert with_ids(lines, ids).splitlines()[1:3] == ["Wachsen | @U0ANNA | Dr. A", "  Neu|@U0BEN"]


@pytest.mark.parametrize(
    ("name", "user"),
    [
        ("anna", "U0ANNA"),
        ("ANNA  stadtlabor", "U0ANNA"),
        ("U0ANNA", "U0ANNA"),
        ("Ben", None),  # two go by that
        ("b", "U0BENNO"),
        ("niemand", None),
    ],
)
def test_a_name_means_one_person_or_nobody(name: str, user: str | None) -> None:
    assert who_is(name, PEOPLE) == user


def test_a_file_that_names_no_contact_leaves_it_and_so_does_an_answer() -> None:
    before = (Session("Wachsen", contact="U0ANNA", no_material=True), Session("B", contact="U0B"))
    after = like_before((Session("wachsen"), Session("Neu"), Session("B", contact="U0C")), before)
    (renamed,) = like_before((Session("Größer", "Alex"),), (TALK_OF_ALEX,))
    assert (renamed.contact, renamed.no_material) == ("U0ANNA", True)
    assert [(one.contact, one.no_material) for one in after] == [
        ("U0ANNA", True),
        (None, False),
        ("U0C", False),
    ]
