"""The text after /labcamp → a command, or a helpful refusal (section 7 of the design)."""

import difflib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.rsvps import Answer


@dataclass(frozen=True, slots=True)
class Help:
    """What can be done here."""


@dataclass(frozen=True, slots=True)
class Next:
    """The next event's card."""


@dataclass(frozen=True, slots=True)
class Events:
    """A list of events, coming or past."""

    past: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """One event's card; the next one's without a number."""

    number: int | None


@dataclass(frozen=True, slots=True)
class SetRsvp:
    """The member's own answer to an event; to the next one without a number."""

    answer: Answer
    number: int | None


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The member's own language."""

    language: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Post a text and an event as an RSVP message."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is none of ours, with the nearest that is."""

    words: str
    suggestion: str | None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A known command that lacks something or has too much; `usage` shows how it is written."""

    usage: str


Command = Help | Next | Events | Show | SetRsvp | SetLanguage | Announce | Unknown | Incomplete

_WORDS = {
    "help": "help",
    "hilfe": "help",
    "next": "next",
    "nächstes": "next",
    "nächster": "next",
    "nächste": "next",
    "events": "events",
    "termine": "events",
    "show": "show",
    "zeige": "show",
    "rsvp": "rsvp",
    "announce": "announce",
    "ankündigen": "announce",
    "language": "language",
    "sprache": "language",
}
_ANSWERS = {
    "yes": Answer.YES,
    "zusage": Answer.YES,
    "zusagen": Answer.YES,
    "maybe": Answer.MAYBE,
    "vielleicht": Answer.MAYBE,
    "no": Answer.NO,
    "absage": Answer.NO,
    "absagen": Answer.NO,
}
_PAST = ("past", "vergangene")
_LANGUAGES = {"de": "de", "deutsch": "de", "en": "en", "english": "en", "englisch": "en"}
_USAGE = {
    "help": "help",
    "next": "next",
    "events": "events [past]",
    "show": "show 4",
    "rsvp": "rsvp yes 11",
    "announce": "announce 11 …",
    "language": "language de",
}
_NUMBER = re.compile(r"(?:labcamp)?#?([0-9]{1,6})", re.IGNORECASE)
_SHOWN = 80  # characters of an unknown text that are repeated to its author


def parse(text: str) -> Command:
    """The command that `text` (all that stands behind /labcamp) means. Never raises."""
    text = text.replace("\0", "")  # PostgreSQL can't store it
    words = [_fold(word) for word in text.split()]
    if not words:
        return Help()
    first = words[0]
    number = _number(first)
    if number is not None and len(words) == 1:
        return Show(number)
    if first in _FOLDED_ANSWERS:
        return _rsvp(words)
    name = _FOLDED_WORDS.get(first)
    if name is None:
        return _unknown(text, words, 0, (*_FOLDED_WORDS, *_FOLDED_ANSWERS))
    return _PARSERS[name](text, words)


def _simple(command: Help | Next) -> "_Parser":
    def parser(text: str, words: list[str]) -> Command:
        return command if len(words) == 1 else Incomplete(_USAGE[_FOLDED_WORDS[words[0]]])

    return parser


def _events(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Events()
    if words[1] not in _PAST:
        return _unknown(text, words, 1, _PAST)
    return Events(past=True) if len(words) == 2 else Incomplete(_USAGE["events"])


def _show(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Show(None)
    number = _number(words[1])
    return Show(number) if number is not None and len(words) == 2 else Incomplete(_USAGE["show"])


def _rsvp_with_word(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Incomplete(_USAGE["rsvp"])
    if words[1] not in _FOLDED_ANSWERS:
        return _unknown(text, words, 1, tuple(_FOLDED_ANSWERS))
    return _rsvp(words[1:])


def _rsvp(words: list[str]) -> Command:
    answer = _FOLDED_ANSWERS[words[0]]
    if len(words) == 1:
        return SetRsvp(answer, None)
    number = _number(words[1])
    if number is None or len(words) > 2:
        return Incomplete(_USAGE["rsvp"])
    return SetRsvp(answer, number)


def _announce(text: str, words: list[str]) -> Command:
    parts = text.split(maxsplit=2)
    number = _number(words[1]) if len(words) > 1 else None
    if number is None or len(parts) < 3:
        return Incomplete(_USAGE["announce"])
    return Announce(number, parts[2].strip())


def _language(text: str, words: list[str]) -> Command:
    if len(words) != 2:
        return Incomplete(_USAGE["language"])
    if words[1] not in _LANGUAGES:
        return _unknown(text, words, 1, tuple(_LANGUAGES))
    return SetLanguage(_LANGUAGES[words[1]])


def _number(word: str) -> int | None:
    match = _NUMBER.fullmatch(word)
    return int(match[1]) if match else None


def _unknown(text: str, words: list[str], at: int, known: tuple[str, ...]) -> Unknown:
    """A refusal; its suggestion keeps what is before the word, and after it what we understand."""
    nearest = difflib.get_close_matches(words[at], known, n=1, cutoff=0.6)
    suggestion = None
    if nearest:
        written = _AS_WRITTEN.get(nearest[0], nearest[0])
        rest = [word for word in words[at + 1 :] if word in _KNOWN or _number(word) is not None]
        suggestion = " ".join([*words[:at], written, *rest])
    return Unknown(" ".join(text.split())[:_SHOWN], suggestion)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _fold(word: str) -> str:
    """`word` without case and with umlauts written out, composed or decomposed."""
    return unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)


_FOLDED_WORDS = {_fold(word): name for word, name in _WORDS.items()}
_FOLDED_ANSWERS = {_fold(word): answer for word, answer in _ANSWERS.items()}
_AS_WRITTEN = {_fold(word): word for word in (*_WORDS, *_ANSWERS)}
_KNOWN = {*_FOLDED_WORDS, *_FOLDED_ANSWERS, *_PAST, *_LANGUAGES}
_Parser = Callable[[str, list[str]], Command]
_PARSERS: dict[str, _Parser] = {
    "help": _simple(Help()),
    "next": _simple(Next()),
    "events": _events,
    "show": _show,
    "rsvp": _rsvp_with_word,
    "announce": _announce,
    "language": _language,
}
