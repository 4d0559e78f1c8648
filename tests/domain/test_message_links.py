"""The links of a message, in all the places where Slack may put them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message_links import FoundLink, links_in
from tests.messages import PREVIEW, TALK, link, rich


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


LISTED = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [link("https://a.example", "Folien")]}
            ],
        },
        {"type": "rich_text_quote", "elements": [link("https://b.example")]},
    ],
}
SECTION = {
    "type": "section",
    "text": mrkdwn("Hier: <https://a.example/x?a=1&amp;b=2|A &amp; B>"),
    "fields": [mrkdwn("<https://b.example>")],
    "accessory": {
        "type": "button",
        "text": {"type": "plain_text", "text": "Zum Board"},
        "url": "https://c.example",
    },
}
PASSED_ON = {
    "is_msg_unfurl": True,
    "from_url": "https://labcamp.slack.com/archives/C1/p1",
    "message_blocks": [{"team": "T1", "message": rich(link("https://a.example", "Folien"))}],
    "text": "<https://b.example|Board>",
}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ({"text": "Hallo"}, []),
        ({}, []),
        ({"text": "<https://a.example>"}, [("https://a.example", "")]),
        (rich(link(TALK, "Mitschnitt")), [(TALK, "Mitschnitt")]),
        (
            {
                **rich(link(TALK)),
                "text": f"<{TALK.replace('&', '&amp;')}>",
                "attachments": [PREVIEW],
            },
            [(TALK, "Das Video & mehr"), ("https://nothing.example", "")],
        ),
        ({"blocks": [LISTED]}, [("https://a.example", "Folien"), ("https://b.example", "")]),
        (
            {"blocks": [SECTION]},
            [
                ("https://a.example/x?a=1&b=2", "A & B"),
                ("https://b.example", ""),
                ("https://c.example", "Zum Board"),
            ],
        ),
        (
            {"text": "Schaut mal", "attachments": [PASSED_ON]},
            [("https://a.example", "Folien"), ("https://b.example", "Board")],
        ),
    ],
)
def test_links_are_found_wherever_they_stand(
    message: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert [(one.url, one.title) for one in links_in(message)] == found


@pytest.mark.parametrize(
    "text",
    [
        "<javascript:alert(1)|x> <file:///etc/passwd> <mailto:a@b.example|x> <!channel> <@U1>",
        "<https://labcamp.slack.com/archives/C1/p1234|Nachricht>",
        f"<https://a.example/{'x' * 2000}>",
    ],
)
def test_what_is_no_page_for_everybody_is_no_link(text: str) -> None:
    assert links_in({"text": text}) == ()


def test_the_same_address_is_one_link_with_the_first_words_that_say_something() -> None:
    text = "<https://A.example/?utm_source=x|hier> <https://a.example|Folien> <https://a.example|B>"
    assert links_in({"text": text}) == (FoundLink("https://A.example/?utm_source=x", "Folien"),)


@pytest.mark.parametrize("words", ["hier", "Link", "a.example/folien", "a.example/fo…", " \u200b"])
def test_words_that_say_nothing_give_no_title(words: str) -> None:
    assert links_in(rich(link("https://a.example/folien", words)))[0].title == ""


def test_long_words_are_shortened_to_a_title() -> None:
    (found,) = links_in(rich(link("https://a.example", "Wort\n" * 100)))
    assert len(found.title) <= 150
    assert found.title.endswith("Wort…")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("https://a.example"),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "url", "blocks", "attachments", "title", "from_url", "elements"]
            ),
            inner | st.sampled_from(["link", "mrkdwn", "button"]),
        )
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments"]), ANYTHING))
def test_no_message_is_too_strange(message: dict[str, Any]) -> None:
    assert all(found.url for found in links_in(message))
