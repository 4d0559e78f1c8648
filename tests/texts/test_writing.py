"""Newsletter, homepage, social posts and mail: each says what the event says, whatever that is."""

import email
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.domain.events import Session, Status
from bot.domain.languages import LANGUAGES
from bot.domain.outlets import Outlet, OutletSource
from bot.domain.post_lengths import NETWORKS
from bot.texts.facts import Pages
from bot.texts.writing import WrittenTexts, write
from tests.texts.sources import PAGES, a_recap, a_source, moved, some_sources

OCCASIONS = {
    "invitation": a_source(),
    "moved": moved(),
    "recap": a_recap(),
    "cancellation": a_source(status=Status.CANCELLED),
}


def written(source: OutletSource, language: str = "de", own: Path | None = None) -> WrittenTexts:
    return write(source, language, PAGES, own)


def text(of: WrittenTexts, name: str) -> str:
    (found,) = (output.text for output in of.outputs if output.name == name)
    return found


def file(of: WrittenTexts, ending: str) -> bytes:
    (found,) = (one.content for one in of.files if one.name.endswith(ending))
    return found


def json_ld(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    described: dict[str, object] = json.loads(found[1])
    return described


class Elements(HTMLParser):
    """The elements of a page, and that each ends where it should."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("br", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", OCCASIONS)
def test_the_texts_read_as_they_did(
    occasion: str, language: str, snapshot: SnapshotAssertion
) -> None:
    made = written(OCCASIONS[occasion], language)
    assert {output.name: output.text for output in made.outputs} == snapshot
    assert (made.differences, made.faults) == ((), ())


@settings(max_examples=30)
@given(source=some_sources(), language=st.sampled_from([*LANGUAGES]))
def test_whatever_the_event_is_each_text_says_it_and_is_well_formed(
    source: OutletSource, language: str
) -> None:
    made = write(source, language, PAGES, None)
    event = source.event
    assert made.differences == ()
    for name in ("newsletter.html", "homepage.html"):
        known = {"article", "script", "html", "head", "meta", "title", "body"}
        known |= {"h2", "h3", "p", "ul", "li", "strong", "time", "a", "br"}
        assert Elements(text(made, name)).seen <= known
    described = json_ld(text(made, "homepage.html"))
    assert datetime.fromisoformat(str(described["startDate"])) == event.starts_at
    assert datetime.fromisoformat(str(described["endDate"])) == event.ends_at
    for name, network in NETWORKS.items():
        assert network.length(text(made, name)) <= network.limit
        assert text(made, name).endswith("#LabCamp #OeffentlichesGestalten")
    mail = email.message_from_bytes(file(made, ".eml"), policy=default)
    calendars = [
        part for part in mail.iter_attachments() if part.get_content_subtype() == "calendar"
    ]
    for part in calendars:
        (found,) = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
        hours = [found.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend")]
        assert hours == [event.starts_at, event.ends_at]
    assert len(calendars) == (0 if made.source.occasion.value == "recap" else 1)


def test_what_somebody_wrote_is_no_markup_anywhere() -> None:
    nasty = '<script>alert(1)</script> **fett** [x](https://evil.example) "a" & </script>'
    made = written(a_recap(title=nasty, sessions=(Session(nasty, nasty),), description=nasty))
    for name in ("newsletter.html", "homepage.html"):
        assert "<script>" not in text(made, name)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; **fett**" in text(made, name)
        assert 'href="https://evil.example' not in text(made, name)
    assert json_ld(text(made, "homepage.html"))["name"] == f"LabCamp#11: {nasty}"
    assert r"\*\*fett\*\* \[x\]" in text(made, "newsletter.md")


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_the_way_into_the_meeting_stands_in_no_text_and_no_file(occasion: str) -> None:
    source = OCCASIONS[occasion]
    made = written(source)
    assert source.event.join_url is None
    assert all("example.org/raum" not in output.text for output in made.outputs)
    assert all(b"example.org/raum" not in one.content for one in made.files)


def test_whom_the_bot_asks_about_a_talk_stands_nowhere() -> None:
    asked = Session("Impuls", "Kim Muster", contact="U0ANNASTADT", no_material=True)
    source = a_source(sessions=(asked,))
    made = written(source)
    assert made.differences == ()
    assert "U0ANNASTADT" not in repr(made.outputs) + repr(made.files)
    assert source.event.sessions == (Session("Impuls", "Kim Muster"),)


def test_an_event_of_which_only_title_and_time_are_known_has_no_gaps() -> None:
    bare = a_source(
        description=None, location=None, host=None, capacity=None, accessibility=None,
        registration_url=None, sessions=(),
    )  # fmt: skip
    made = write(bare, "de", Pages(), None)
    assert made.differences == ()
    assert text(made, "social-280.txt") == (
        "LabCamp#11: Wirkung sichtbar machen\nMontag, 7. Dezember 2026, 15:00 – 18:00 Uhr MEZ\n\n"
        "#LabCamp #OeffentlichesGestalten"
    )
    assert all("\n\n\n" not in output.text for output in made.outputs)
    assert all("None" not in output.text for output in made.outputs)


def test_who_can_register_no_longer_is_not_asked_to() -> None:
    closes = a_source().at - timedelta(hours=1)
    made = written(a_source(closes_at=closes))
    assert all("anmeldung" not in output.text.lower() for output in made.outputs)
    assert made.differences == ()


def test_a_post_leaves_out_what_matters_least_until_it_fits() -> None:
    talks = tuple(Session(f"Impuls über {'sehr ' * 10}vieles {n}", "Kim Muster") for n in range(30))
    made = written(a_source(sessions=talks, title="Über " + "alles " * 24))
    long, short = text(made, "social-500.txt"), text(made, "social-280.txt")
    assert "– und " in long
    assert "Impuls" not in short
    for post in (long, short):
        assert "7. Dezember 2026, 15:00" in post
        assert "https://example.org/anmeldung" in post


# --- A community's own


def own(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / "de" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


SOUND = """\
{{ name }}
{{ when }}
{% for talk in talks %}
{{ talk.line }}
{% endfor %}
{{ registration_url }}"""


def test_an_own_template_takes_the_place_of_ours_in_its_language_alone(tmp_path: Path) -> None:
    folder = own(tmp_path, "mail.txt.j2", "Liebe Labore!\n\n" + SOUND)
    assert text(written(a_source(), own=folder), "mail.txt").startswith("Liebe Labore!")
    assert text(written(a_source(), "en", folder), "mail.txt").startswith("LabCamp#11")
    assert written(a_source(), own=folder).faults == ()


def test_own_words_go_into_our_templates(tmp_path: Path) -> None:
    ours = Path("bot/texts/templates/de/words.txt.j2").read_text(encoding="utf-8")
    folder = own(tmp_path, "words.txt.j2", ours.replace("Ihr seid herzlich", "Kommt"))
    made = written(a_source(), own=folder)
    assert "Kommt zum LabCamp eingeladen" in text(made, "newsletter.md")
    assert "Kommt zum LabCamp eingeladen" in text(made, "homepage.html")


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("a\n{% if %}\n", 2, "Expected an expression"),
        ("a\n\n{{ titel }}", 3, "'titel' is undefined"),
        ("{{ talks[0].speakr }}", 1, "speakr"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("a\n{{ cycler.__init__.__globals__ }}", 2, "unsafe"),
        ("a\n{% include '../../etc/passwd' %}", 2, "passwd?"),
        (b"a\n\xff", 2, "UTF-8?"),
        ("{% for a in range(1000000) %}{% endfor %}", 1, "Range too big"),
    ],
)
def test_a_broken_one_is_named_with_its_line_and_ours_is_taken(
    tmp_path: Path, content: str | bytes, line: int, said: str
) -> None:
    made = written(a_source(), own=own(tmp_path, "newsletter.md.j2", content))
    (fault,) = made.faults
    assert (fault.trouble, fault.file, fault.line) == ("broken", "de/newsletter.md.j2", line)
    assert said in fault.what
    assert text(made, "newsletter.md") == text(written(a_source()), "newsletter.md")


def test_a_broken_one_that_ours_need_is_named_for_each_that_needs_it(tmp_path: Path) -> None:
    made = written(a_source(), own=own(tmp_path, "words.txt.j2", "\n{{ oops }}"))
    assert {(one.file, one.line) for one in made.faults} == {("de/words.txt.j2", 2)}
    assert made.outputs == written(a_source()).outputs


def test_a_folder_that_is_not_there_and_a_name_that_is_none_of_ours_are_told(
    tmp_path: Path,
) -> None:
    (missing,) = written(a_source(), own=tmp_path / "gone").faults
    assert (missing.trouble, missing.file) == ("no-folder", "gone")
    folder = own(own(tmp_path, "newsleter.md.j2", "x"), "_parts.txt.j2", "for own use")
    (unused,) = written(a_source(), own=folder).faults
    assert (unused.trouble, unused.file) == ("unused", "de/newsleter.md.j2")


def test_what_an_own_template_says_otherwise_is_told(tmp_path: Path) -> None:
    wrong = "LabCamp#12\n8. Dezember 2026, 16 Uhr\nhttps://example.org/alt"
    made = written(a_source(), own=own(tmp_path, "social.txt.j2", wrong))
    found = {(one.differs.value, one.words) for one in made.differences if "500" in one.output}
    assert found == {
        ("other-number", "LabCamp#12"),
        ("other-date", "8. Dezember 2026"),
        ("other-time", "16 Uhr"),
        ("other-link", "https://example.org/alt"),
        ("no-date", "2026-12-07"),
        ("no-time", "15:00"),
        ("no-link", "https://example.org/anmeldung"),
        ("no-name", "LabCamp#11"),
    }


def test_a_speaker_who_is_left_out_and_a_post_that_is_too_long_are_told(tmp_path: Path) -> None:
    folder = own(tmp_path, "mail.txt.j2", "{{ name }}\n{{ when }}\n{{ registration_url }}")
    own(folder, "social.txt.j2", SOUND + " und noch viel mehr" * 30)
    told = {
        (one.output, one.differs.value, one.words)
        for one in written(a_source(), own=folder).differences
    }
    assert ("mail.txt", "no-name", "Dr. Alex Beispiel") in told
    assert {name for name, differs, _ in told if differs == "too-long"} == set(NETWORKS)


def test_html_says_otherwise_where_only_a_link_or_a_machine_sees_it(tmp_path: Path) -> None:
    page = (
        '<h2>{{ name }}</h2><p>{{ when }} <a href="{{ registration_url }}">x</a></p>'
        "<p>{{ talks[0].line }} {{ talks[1].line }}</p>"
        '<time datetime="2026-12-08T15:00:00+01:00">…</time><a href="https://evil.example">y</a>'
        '<script type="application/ld+json">{"startDate": "2026-12-09T15:00:00+01:00"}</script>'
    )
    made = written(a_source(), own=own(tmp_path, "homepage.html.j2", page))
    assert [(one.differs.value, one.words) for one in made.differences] == [
        ("other-date", "2026-12-08T15:00:00+01:00"),
        ("other-date", "2026-12-09T15:00:00+01:00"),
        ("other-link", "https://evil.example"),
    ]


def test_every_outlet_has_a_text_and_a_file() -> None:
    made = written(replace(a_source(), at=a_source().at))
    assert {output.outlet for output in made.outputs} == set(Outlet)
    assert [one.name for one in made.files] == [
        "labcamp-11-newsletter.md",
        "labcamp-11-newsletter.html",
        "labcamp-11-homepage.html",
        "labcamp-11-social-500.txt",
        "labcamp-11-social-280.txt",
        "labcamp-11-mail.eml",
        "labcamp-11.ics",
    ]
