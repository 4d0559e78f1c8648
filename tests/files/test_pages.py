"""Pages: each link is an item, and what stands above and beside it says the rest."""

from typing import Any

import pytest

from bot.domain.knowledge import ItemKind
from bot.domain.limits import LINE
from bot.files.comments import without_comments
from bot.files.contents import FileFault, KnowledgeEntry, LeftOut
from bot.files.pages import entries
from bot.files.source import LONGEST_WHOLE, of_text
from tests.every_case import every

A = "https://example.org/a"
B = "https://example.org/b"


def items_of(text: str) -> list[KnowledgeEntry]:
    return [one for one in entries(of_text(text)) if isinstance(one, KnowledgeEntry)]


def said_of(text: str) -> dict[str, Any]:
    """What is given of the only item, and what is guessed, without the address."""
    (item,) = items_of(text)
    said = {**item.guessed, **item.given}
    assert said.pop("url") == A
    return said


WEBSITE = {"kind": ItemKind.WEBSITE}


@every(("text", "said"),
    [
        (f"[Titel]({A})", {"title": "Titel"}),
        (f"- [Ti*te*l `x`]({A}) – wie denn", {"title": "Titel x", "description": "wie denn"}),
        (f"[Titel]({A}): wie man anfängt.", {"title": "Titel", "description": "wie man anfängt."}),
        (f"Soest: [Titel]({A}) (2020)", {"title": "Titel", "description": "Soest – (2020)"}),
        (f"Leitfaden zum Start: {A}", {"title": "Leitfaden zum Start", "kind": ItemKind.PAPER}),
        (f"<{A}>", {"title": "example.org/a"}),
        (f"Mehr dazu [hier]({A}).", {"title": "Mehr dazu"}),
        (f"[hier]({A})", {"title": "example.org/a"}),
        (
            f"- [Titel]({A})\n\n  Absatz.\n  Zeile.\n\n  - Punkt\n- Anderes",
            {"title": "Titel", "description": "Absatz.\nZeile.\n\nPunkt"},
        ),
        (f"- [Titel]({A})\n\nAnderes", {"title": "Titel"}),
        (
            f"- [Titel]({A}) – Folien\n  die *zweite*  \n  dritte\n\n  Absatz",
            {
                "title": "Titel",
                "kind": ItemKind.SLIDES,
                "description": "die zweite\ndritte\n\nAbsatz",
            },
        ),
        (
            f"- [Titel]({A}): eins\n\n  Von [Anna](mailto:a@example.org)\n  und [B](b.md) – ja",
            {"title": "Titel", "description": "eins\n\nVon Anna\nund B – ja"},
        ),
        (
            f"- [Titel]({A})\n\n  | a | b |\n  |---|---|\n  | c | |\n",
            {"title": "Titel", "description": "a · b\n\nc ·"},
        ),
        (f"[Titel]({A})\nAnderes", {"title": "Titel"}),
        (
            f"| a | b |\n|---|---|\n| Impuls | [Titel]({A}) |",
            {"title": "Titel", "description": "Impuls"},
        ),
        (
            f"Siehe die Studie ({A}) von Kim.",
            {"title": "Siehe die Studie", "kind": ItemKind.PAPER, "description": "von Kim."},
        ),
        (f"Mehr im Heft [3] ({A})", {"title": "Mehr im Heft [3]"}),
        (
            f"Der Text (lesenswert: {A}) hilft.",
            {"title": "Der Text lesenswert", "description": "hilft."},
        ),
        (
            f"Ein Gedanke[^1] von Kim: [Titel]({A})\n\n[^1]: Kim, 2027.",
            {"title": "Titel", "description": "Ein Gedanke von Kim"},
        ),
        (f"Text.[^1]\n\n[^1]: Kim Muster: Titel. {A}", {"title": "Kim Muster: Titel."}),
        (
            "| Nr | Titel | Autorin | Folien |\n|---|---|---|---|\n"
            f"| 1 | Titel | Kim | [Link]({A}) |",
            {"title": "Titel", "description": "Autorin: Kim", "kind": ItemKind.SLIDES},
        ),
        (f"| Titel | Link |\n|---|---|\n| Titel | {A} |", {"title": "Titel"}),
        (
            f"| Name | Tags |\n|---|---|\n| [Titel]({A}) | ki; lab |",
            {"title": "Titel", "tags": ("ki", "lab")},
        ),
        (f"[{A}]({A}) – Website", {"title": A}),
        (f"<p align=center>Oben<br>{A}</p>", {"title": "Oben"}),
        (f"# Weiteres\n\n- {A}", {"title": "example.org/a"}),
        (f"<aside>\n💡 [Titel]({A})\n</aside>", {"title": "Titel"}),
        (
            f'Soest: <a class="x" href="{A}" rel="y">Ti*te*l</a>',
            {"title": "Titel", "description": "Soest"},
        ),
        (f"<A HREF='{A}'>\nTitel</A>", {"title": "Titel"}),
        (f'Text <a href="{A}">', {"title": "Text"}),
        (f'Text <a href="{A}">Titel', {"title": "Titel", "description": "Text"}),
        (f"<a href={A}>Titel</a>", {"title": "Titel"}),
        (f'<a href="{A}">{A}</a>', {"title": "example.org/a"}),
        (f"> [Titel][1]\n\n[1]: {A}", {"title": "Titel"}),
        (f"[![Bild](x.png)]({A})", {"title": "Bild", "kind": ItemKind.PICTURE}),
        (
            f"- [Titel]({A}) – Folien · `ki` `beteiligung`",
            {"title": "Titel", "kind": ItemKind.SLIDES, "tags": ("ki", "beteiligung")},
        ),
        (f"Aufzeichnung: [Titel]({A})", {"title": "Titel", "kind": ItemKind.RECORDING}),
        (f"[{'x' * 300}]({A})", {"title": "x" * (LINE - 1) + "…"}),
        (f"[Ti\u200btel\u202e]({A})", {"title": "Titel"}),
        (f"[<!channel> *T*]({A})", {"title": "<!channel> T"}),
    ])  # fmt: skip
def test_what_stands_beside_a_link_describes_it(text: str, said: dict[str, Any]) -> None:
    expected = {name: value for name, value in (WEBSITE | said).items() if value}
    assert said_of(text) == expected


@every(("headings", "said"),
    [
        ("# LabCamp#4: Wirkung", {"event": 4}),
        ("# Wissen\n## LabCamp 4\n### Ein Impuls", {"event": 4, "session": "Ein Impuls"}),
        (
            "# LabCamp#4\n## Ein Impuls\n### Folien",
            {"event": 4, "session": "Ein Impuls", "kind": ItemKind.SLIDES},
        ),
        ("# LabCamp#4\n## Weiteres", {"event": 4}),
        ("# LabCamp#4\n## Sonstiges", {"event": 4}),
        ("# LabCamp#4\n# Wissen\n## Methoden\n### Sprints", {"tags": ("Methoden", "Sprints")}),
        ("# LabCamp#4\n## LabCamp#5", {"event": 5}),
        ("# Von LabCamp 1 bis 5\n## LabCamp 4", {"event": 4}),
        ("## LabCamp#4\n## LabCamp#5", {"event": 5}),
        ("# LabCamp#4\n## Nach LabCamp 3", {"event": 4, "session": "Nach LabCamp 3"}),
        ("# LabCamp#4\n## #12 Kommunen", {"event": 4, "session": "#12 Kommunen"}),
        ("## LabCamp#4\n### LabCamp#3", {"event": 4, "session": "LabCamp#3"}),
        ("### LabCamp#4\n## Nach LabCamp 3", {"event": 3}),
        ("# Wissen", {}),
        ("## Aufzeichnungen", {"kind": ItemKind.RECORDING}),
        ("LabCamp#4\n=====", {"event": 4}),
    ])  # fmt: skip
def test_the_headings_above_say_where_a_link_belongs(headings: str, said: dict[str, Any]) -> None:
    assert said_of(f"{headings}\n\n[Titel]({A})\n") == WEBSITE | {"title": "Titel"} | said


def test_a_line_with_several_links_describes_them_all() -> None:
    items = items_of(f"Wir haben [eins]({A}) und [zwei]({B}) gesehen.\nUnd dann: [drei]({A})")
    assert [(item.given["title"], item.line) for item in items] == [
        ("eins", 1), ("zwei", 1), ("drei", 2)
    ]  # fmt: skip
    assert {item.given["description"] for item in items[:2]} == {"Wir haben eins und zwei gesehen."}


def test_a_line_with_very_many_links_is_read_at_once() -> None:
    items = items_of(f"[a]({A}) `ki` und " * 3_000)
    assert len(items) == 3_000
    assert items[-1].given["tags"] == ("ki",)


def test_an_address_stays_as_it_is_written() -> None:
    url = "https://Bücher.example/ä?q=ü&utm_source=x#Ö"
    assert [item.url for item in items_of(f"[a]({url})\n\nb: {url}")] == [url, url]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "Folien.pdf", "x:y"]
)
def test_a_link_to_no_web_page_is_left_out_and_told_of(href: str) -> None:
    (found,) = entries(of_text(f"\n[a]({href})"))
    assert found == LeftOut(2, f"'{href}' leads to no web page")


def test_a_link_that_is_left_out_below_an_item_stays_in_its_description() -> None:
    left_out, item = entries(of_text(f"- [T]({A})\n\n  Siehe [x](file:///x)."))
    assert left_out == LeftOut(3, "'file:///x' leads to no web page")
    assert isinstance(item, KnowledgeEntry)
    assert item.given["description"] == "Siehe x."


def test_a_line_below_an_item_belongs_to_it_and_not_to_the_one_below() -> None:
    items = items_of(f"- [eins]({A})\n  zu eins\n  [zwei]({B})\n  zu zwei")
    assert [(item.given["description"], item.line) for item in items] == [
        ("zu eins", 1), ("zu zwei", 3)
    ]  # fmt: skip


@pytest.mark.parametrize("href", ["#oben", "mailto:a@example.org", "Seite%20abc.md", "x/y.csv"])
def test_a_link_within_the_pages_is_nothing(href: str) -> None:
    assert list(entries(of_text(f"[a]({href})"))) == []


def test_fields_before_a_page_are_no_heading_and_keep_the_lines() -> None:
    (item,) = items_of(f"---\ntitle: x\ntags: [a]\n---\n# Wissen\n[Titel]({A})\n")
    assert (item.line, item.given) == (6, {"url": A, "title": "Titel"})
    (item,) = items_of(f"---\n## Methoden\n[Titel]({A})\n")
    assert item.given["tags"] == ("Methoden",)


def test_links_of_html_are_told_apart_and_decoded() -> None:
    items = items_of(
        f'<a href="{A}?x=1&amp;y=2">eins</a> und <a href="{B}">zwei</a> <a href="b">x</a>'
    )
    assert [(item.url, item.given["title"]) for item in items] == [
        (f"{A}?x=1&y=2", "eins"), (B, "zwei")
    ]  # fmt: skip
    (item,) = items_of(f'`<a href="{B}">x</a>` <abbr href="x"> [T]({A}) \\<a href="x">y</a>')
    assert item.url == A


def test_links_in_code_are_none() -> None:
    assert items_of(f"```\n[a]({A})\n```\n\n`[a]({A})`") == []


@every(
    "text",
    [
        f"<!-- [Entwurf]({B}) -->\n\n[T]({A})",
        f"<!--\n[Entwurf]({B})\n\n# LabCamp#4\n\n- {B}\n-->\n[T]({A})",
        f"[T]({A}) <!-- noch nicht: [Entwurf]({B}) -->",
        f"- [T]({A}) <!-- x\n  [Entwurf]({B}) -->",
        f"<!-- [Entwurf]({B}) --> [T]({A})",
        f"Text <!-- [Entwurf]({B})\n\n{B} -->\n\n[T]({A})",
        f"<!--> [T]({A})",
        f"```\n<!--\n```\n[T]({A})\n\n`<!--` -->",
        f"- ~~~\n  <!--\n  ~~~\n- [T]({A})\n\n  -->",
        f"`` <!-- ` `` [T]({A}) `-->`",
        f"\\<!-- [T]({A}) -->",
        f"`a\n\n<!-- [Entwurf]({B}) ` -->\n\n[T]({A})",
        f"Text <!-- [T]({A})",
    ],
)
def test_links_in_comments_are_none_and_comments_in_code_are_code(text: str) -> None:
    (found,) = entries(of_text(text))
    assert isinstance(found, KnowledgeEntry)
    assert (found.url, found.given["title"]) == (A, "T")
    assert found.line == text[: text.index(A)].count("\n") + 1


def test_a_comment_without_an_end_hides_what_follows_and_is_told_of() -> None:
    assert list(entries(of_text(f"# Wissen\n\n<!--\n[Entwurf]({B})\n\n{B}"))) == [
        LeftOut(3, "this comment has no end (-->); what stands behind it is left out")
    ]


def test_a_page_full_of_comments_that_do_not_end_is_read_at_once() -> None:
    text = "x <!-- ` `` " * 20_000
    assert without_comments(text) == (text, None)


def test_a_page_that_is_far_too_long_is_refused() -> None:
    (fault,) = entries(of_text("x" * (LONGEST_WHOLE + 1)))
    assert isinstance(fault, FileFault)
    assert "divide it" in fault.message


@pytest.mark.parametrize(
    "text",
    [
        f'<img src="{A}">',
        f'<iframe width="5"\n src={A}></iframe>',
        f'<video poster="{B}"><source src="{A}"></video>',
        f"![Bild]({A})",
        f"Text.[^1]\n\n[^1]: {A}\n[^2]: <{B}>",
    ],
)
def test_pictures_frames_and_bare_footnotes_are_no_items(text: str) -> None:
    assert [one for one in entries(of_text(text)) if isinstance(one, KnowledgeEntry)] == []


def test_a_bare_footnote_is_told_of_and_an_address_that_is_none_is_a_fault() -> None:
    found = entries(of_text(f"Text.[^1]\n\n[x](http://http://a.org)\n\n[^1]: {A}\n"))
    assert [str(one) for one in found] == [
        f"line 5: '{A}' stands in a footnote",
        "line 3: a link must lead to a web address such as https://example.org/page, "
        "not 'http://http://a.org'",
    ]
