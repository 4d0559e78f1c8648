"""Which talk is which after its topic was mended, and whose it is."""

import pytest

from bot.domain.events import Session
from bot.domain.knowledge_entries import sign
from bot.domain.renamed_talks import renamed
from bot.domain.talk_material import of_contact
from tests.builders import an_event

KIM, ALEX = Session("Mesen", "Kim"), Session("Wachsen", "Alex", contact="U0ANNA")


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ((KIM, ALEX), (ALEX, KIM), {}),
        ((KIM, ALEX), (ALEX, Session("Messen", "KIM")), {"Mesen": "Messen"}),
        ((Session("", "Kim"), ALEX), (Session("Messen", "Kim"), ALEX), {"Kim": "Messen"}),
        ((KIM, ALEX), (KIM, Session("Größer", "Alexa", contact="U0ANNA")), {"Wachsen": "Größer"}),
        ((Session("Rnde"), ALEX), (Session("Runde"), ALEX), {"Rnde": "Runde"}),
        ((Session("Rnde"), ALEX), (ALEX, Session("Runde")), {}),
        ((KIM, ALEX), (Session("Anderes", "Jo"), ALEX), {}),
        ((KIM, Session("Zwei", "Kim")), (Session("A", "Kim"), Session("B", "Kim")), {}),
        ((KIM, ALEX), (ALEX,), {}),
    ],
)
def test_a_talk_with_another_topic_is_known_by_who_speaks_who_is_asked_or_its_place(
    before: tuple[Session, ...], after: tuple[Session, ...], names: dict[str, str]
) -> None:
    assert {was.name: now.name for was, now in renamed(before, after)} == names


@pytest.mark.parametrize(
    ("talks", "found"),
    [
        ((KIM, Session("Größer", contact="U0ANNA")), "Größer"),
        ((Session("Eins", contact="U0ANNA"), Session("Zwei", contact="U0ANNA")), None),
        ((Session("Wachsen", contact="U0BEN"), Session("Wachsen", contact="U0ANNA")), "Wachsen"),
        ((Session("Wachsen", contact="U0BEN"), Session("Größer", contact="U0ANNA")), None),
        ((KIM,), None),
    ],
)
def test_a_contact_who_was_asked_of_a_talk_finds_it_under_another_name(
    talks: tuple[Session, ...], found: str | None
) -> None:
    talk = of_contact(an_event(sessions=talks), sign("Wachsen"), "U0ANNA")
    assert (talk and talk.name) == found
    assert talk is None or talk.contact == "U0ANNA"
