"""What stands behind /labcamp is understood as people write it, or refused with help."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.command_parser import parse, parse_said
from bot.domain.command_words import (
    ADD,
    ANSWERS,
    FOLDED_ANSWERS,
    FOLDED_WORDS,
    LANGUAGE_NAMES,
    PAST,
    REMOVE,
    SWITCH,
    courtesy,
    fold,
    meant,
)
from bot.domain.commands import (
    AddItem,
    AddOrganizer,
    Announce,
    Calendar,
    Command,
    DeclineOrCancel,
    Events,
    Export,
    Greeting,
    Help,
    Incomplete,
    MyData,
    Next,
    Organizers,
    RemoveOrganizer,
    Said,
    Search,
    SetLanguage,
    SetReminders,
    SetRsvp,
    SetRsvpFor,
    Show,
    Thanks,
    Typed,
    Unknown,
    Who,
)
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer
from tests.builders import ELEVEN
from tests.every_case import every

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO

UNDERSTOOD: list[tuple[str, Command]] = [
    ("", Help()),
    ("  \n\t ", Help()),
    ("help", Help()),
    ("hilfe", Help()),
    ("HILFE", Help()),
    ("next", Next()),
    ("my-data", MyData()),
    ("my data", MyData()),
    ("meine-daten", MyData()),
    ("Meine Daten bitte", MyData()),
    ("meinedaten", MyData()),
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
    ("hilfe bitte", Help()),
    ("bitte Hilfe!", Help()),
    ("please help", Help()),
    ("?", Help()),
    ("bitte", Help()),
    ("LabCamp", Help()),
    ("/labcamp hilfe", Help()),
    ("„nächstes“", Next()),
    ("nächstes LabCamp", Next()),
    ("nächster Termin", Next()),
    ("nächstes Treffen, danke schön!", Next()),
    ("next labcamp please", Next()),
    ("wann", Show(None)),
    ("Wann?", Show(None)),
    ("wann ist das nächste LabCamp?", Show(None)),
    ("wann 11", Show(ELEVEN)),
    ("wann ist LabCamp#11?", Show(ELEVEN)),
    ("wo", Show(None)),
    ("wo findet das statt?", Show(None)),
    ("where is the next LabCamp", Show(None)),
    ("when", Show(None)),
    ("link", Show(None)),
    ("link 11", Show(ELEVEN)),
    ("programm", Show(None)),
    ("programme 11", Show(ELEVEN)),
    ("agenda", Show(None)),
    ("anmeldung 11", Show(ELEVEN)),
    ("labcamp 11", Show(ELEVEN)),
    ("11 bitte", Show(ELEVEN)),
    ("11.", Show(ELEVEN)),
    ("veranstaltungen", Events()),
    ("termine bitte", Events()),
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
    ("absage", DeclineOrCancel(None)),
    ("Absage 11", DeclineOrCancel(ELEVEN)),
    ("absagen 11", DeclineOrCancel(ELEVEN)),
    ("absagen LabCamp#11 bitte", DeclineOrCancel(ELEVEN)),
    ("nein", SetRsvp(NO, None)),
    ("nein 11", SetRsvp(NO, ELEVEN)),
    ("abmelden 11", SetRsvp(NO, ELEVEN)),
    ("nein danke", SetRsvp(NO, None)),
    ("ja", SetRsvp(YES, None)),
    ("Ja!", SetRsvp(YES, None)),
    ("ja 11", SetRsvp(YES, ELEVEN)),
    ("ja, ich bin dabei", SetRsvp(YES, None)),
    ("anmelden", SetRsvp(YES, None)),
    ("eventuell 11", SetRsvp(MAYBE, ELEVEN)),
    ("rsvp yes please", SetRsvp(YES, None)),
    ("zusage gerne", SetRsvp(YES, None)),
    ("zusage für LabCamp 11", SetRsvp(YES, ELEVEN)),
    ("yes", SetRsvp(YES, None)),
    ("maybe 11", SetRsvp(MAYBE, ELEVEN)),
    ("no 11", SetRsvp(NO, ELEVEN)),
    ("who", Who(None)),
    ("wer", Who(None)),
    ("teilnehmende 11", Who(ELEVEN)),
    ("Who #11", Who(ELEVEN)),
    ("wer kommt?", Who(None)),
    ("wer ist dabei", Who(None)),
    ("teilnehmer 11", Who(ELEVEN)),
    ("Teilnehmer:innen", Who(None)),
    ("participants", Who(None)),
    ("export", Export(None)),
    ("exportieren LabCamp#11", Export(ELEVEN)),
    ("organizers", Organizers()),
    ("Organisierende", Organizers()),
    ("organisator:innen", Organizers()),
    ("orga", Organizers()),
    ("language de", SetLanguage("de")),
    ("sprache bitte auf Englisch", SetLanguage("en")),
    ("reminders off please", SetReminders(on=False)),
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
    ("wissensspeicher", Search("")),
    ("Wissensspeicher neu", AddItem()),
    ("suchen", Search("")),
    ("material", Search("")),
    ("links", Search("")),
    ("hallo", Greeting()),
    ("Hallo zusammen!", Greeting()),
    ("hi LabCamp", Greeting()),
    ("Moin moin", Greeting()),
    ("Guten Morgen", Greeting()),
    ("good morning", Greeting()),
    ("hallo Labor", Greeting()),
    ("hallo, wann ist das nächste?", Show(None)),
    ("danke", Thanks()),
    ("Vielen Dank!", Thanks()),
    ("danke für die schöne Einladung", Thanks()),
    ("hallo und danke", Thanks()),
    ("thanks, next please", Next()),
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


# What is searched for is searched for as it is written.
SEARCHED: list[tuple[str, Command]] = [
    ("wissensspeicher labor", Search("labor")),
    ("suche lebenszyklus", Search("lebenszyklus")),
    ("Suche neue Methoden", Search("neue Methoden")),
    ("suche neu", Search("neu")),
    ("search labs", Search("labs")),
    ("find lab", Search("lab")),
    ("material 4", Search("4")),
    ("folien", Search("folien")),
    ("Folien 4", Search("Folien 4")),
    ("aufzeichnung #4", Search("aufzeichnung #4")),
    ("bitte suche Folien & mehr", Search("Folien & mehr")),
]
# The ids in them are written in capitals only.
MENTIONING: list[tuple[str, Command]] = [
    ("rsvp yes 11 <@U0ANNA|anna>", SetRsvpFor(YES, ELEVEN, "U0ANNA")),
    ("rsvp yes <@U0ANNA|anna> 11", SetRsvpFor(YES, ELEVEN, "U0ANNA")),
    ("rsvp <@U0ANNA> vielleicht", SetRsvpFor(MAYBE, None, "U0ANNA")),
    ("ja 11 <@U0ANNA|anna>", SetRsvpFor(YES, ELEVEN, "U0ANNA")),
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


@every(("text", "command"), UNDERSTOOD + SEARCHED + MENTIONING)
def test_what_people_write_is_understood(text: str, command: Command) -> None:
    assert parse(text) == command


@every(
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
        ("ankundigen 11 Kommt vorbei", "ankündigen 11 Kommt vorbei"),
        ("ankundigen 11 Kommt\n\nvorbei", "ankündigen 11 Kommt\n\nvorbei"),
        ("wisen Barrierefreie Formulare", "wissen Barrierefreie Formulare"),
        ("rspv yess 11", "rsvp yes 11"),
        ("nxt jahr", "next"),
        ("zusgae 11 <@U0ANNA|anna zusgae>", "zusage 11 <@U0ANNA|anna zusgae>"),
        ("bitte zusgae 11", "zusage 11"),
        ("events pst", "events past"),
        ("Termine vergangen", "Termine vergangene"),
        ("rsvp yess", "rsvp yes"),
        ("rsvp mayb 11", "rsvp maybe 11"),
        ("rsvp vieleicht", "rsvp vielleicht"),
        ("organizers ad", "organizers add"),
        ("teilnemende 4", "teilnehmende 4"),
        ("organisierende entferne", "organisierende entfernen"),
    ],
)
def test_a_slip_of_the_pen_gets_the_nearest_suggestion(text: str, suggestion: str) -> None:
    found = parse(text)
    assert isinstance(found, Unknown)
    assert found.suggestion == suggestion
    assert found.words in " ".join(text.split())


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


@every(
    ("text", "meant"),
    [
        ("help us", Help),
        ("next 11", Next),
        ("nächstes jahr", Next),
        ("events past 2", Events),
        ("show us", Show),
        ("show 4 5", Show),
        ("show 1234567", Show),
        ("show ११", Show),
        ("rsvp", SetRsvp),
        ("rsvp yes sir", SetRsvp),
        ("rsvp yes 11 12", SetRsvp),
        ("zusage nicht", SetRsvp),
        ("absagen 11 12", SetRsvp),
        ("ja das wäre schön", SetRsvp),
        ("wann geht es los", Show),
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


@pytest.mark.parametrize(
    "text",
    ["nächstes", "wann ist das nächste?", "zusagen oder was", "ankündigen Kommt alle vorbei!"],
)
def test_a_command_is_one_in_a_conversation_too(text: str) -> None:
    assert parse_said(text) == parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("barrierefreie Formulare", "barrierefreie Formulare"),
        ("wann hattet ihr Lebenszyklen dran?", "wann hattet ihr Lebenszyklen dran?"),
        ("R&amp;D bei <https://a.example|a.example>", "R&D bei a.example"),
        ("x" * 500, "x" * 500),
    ],
)
def test_what_is_no_command_in_a_conversation_is_kept_as_words(text: str, words: str) -> None:
    found = parse_said(text)
    assert isinstance(found, Said)
    assert found.words == words


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
def test_what_is_suggested_is_never_a_word_of_nobodys(text: str) -> None:
    answer = parse(text)
    if isinstance(answer, Unknown) and answer.suggestion is not None:
        assert not isinstance(parse(answer.suggestion), Unknown)


def test_no_word_that_says_nothing_is_one_that_says_something() -> None:
    after_a_command = [*PAST, *ADD, *REMOVE, *SWITCH, *ANSWERS, *LANGUAGE_NAMES]
    assert meant([fold(word) for word in after_a_command]) == [fold(w) for w in after_a_command]
    assert all(courtesy([first]) == (0, None) for first in (*FOLDED_WORDS, *FOLDED_ANSWERS))


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
