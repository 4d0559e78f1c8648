"""The words of the commands, German and English, and how they are recognised."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from bot.domain.commands import TYPED, Greeting, Thanks
from bot.domain.ids import EventNumber
from bot.domain.languages import LANGUAGES
from bot.domain.rsvps import Answer

ANSWERS = {
    "yes": Answer.YES,
    "zusage": Answer.YES,
    "zusagen": Answer.YES,
    "ja": Answer.YES,
    "anmelden": Answer.YES,
    "maybe": Answer.MAYBE,
    "vielleicht": Answer.MAYBE,
    "eventuell": Answer.MAYBE,
    "no": Answer.NO,
    "absage": Answer.NO,
    "absagen": Answer.NO,
    "nein": Answer.NO,
    "abmelden": Answer.NO,
}
# Those of them that may mean the whole event as well.
AMBIGUOUS = {"absage", "absagen"}
PAST = ("past", "vergangene")
ADD = ("add", "hinzufügen")
ADD_ITEM = (*ADD, "new", "neu")
REMOVE = ("remove", "entfernen")
LANGUAGE_NAMES = {name: code for code, spoken in LANGUAGES.items() for name in spoken.names}
SWITCH = {"on": True, "an": True, "ein": True, "off": False, "aus": False}
_GREETINGS = (
    *("hallo", "hi", "hey", "hej", "moin", "servus", "tach", "hello", "guten morgen", "guten tag"),
    *("guten abend", "good morning", "good afternoon", "good evening", "grüß gott", "grüß dich"),
)
_THANKS = (
    *("danke", "dankeschön", "danke schön", "vielen dank", "merci", "thanks", "thx", "thank you"),
    *("ok", "okay", "super", "prima", "perfekt", "toll", "great", "perfect", "alles klar"),
)
# They say nothing; what is meant comes after them.
_OPENERS = ("bitte", "please", "labcamp", "/labcamp", "also", "und", "zusammen", "there", "bot")
# What changes nothing of a command before it. None of them is a word of one that takes words.
_FILLERS = (
    *("bitte", "danke", "mal", "doch", "denn", "gern", "gerne", "jetzt", "leider", "das", "ist"),
    *("nächste", "nächstes", "nächsten", "kommende", "kommenden", "findet", "statt", "kommt"),
    *("kommen", "dabei", "ich", "bin", "zum", "beim", "vom", "für", "auf", "nach", "am"),
    *("please", "thanks", "the", "next", "upcoming", "coming", "is", "are", "for", "to", "i"),
    *("labcamp", "labcamps", "treffen", "termin", "meeting", "event", "kurz", "nochmal", "sehr"),
    *("schön", "dir", "euch", "pls", "thx", "thank", "you", "mich", "me"),
)
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
# What people put around words and behind them.
_AROUND = " ?!.,;:…()\"'`*_~„“”‚‘’«»"
_NUMBER = re.compile(r"(?:labcamp)?#?([0-9]{1,6})", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(word: str) -> str:
    """`word` without case and with umlauts written out, composed or decomposed."""
    return unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)


def spoken(text: str) -> list[str]:
    """The folded words of `text`, without what people put around them."""
    return [fold(word).strip(_AROUND) or word[:1] for word in text.split()]


def meant(words: list[str]) -> list[str]:
    """Those of the folded `words` that say something."""
    return [word for word in words if word not in _FOLDED_FILLERS]


def courtesy(words: list[str]) -> tuple[int, Greeting | Thanks | None]:
    """How many of the folded `words` at the beginning are only kind, and what they say."""
    at, said = 0, None
    while at < len(words):
        length = next((n for n in (2, 1) if " ".join(words[at : at + n]) in _COURTESIES), 0)
        if not length:
            break
        said = _COURTESIES[" ".join(words[at : at + length])] or said
        at += length
    return at, said


def without_people(text: str) -> tuple[list[str], list[str]]:
    """The folded words of `text` that name nobody, and the ids of the people whom it names.

    A mention arrives as `<@U123|name>` because the manifest says `should_escape`.
    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    return spoken(_PERSON.sub(" ", text)), _PERSON.findall(text)


def around(text: str, word: str) -> tuple[str, str] | None:
    """What stands in `text` before and after the first word that, folded, is `word`."""
    masked = _PERSON.sub(lambda person: "\0" * len(person[0]), text)
    for place in _WORD.finditer(masked):
        if spoken(place[0]) == [word]:
            return text[: place.start()], text[place.end() :]
    return None


def event_number(word: str) -> EventNumber | None:
    """The number of an event that `word` is, as in `11`, `#11` or `LabCamp#11`; else None."""
    match = _NUMBER.fullmatch(word)
    return EventNumber(int(match[1])) if match else None


WORDS = [word for command in TYPED for word in command.names]
FOLDED_WORDS = {fold(word): command for command in TYPED for word in command.names}
FOLDED_ANSWERS = {fold(word): answer for word, answer in ANSWERS.items()}
FOLDED_ADD = {fold(word) for word in ADD}
FOLDED_ADD_ITEM = {fold(word) for word in ADD_ITEM}
FOLDED_REMOVE = {fold(word) for word in REMOVE}
_COURTESIES: dict[str, Greeting | Thanks | None] = {
    **{fold(word): None for word in _OPENERS},
    **{fold(phrase): Greeting() for phrase in _GREETINGS},
    **{fold(phrase): Thanks() for phrase in _THANKS},
}
_FOLDED_FILLERS = {fold(word) for word in _FILLERS}
_AS_WRITTEN = {fold(word): word for word in (*WORDS, *ANSWERS, *ADD, *REMOVE)}
KNOWN = {*FOLDED_WORDS, *FOLDED_ANSWERS, *PAST, *LANGUAGE_NAMES, *SWITCH}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """That of the `known` folded words which the folded `word` may be, as it is written."""
    # of three letters two are no likeness: "wie" is not "wer"
    cutoff = 0.7 if len(word) < 4 else 0.6
    found = difflib.get_close_matches(word, known, n=1, cutoff=cutoff)
    return _AS_WRITTEN.get(found[0], found[0]) if found else None
