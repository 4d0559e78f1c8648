"""Every form in both languages: a picture of itself, and nothing that Slack would refuse."""

from collections.abc import Callable

import pytest
from slack_sdk.models.blocks import DividerBlock
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.views import announcement_forms as announcements
from bot.views.message import simple
from bot.views.modals import (
    BLOCKS_LIMIT,
    METADATA_LIMIT,
    Modal,
    checkboxes,
    field,
    modal,
    name_of,
    notice,
    select,
    text_input,
)
from playground.blocks import view_faults
from tests.builders import a_full_event, an_event

Form = Callable[[str], Modal]

EVENTS = (a_full_event(), an_event(12, title="Nachher"))

FORMS: dict[str, Form] = {
    "notice": lambda t: notice(simple("*Geschafft*"), t),
    "announce": lambda t: announcements.announce(EVENTS, None, t),
    "announce a certain event": lambda t: announcements.announce(EVENTS, 12, t),
}
LONGEST: dict[str, Form] = {
    "announce": lambda t: announcements.announce(
        [an_event(number, title="T" * 300) for number in range(1, 120)], 3, t
    ),
}


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_it_did(picture: SnapshotAssertion, name: str) -> None:
    assert {language: FORMS[name](language).payload() for language in ("de", "en")} == picture


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("form", [*FORMS.values(), *LONGEST.values()])
def test_slack_takes_every_form(form: Form, language: str) -> None:
    assert view_faults(form(language).payload(), "modal") == []


def test_long_titles_and_buttons_are_shortened() -> None:
    made = modal("x", "T" * 25, [DividerBlock()], submit="S" * 25, close="C" * 25)
    assert view_faults(made.payload(), "modal") == []
    assert made.title == "T" * 23 + "…"


def test_what_can_not_be_shortened_is_noticed() -> None:
    with pytest.raises(ValueError, match="metadata"):
        modal("x", "T", [], close="C", metadata="m" * (METADATA_LIMIT + 1))
    with pytest.raises(ValueError, match="101 blocks"):
        modal("x", "T", [DividerBlock()] * (BLOCKS_LIMIT + 1), close="C")


def test_the_longest_fields_are_taken() -> None:
    long = "x" * 5000
    fields = [
        field("a", long, text_input(long, max_length=10, placeholder="p"), hint=long),
        field("b", "B", select([(str(number), long) for number in range(150)], "7")),
        field("c", "C", checkboxes([("1", long), ("2", "kurz")], ["2"]), optional=True),
    ]
    made = modal("x", "T", fields, submit="S", close="C")
    assert view_faults(made.payload(), "modal") == []


def test_a_field_that_the_bot_fills_in_anew_keeps_its_name() -> None:
    first, second = (field("a", "A", text_input("x"), filled_in=n).block_id for n in (0, 1))
    assert first is not None
    assert second is not None
    assert first != second  # else Slack would show what was typed before
    assert name_of(first) == name_of(second) == "a"
