"""Rich text becomes mrkdwn and comes back into the editor as it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markup import safe
from bot.domain.rich_text import from_mrkdwn, to_mrkdwn
from tests.every_case import every

Json = dict[str, Any]


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def section(*elements: Json | str) -> Json:
    made = [{"type": "text", "text": e} if isinstance(e, str) else e for e in elements]
    return {"type": "rich_text_section", "elements": made}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def entries(style: str, *items: str, **more: int) -> Json:
    return {
        "type": "rich_text_list",
        "style": style,
        "elements": [section(item) for item in items],
        **more,
    }


SAID: list[tuple[Json, str]] = [
    (rich(section("Kommt vorbei!")), "Kommt vorbei!"),
    (rich(section("R&D, a < b")), "R&amp;D, a &lt; b"),
    (rich(section("so ", text("fett", bold=True), ".")), "so *fett*."),
    (rich(section(text("fett und ", bold=True), "nicht")), "*fett und* nicht"),
    (rich(section(text("beides", bold=True, italic=True))), "*_beides_*"),
    (rich(section(text("weg", strike=True), " ", text("x=1", code=True))), "~weg~ `x=1`"),
    (rich(section("Lab", text("Camp", bold=True))), "LabCamp"),
    (
        rich(section({"type": "link", "url": "https://a.example/?a=1&b=2"})),
        "<https://a.example/?a=1&amp;b=2>",
    ),
    (
        rich(section({"type": "link", "url": "https://a.example/", "text": "zum <Plan>"})),
        "<https://a.example/|zum &lt;Plan&gt;>",
    ),
    (rich(section({"type": "link", "url": "https://a.example/a|b"})), "<https://a.example/a%7Cb>"),
    (
        rich(
            section(
                {"type": "user", "user_id": "U0ADA"},
                " in ",
                {"type": "channel", "channel_id": "C0LABCAMP"},
            )
        ),
        "<@U0ADA> in <#C0LABCAMP>",
    ),
    (rich(section({"type": "emoji", "name": "wave", "skin_tone": 3})), ":wave::skin-tone-3:"),
    (rich(section({"type": "broadcast", "range": "channel"})), "@channel"),
    (rich(section("<!here>")), "&lt;!here&gt;"),
    (rich(section("Da:"), entries("bullet", "eins", "zwei")), "Da:\n• eins\n• zwei"),
    (rich(entries("bullet", "innen", indent=1)), "    ◦ innen"),
    (rich(entries("ordered", "eins", "zwei")), "1. eins\n2. zwei"),
    (rich(entries("ordered", "drei", offset=2)), "3. drei"),
    (
        rich({"type": "rich_text_quote", "elements": [text("Zitat\nzweite")]}),
        "&gt; Zitat\n&gt; zweite",
    ),
    (rich({"type": "rich_text_preformatted", "elements": [text("a\n  b")]}), "```a\n  b```"),
    (rich(section("Absatz\n\nund noch einer")), "Absatz\n\nund noch einer"),
    (rich({"type": "something_new", "elements": []}, section("bleibt")), "bleibt"),
]


@every(("given", "said"), SAID)
def test_rich_text_is_said_in_mrkdwn(given: Json, said: str) -> None:
    assert to_mrkdwn(given) == said


@every(("given", "said"), SAID)
def test_what_is_said_is_safe_already(given: Json, said: str) -> None:
    assert safe(said) == said


@every("said", [said for _, said in SAID])
def test_in_the_editor_stands_what_was_said(said: str) -> None:
    assert to_mrkdwn(from_mrkdwn(said)) == said


def test_the_editor_shows_links_mentions_and_lists_as_such() -> None:
    block = from_mrkdwn("*Hallo* <@U0ADA|ada>, <https://a.example|da>:\n• eins\nund :wave:")
    kinds = [part["type"] for part in block["elements"]]
    assert kinds == ["rich_text_section", "rich_text_list", "rich_text_section"]
    first = block["elements"][0]["elements"]
    assert first[0] == {"type": "text", "text": "Hallo", "style": {"bold": True}}
    assert [element["type"] for element in first] == [
        "text",
        "text",
        "user",
        "text",
        "link",
        "text",
    ]


@pytest.mark.parametrize(
    "nothing",
    [{}, {"elements": None}, {"elements": [None, 5]}, rich({"type": "rich_text_section"})],
)
def test_what_is_no_rich_text_says_nothing(nothing: Json) -> None:
    assert to_mrkdwn(nothing) == ""


WORDS = st.text(st.sampled_from("abcÄß & <>.!?\n0123-#@()/"), min_size=1, max_size=12)
STYLES = st.fixed_dictionaries(
    {}, optional={name: st.just(True) for name in ("bold", "italic", "strike", "code")}
)
ELEMENTS = st.one_of(
    st.builds(lambda words, style: text(words, **style), WORDS, STYLES),
    st.just({"type": "link", "url": "https://a.example/?a=1&b=2", "text": "mehr dazu"}),
    st.just({"type": "user", "user_id": "U0ADA"}),
    st.just({"type": "emoji", "name": "tada"}),
    st.just({"type": "broadcast", "range": "channel"}),
)
PARTS = st.one_of(
    st.builds(lambda elements: section(*elements), st.lists(ELEMENTS, max_size=5)),
    st.builds(
        lambda elements, style, indent: {
            "type": "rich_text_list",
            "style": style,
            "indent": indent,
            "elements": [section(*elements)],
        },
        st.lists(ELEMENTS, min_size=1, max_size=3),
        st.sampled_from(["bullet", "ordered"]),
        st.integers(0, 3),
    ),
)


def test_neighbours_of_one_style_are_marked_together() -> None:
    italic = [{"type": "text", "text": text, "style": {"italic": True}} for text in ("0", "<")]
    assert to_mrkdwn(rich(section(*italic))) == "_0&lt;_"


@given(st.lists(PARTS, max_size=4))
def test_whatever_is_written_survives_an_edit_without_a_change(parts: list[Json]) -> None:
    said = to_mrkdwn(rich(*parts))
    assert to_mrkdwn(from_mrkdwn(said)) == said
    assert "<!" not in said
    assert "@channel" not in said or "<" not in said.split("@channel")[0][-1:]


@given(st.text(max_size=300))
def test_any_text_can_be_shown_in_the_editor(anything: str) -> None:
    assert to_mrkdwn(from_mrkdwn(safe(anything))) is not None


@pytest.mark.parametrize(
    "words",
    [
        ":a:" * 1000,
        "*" * 3000,
        "*_~" * 1000,
        "`a` " * 750,
        "<https://a.b>" * 230,
        "*a _a ~a " * 333,
    ],
)
def test_however_many_marks_there_are_they_come_back_into_the_editor(words: str) -> None:
    assert from_mrkdwn(words)["elements"]


@pytest.mark.parametrize(
    ("url", "label", "said"),
    [
        ("javascript:alert(1)", "Klick", "Klick"),
        ("tel:+4930123", None, "tel:+4930123"),
        (
            "https://a.example/\n<!channel>",
            "zum Plan",
            "<https://a.example/%20&lt;!channel&gt;|zum Plan>",
        ),
        ("https://a.example/", 7, "<https://a.example/>"),
    ],
)
def test_only_addresses_that_slack_links_become_links(url: str, label: object, said: str) -> None:
    link = {"type": "link", "url": url, "text": label}
    assert to_mrkdwn(rich(section(link))) == said
    assert safe(said) == said


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(
                ["type", "elements", "text", "url", "style", "name", "offset", "indent"]
            ),
            inner
            | st.sampled_from(["rich_text_section", "rich_text_list", "text", "link", "emoji"]),
        )
    ),
)


@given(ANYTHING)
def test_whatever_comes_as_rich_text_is_read_without_a_fault(found: object) -> None:
    to_mrkdwn(rich({"type": "rich_text_section", "elements": [found]}, {"elements": found}))
