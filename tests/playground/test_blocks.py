"""What Slack refuses in blocks and views, and what it takes."""

from typing import Any

import pytest

from playground import SlackSaysNo
from playground.blocks import block_faults, check_message_blocks, check_view, view_faults
from playground.rich_text import typed
from tests.every_case import every

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("Ja"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Json:
    options = [{"text": plain("Eins"), "value": "1"}, {"text": plain("Zwei"), "value": "2"}]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def question(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Was?"), "element": element, **more}


CONFIRM = {
    "title": plain("Sicher?"),
    "text": mrkdwn("*Alles* weg"),
    "confirm": plain("Ja"),
    "deny": plain("Nein"),
}

GOOD = [
    section(),
    section(fields=[mrkdwn("*Ort*"), plain("online")], accessory=button(confirm=CONFIRM)),
    section(text={**mrkdwn("x"), "verbatim": True}),
    {"type": "section", "fields": [plain("nur Felder")]},
    {"type": "header", "text": {**plain("LabCamp#11"), "emoji": True}},
    {"type": "divider", "block_id": "d"},
    {"type": "context", "elements": [mrkdwn("✅ 3"), plain("🤔 1")]},
    {"type": "image", "image_url": "https://example.org/b.png", "alt_text": "Ein Bild"},
    actions(button(style="primary", value="11", accessibility_label="Zusagen"), select()),
    actions(button(url="https://example.org/kalender.ics")),
    question({"type": "plain_text_input", "action_id": "i", "multiline": True}, optional=True),
    question({"type": "datepicker", "action_id": "i", "initial_date": "2026-12-07"}),
    question(select(initial_option={"text": plain("Zwei"), "value": "2"})),
    question({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    {
        "type": "rich_text",
        "elements": (typed("*a* _b_ `c` https://example.org :wave:\n- d") or {})["elements"],
    },
    question({"type": "rich_text_input", "action_id": "i", "initial_value": typed("*a*\n• b")}),
    {"type": "markdown", "text": "**fett**"},
]


@every("block", GOOD)
def test_good_blocks_are_taken(block: Json) -> None:
    assert block_faults([block], "message") == []


BAD = [
    ({"type": "carousel"}, "unsupported type: carousel"),
    ({}, "missing required field: type"),
    ({"type": "section"}, "must define either `text` or `fields`"),
    (section(text=mrkdwn("")), "must be more than 0 characters"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters"),
    (section(text={**mrkdwn("x"), "emoji": True}), "invalid additional property: emoji"),
    (section(text="x"), "must be an object"),
    (section(colour="red"), "invalid additional property: colour"),
    (section(fields=[plain("x")] * 11), "no more than 10 items allowed"),
    (section(fields=[plain("x" * 2001)]), "must be less than 2001 characters"),
    (section(accessory={"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items allowed"),
    ({"type": "context", "elements": []}, "no fewer than 1 items allowed"),
    ({"type": "image", "image_url": "https://example.org/b.png"}, "required field: alt_text"),
    ({"type": "image", "image_url": "b.png", "alt_text": "x"}, "invalid url"),
    (actions(), "no fewer than 1 items allowed"),
    (actions(*[button(action_id=f"a{n}") for n in range(26)]), "no more than 25 items allowed"),
    (actions(button(), button()), "`action_id` `a` already exists"),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    (actions(button(text=mrkdwn("x"))), "unsupported type: mrkdwn"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button(value=11)), "must be a string"),
    (actions(button(action_id="x" * 256)), "must be less than 256 characters"),
    (actions(button(style="green")), "must be one of: primary, danger"),
    (actions(button(url="javascript:alert(1)")), "invalid url"),
    (actions(button(accessibility_label="x" * 76)), "must be less than 76 characters"),
    (actions(button(confirm={**CONFIRM, "title": mrkdwn("x")})), "unsupported type: mrkdwn"),
    (actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)})), "less than 31 characters"),
    (actions(button(confirm={"title": plain("x")})), "missing required field: text"),
    (actions(select(options=[])), "no fewer than 1 items allowed"),
    (actions(select(options=None)), "must define exactly one of: options, option_groups"),
    (actions(select(initial_option={"text": plain("Drei"), "value": "3"})), "exactly match"),
    (
        actions(select(options=[{"text": plain("x" * 76), "value": "1"}])),
        "must be less than 76 characters",
    ),
    (
        actions(select(options=[{"text": mrkdwn("x"), "value": "1"}])),
        "unsupported type: mrkdwn",
    ),
    (question({"type": "button"}), "unsupported type: button"),
    (question({"type": "file_input", "action_id": "f"}), "unsupported type: file_input"),
    (question({"type": "datepicker", "initial_date": "7.12.2026"}), "in the form YYYY-MM-DD"),
    (question({"type": "timepicker", "initial_time": "15 Uhr"}), "in the form HH:mm"),
    (question({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (question({"type": "plain_text_input", "multiline": 1}), "must be a boolean"),
]


@every(("block", "fault"), BAD)
def test_bad_blocks_are_refused_with_the_place_of_the_fault(block: Json, fault: str) -> None:
    faults = block_faults([{"type": "divider"}, block], "message")
    assert any(fault in each and "json-pointer:/blocks/1" in each for each in faults), faults


def test_all_faults_are_named_at_once() -> None:
    bad = [{"type": "carousel"}, {"type": "header", "text": plain("x" * 151)}]
    assert len(block_faults(bad, "message")) == 2


def test_block_ids_are_unique_and_a_message_has_fifty_blocks() -> None:
    twice = [{"type": "divider", "block_id": "d"}] * 2
    assert block_faults(twice, "message") == [
        "`block_id` `d` already exists [json-pointer:/blocks/1/block_id]"
    ]
    many = [{"type": "divider"}] * 51
    assert block_faults(many, "message") == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert block_faults(many, "modal") == []


def test_blocks_that_are_too_long_together_are_refused() -> None:
    with pytest.raises(SlackSaysNo) as caught:
        check_message_blocks([section(text=mrkdwn("x" * 2900)) for _ in range(5)])
    assert caught.value.error == "msg_blocks_too_long"
    with pytest.raises(SlackSaysNo) as caught:
        check_message_blocks({"type": "section"})
    assert caught.value.error == "invalid_blocks_format"


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("Titel"), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (modal(title=plain("x" * 25)), "must be less than 25 characters"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
        (modal(blocks=[question({"type": "plain_text_input"})]), "required field: submit"),
        (modal(id="V1"), "invalid additional property: id"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        (modal(type="home"), "must be `modal`"),
        (None, "must be an object"),
    ],
)
def test_bad_modals_are_refused(view: object, fault: str) -> None:
    assert any(fault in each for each in view_faults(view, "modal"))


def test_good_views_are_taken() -> None:
    asked = [question({"type": "file_input", "action_id": "f"})]
    assert check_view(modal(blocks=asked, submit=plain("Los"), clear_on_close=True), "modal")
    assert check_view({"type": "home", "blocks": [section()]}, "home")
    assert view_faults({"type": "home", "title": plain("x"), "blocks": []}, "home")
