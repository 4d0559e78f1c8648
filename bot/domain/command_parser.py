"""The text after /labcamp → a command, or a helpful refusal (section 7 of the design)."""

from collections.abc import Callable

from bot.domain.command_words import (
    FOLDED_ANSWERS,
    FOLDED_WORDS,
    LANGUAGES,
    PAST,
    USAGE,
    event_number,
    fold,
    suggestion,
)
from bot.domain.commands import (
    Announce,
    Calendar,
    Command,
    Events,
    Help,
    Incomplete,
    Next,
    SetLanguage,
    SetRsvp,
    Show,
    Unknown,
)

_SHOWN = 80  # characters of an unknown text that are repeated to its author


def parse(text: str) -> Command:
    """The command that `text` (all that stands behind /labcamp) means. Never raises."""
    text = text.replace("\0", "")  # PostgreSQL can't store it
    words = [fold(word) for word in text.split()]
    if not words:
        return Help()
    first = words[0]
    number = event_number(first)
    if number is not None and len(words) == 1:
        return Show(number)
    if first in FOLDED_ANSWERS:
        return _rsvp(words)
    name = FOLDED_WORDS.get(first)
    if name is None:
        return _unknown(text, words, 0, (*FOLDED_WORDS, *FOLDED_ANSWERS))
    return _PARSERS[name](text, words)


def _simple(command: Help | Next | Calendar) -> "_Parser":
    def parser(text: str, words: list[str]) -> Command:
        return command if len(words) == 1 else Incomplete(USAGE[FOLDED_WORDS[words[0]]])

    return parser


def _events(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Events()
    if words[1] not in PAST:
        return _unknown(text, words, 1, PAST)
    return Events(past=True) if len(words) == 2 else Incomplete(USAGE["events"])


def _show(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Show(None)
    number = event_number(words[1])
    return Show(number) if number is not None and len(words) == 2 else Incomplete(USAGE["show"])


def _rsvp_with_word(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Incomplete(USAGE["rsvp"])
    if words[1] not in FOLDED_ANSWERS:
        return _unknown(text, words, 1, tuple(FOLDED_ANSWERS))
    return _rsvp(words[1:])


def _rsvp(words: list[str]) -> Command:
    answer = FOLDED_ANSWERS[words[0]]
    if len(words) == 1:
        return SetRsvp(answer, None)
    number = event_number(words[1])
    if number is None or len(words) > 2:
        return Incomplete(USAGE["rsvp"])
    return SetRsvp(answer, number)


def _announce(text: str, words: list[str]) -> Command:
    parts = text.split(maxsplit=2)
    if len(parts) == 1:
        return Announce(None, None)
    number = event_number(words[1])
    if number is None:
        return Incomplete(USAGE["announce"])
    return Announce(number, parts[2].strip() if len(parts) == 3 else None)


def _language(text: str, words: list[str]) -> Command:
    if len(words) != 2:
        return Incomplete(USAGE["language"])
    if words[1] not in LANGUAGES:
        return _unknown(text, words, 1, tuple(LANGUAGES))
    return SetLanguage(LANGUAGES[words[1]])


def _unknown(text: str, words: list[str], at: int, known: tuple[str, ...]) -> Unknown:
    return Unknown(" ".join(text.split())[:_SHOWN], suggestion(words, at, known))


_Parser = Callable[[str, list[str]], Command]
_PARSERS: dict[str, _Parser] = {
    "help": _simple(Help()),
    "next": _simple(Next()),
    "events": _events,
    "show": _show,
    "rsvp": _rsvp_with_word,
    "calendar": _simple(Calendar()),
    "announce": _announce,
    "language": _language,
}
