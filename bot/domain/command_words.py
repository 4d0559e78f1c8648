"""The words of the commands, German and English, and how they are recognised."""

import difflib
import re
import unicodedata

from bot.domain.commands import TYPED
from bot.domain.ids import EventNumber
from bot.domain.languages import LANGUAGES
from bot.domain.rsvps import Answer

ANSWERS = {
    "yes": Answer.YES,
    "zusage": Answer.YES,
    "zusagen": Answer.YES,
    "maybe": Answer.MAYBE,
    "vielleicht": Answer.MAYBE,
    "no": Answer.NO,
    "absage": Answer.NO,
    "absagen": Answer.NO,
}
PAST = ("past", "vergangene")
ADD = ("add", "hinzufügen")
ADD_ITEM = (*ADD, "new", "neu")
REMOVE = ("remove", "entfernen")
LANGUAGE_NAMES = {name: code for code, spoken in LANGUAGES.items() for name in spoken.names}
SWITCH = {"on": True, "an": True, "ein": True, "off": False, "aus": False}
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_NUMBER = re.compile(r"(?:labcamp)?#?([0-9]{1,6})", re.IGNORECASE)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(word: str) -> str:
    """`word` without case and with umlauts written out, composed or decomposed."""
    return unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)


def without_people(text: str) -> tuple[list[str], list[str]]:
    """The folded words of `text` that name nobody, and the ids of the people whom it names.

    A mention arrives as `<@U123|name>` because the manifest says `should_escape`.
    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    words = [fold(word) for word in _PERSON.sub(" ", text).split()]
    return words, _PERSON.findall(text)


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
_AS_WRITTEN = {fold(word): word for word in (*WORDS, *ANSWERS, *ADD, *REMOVE)}
_KNOWN = {*FOLDED_WORDS, *FOLDED_ANSWERS, *PAST, *LANGUAGE_NAMES, *SWITCH}


def suggestion(words: list[str], at: int, known: tuple[str, ...]) -> str | None:
    """What may have been meant by the folded `words`, of which the one at `at` is unknown.

    It keeps what stands before that word, and after it what we understand; None when none of
    the `known` words is near.
    """
    # of three letters two are no likeness: "wie" is not "wer"
    cutoff = 0.7 if len(words[at]) < 4 else 0.6
    nearest = difflib.get_close_matches(words[at], known, n=1, cutoff=cutoff)
    if not nearest:
        return None
    written = _AS_WRITTEN.get(nearest[0], nearest[0])
    rest = [word for word in words[at + 1 :] if word in _KNOWN or event_number(word) is not None]
    return " ".join([*words[:at], written, *rest])
