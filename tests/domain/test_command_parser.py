"""What stands behind /labcamp is understood as people write it, or refused with help."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.command_parser import parse
from bot.domain.commands import (
    AddItem,
    AddOrganizer,
    Announce,
    Calendar,
    Command,
    Events,
    Export,
    Help,
    Incomplete,
    Next,
    Organizers,
    RemoveOrganizer,
    Search,
    SetLanguage,
    SetReminders,
    SetRsvp,
    SetRsvpFor,
    Show,
    Typed,
    Unknown,
    Who,
)
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer
from tests.builders import ELEVEN

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO

UNDERSTOOD: list[tuple[str, Command]] = [
    ("", Help()),
    ("  \n\t ", Help()),
    ("help", Help()),
    ("hilfe", Help()),
    ("HILFE", Help()),
    ("next", Next()),
    ("nächstes", Next()),
    ("nächster", Next()),
    ("nächste", Next()),
    ("Nächstes", Next()),
    ("NÄCHSTES", Next()),
    ("naechstes", Next()),
    ("NAECHSTE", Next()),
    ("na\u0308chstes", Next()),
    ("NA\u0308CHSTER", Next()),
    ("   next   ", Next()),
    ("\u00a0next\u00a0", Next()),
    ("events", Events()),
    ("termine", Events()),
    ("Termine", Events()),
    ("events past", Events(past=True)),
    ("termine vergangene", Events(past=True)),
    ("events vergangene", Events(past=True)),
    ("termine   PAST", Events(past=True)),
    ("calendar", Calendar()),
    ("kalender", Calendar()),
    ("KALENDER", Calendar()),
    ("show", Show(None)),
    ("zeige", Show(None)),
    ("show 4", Show(EventNumber(4))),
    ("zeige 4", Show(EventNumber(4))),
    ("show #4", Show(EventNumber(4))),
    ("Show LabCamp#4", Show(EventNumber(4))),
    ("zeige labcamp4", Show(EventNumber(4))),
    ("show 004", Show(EventNumber(4))),
    ("11", Show(ELEVEN)),
    ("#11", Show(ELEVEN)),
    ("LabCamp#11", Show(ELEVEN)),
    ("  11  ", Show(ELEVEN)),
    ("999999", Show(EventNumber(999_999))),
    ("rsvp yes", SetRsvp(YES, None)),
    ("rsvp maybe", SetRsvp(MAYBE, None)),
    ("rsvp no", SetRsvp(NO, None)),
    ("rsvp yes 11", SetRsvp(YES, ELEVEN)),
    ("rsvp maybe #11", SetRsvp(MAYBE, ELEVEN)),
    ("RSVP  No   LabCamp#11", SetRsvp(NO, ELEVEN)),
    ("rsvp zusage 11", SetRsvp(YES, ELEVEN)),
    ("rsvp zusagen", SetRsvp(YES, None)),
    ("rsvp vielleicht 11", SetRsvp(MAYBE, ELEVEN)),
    ("rsvp absage 11", SetRsvp(NO, ELEVEN)),
    ("rsvp absagen", SetRsvp(NO, None)),
    ("zusage", SetRsvp(YES, None)),
    ("zusage 11", SetRsvp(YES, ELEVEN)),
    ("Zusagen #11", SetRsvp(YES, ELEVEN)),
    ("vielleicht", SetRsvp(MAYBE, None)),
    ("VIELLEICHT 11", SetRsvp(MAYBE, ELEVEN)),
    ("absage", SetRsvp(NO, None)),
    ("absagen 11", SetRsvp(NO, ELEVEN)),
    ("yes", SetRsvp(YES, None)),
    ("maybe 11", SetRsvp(MAYBE, ELEVEN)),
    ("no 11", SetRsvp(NO, ELEVEN)),
    ("who", Who(None)),
    ("wer", Who(None)),
    ("teilnehmende 11", Who(ELEVEN)),
    ("Who #11", Who(ELEVEN)),
    ("export", Export(None)),
    ("exportieren LabCamp#11", Export(ELEVEN)),
    ("organizers", Organizers()),
    ("Organisierende", Organizers()),
    ("language de", SetLanguage("de")),
    ("reminders on", SetReminders(on=True)),
    ("reminders off", SetReminders(on=False)),
    ("erinnerungen an", SetReminders(on=True)),
    ("erinnerungen ein", SetReminders(on=True)),
    ("ERINNERUNGEN  Aus", SetReminders(on=False)),
    ("erinnerungen off", SetReminders(on=False)),
    ("language en", SetLanguage("en")),
    ("sprache de", SetLanguage("de")),
    ("Sprache EN", SetLanguage("en")),
    ("sprache deutsch", SetLanguage("de")),
    ("sprache englisch", SetLanguage("en")),
    ("language English", SetLanguage("en")),
    ("kb", Search("")),
    ("kb #4", Search("#4")),
    ("kb add", AddItem()),
    ("wissen neu", AddItem()),
    ("Wissen HINZUFÜGEN", AddItem()),
    ("kb new", AddItem()),
    ("announce", Announce(None, None)),
    ("ankündigen #11  ", Announce(ELEVEN, None)),
    ("announce 11 Kommt vorbei!", Announce(ELEVEN, "Kommt vorbei!")),
    ("ankündigen 11 Kommt vorbei!", Announce(ELEVEN, "Kommt vorbei!")),
    ("ankuendigen 11 Kommt", Announce(ELEVEN, "Kommt")),
    ("ANKU\u0308NDIGEN #11 Kommt", Announce(ELEVEN, "Kommt")),
    ("announce LabCamp#11 12 Impulse", Announce(ELEVEN, "12 Impulse")),
    ("announce 11 zwei  Leerzeichen   bleiben", Announce(ELEVEN, "zwei  Leerzeichen   bleiben")),
    (
        "announce 11 Zeile\n\n• noch eine\tmit Tab",
        Announce(ELEVEN, "Zeile\n\n• noch eine\tmit Tab"),
    ),
    ("announce 11\nauf neuer Zeile\n", Announce(ELEVEN, "auf neuer Zeile")),
    ("  announce   11   GROSS ÄÖÜ ß Ä  ", Announce(ELEVEN, "GROSS ÄÖÜ ß Ä")),
    ("announce 11 Scho\u0308n", Announce(ELEVEN, "Scho\u0308n")),
    (
        "announce 11 <https://a.example|hier> *da*",
        Announce(ELEVEN, "<https://a.example|hier> *da*"),
    ),
]


# The ids in them are written in capitals only.
MENTIONING: list[tuple[str, Command]] = [
    ("rsvp yes 11 <@U0ANNA|anna>", SetRsvpFor(YES, ELEVEN, "U0ANNA")),
    ("rsvp yes <@U0ANNA|anna> 11", SetRsvpFor(YES, ELEVEN, "U0ANNA")),
    ("rsvp <@U0ANNA> vielleicht", SetRsvpFor(MAYBE, None, "U0ANNA")),
    ("absage 11 <@W0ANNA|Anna B.>", SetRsvpFor(NO, ELEVEN, "W0ANNA")),
    ("Zusage <@U0ANNA|anna & co.>", SetRsvpFor(YES, None, "U0ANNA")),
    ("organizers add <@U0ANNA|anna>", AddOrganizer("U0ANNA")),
    ("organisierende hinzufügen <@U0ANNA>", AddOrganizer("U0ANNA")),
    ("organizers <@U0ANNA> HINZUFUEGEN", AddOrganizer("U0ANNA")),
    ("organizers remove <@U0ANNA|anna>", RemoveOrganizer("U0ANNA")),
    ("Organisierende entfernen <@U0ANNA|anna>", RemoveOrganizer("U0ANNA")),
    ("Wissen  Barrierefreie Formulare ", Search("Barrierefreie Formulare")),
    ("kb Was sagt <@U0ANNA|anna> zu R&amp;D?", Search("Was sagt anna zu R&D?")),
    ("kb add <https://a.example/X?b=1&amp;c=2|a.example>", AddItem("https://a.example/X?b=1&c=2")),
    ("wissen neu https://a.example/X", AddItem("https://a.example/X")),
    ("announce 11 Danke, <@U0ANNA|anna>!", Announce(ELEVEN, "Danke, <@U0ANNA|anna>!")),
]


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD + MENTIONING)
def test_what_people_write_is_understood(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("nxt", "next"),
        ("hlep", "help"),
        ("evnts", "events"),
        ("Termin", "termine"),
        ("nächsts", "nächstes"),
        ("naechsts", "nächstes"),
        ("zeig", "zeige"),
        ("shwo 4", "show 4"),
        ("rspv yes 11", "rsvp yes 11"),
        ("zusgae #11", "zusage #11"),
        ("vieleicht", "vielleicht"),
        ("absge 3", "absage 3"),
        ("sprahce de", "sprache de"),
        ("ankundigen 11 Kommt vorbei", "ankündigen 11"),
        ("events pst", "events past"),
        ("Termine vergangen", "termine vergangene"),
        ("rsvp yess", "rsvp yes"),
        ("rsvp mayb 11", "rsvp maybe 11"),
        ("rsvp vieleicht", "rsvp vielleicht"),
        ("organizers ad", "organizers add"),
        ("teilnemende 4", "teilnehmende 4"),
        ("organisierende entferne", "organisierende entfernen"),
    ],
)
def test_a_slip_of_the_pen_gets_the_nearest_suggestion(text: str, suggestion: str) -> None:
    assert parse(text) == Unknown(text, suggestion)


@pytest.mark.parametrize("text", ["xyzzy", "🦄", "wie geht es dir heute?", "rsvp 🦄", "1.5", "-3"])
def test_a_word_that_is_like_none_of_ours_gets_no_suggestion(text: str) -> None:
    assert parse(text) == Unknown(text, None)


def test_a_suggestion_can_be_typed_as_it_stands() -> None:
    for text in (
        "nxt",
        "evnts",
        "zusgae 11",
        "rspv yes 11",
        "rsvp yess",
        "events pst",
        "shwo 4",
        "naechsts",
    ):
        answer = parse(text)
        assert isinstance(answer, Unknown)
        assert answer.suggestion is not None
        assert not isinstance(parse(answer.suggestion), Unknown | Incomplete), text


def test_a_long_unknown_text_is_repeated_only_in_part() -> None:
    answer = parse("blabla  " * 100)
    assert isinstance(answer, Unknown)
    assert answer.words == ("blabla " * 100)[:80]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("help me", Help),
        ("next 11", Next),
        ("nächstes jahr", Next),
        ("events past 2", Events),
        ("show me", Show),
        ("show 4 5", Show),
        ("show 1234567", Show),
        ("show ११", Show),
        ("rsvp", SetRsvp),
        ("rsvp yes please", SetRsvp),
        ("rsvp yes 11 12", SetRsvp),
        ("zusage gerne", SetRsvp),
        ("zusage 11 <@U1> <@U2>", SetRsvp),
        ("zusage 11 @anna", SetRsvp),
        ("who is it", Who),
        ("export <@U1>", Export),
        ("export 11 12", Export),
        ("organizers <@U1>", Organizers),
        ("organizers add", Organizers),
        ("organizers add @anna", Organizers),
        ("organizers remove <@U1> <@U2>", Organizers),
        ("language", SetLanguage),
        ("reminders", SetReminders),
        ("erinnerungen an aus", SetReminders),
        ("language de en", SetLanguage),
        ("announce Kommt vorbei", Announce),
        ("kb add Titel", Search),
        ("wissen neu javascript:alert(1)", Search),
    ],
)
def test_an_incomplete_command_is_known_by_what_was_meant(text: str, meant: type[Typed]) -> None:
    assert parse(text) == Incomplete(meant)


WORDS = st.sampled_from(
    [
        *("help", "next", "nächste", "events", "past", "show", "rsvp", "yes", "vielleicht"),
        *("absagen", "language", "de", "announce", "ankündigen", "11", "#4", "LabCamp#5", "x"),
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(st.one_of(WORDS, st.text(max_size=5))).map(" ".join))


@given(ANY_TEXT)
@example("announce 11 \ud800")
@example("9" * 5000)
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(parse(text), Command)


@given(ANY_TEXT)
def test_an_unknown_text_is_shown_in_one_short_line(text: str) -> None:
    answer = parse(text)
    if isinstance(answer, Unknown):
        assert len(answer.words) <= 80
        assert len(answer.words.splitlines()) == 1


@given(st.sampled_from([text for text, command in UNDERSTOOD if not isinstance(command, Announce)]))
def test_case_spaces_and_the_spelling_of_umlauts_do_not_matter(text: str) -> None:
    meant = parse(text)
    for spelling in (text.upper(), text.lower(), text.title(), f"\t{text.replace(' ', '   ')}\n"):
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert parse(unicodedata.normalize(form, spelling)) == meant


@given(ANY_TEXT)
def test_composed_or_decomposed_a_text_means_the_same(text: str) -> None:
    composed = parse(unicodedata.normalize("NFC", text))
    decomposed = parse(unicodedata.normalize("NFD", text))
    if isinstance(composed, Unknown | Announce):
        assert type(decomposed) is type(composed)
    else:
        assert decomposed == composed
