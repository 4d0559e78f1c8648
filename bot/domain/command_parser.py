"""The text after /labcamp → a command, or a helpful refusal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from bot.domain.command_words import (
    AMBIGUOUS,
    FOLDED_ADD,
    FOLDED_ADD_ITEM,
    FOLDED_ANSWERS,
    FOLDED_REMOVE,
    FOLDED_WORDS,
    KNOWN,
    LANGUAGE_NAMES,
    PAST,
    SWITCH,
    around,
    courtesy,
    event_number,
    meant,
    nearest,
    spoken,
    without_people,
)
from bot.domain.commands import (
    SEARCHING,
    AddItem,
    AddOrganizer,
    AddTopic,
    Announce,
    Command,
    DeclineOrCancel,
    Events,
    Help,
    Incomplete,
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
    Topics,
    Unknown,
)
from bot.domain.markup import as_words, unescape
from bot.domain.search import folding, kinds

_ADDRESS = re.compile(r"<?(https?://[^<>|\s]+)(?:\|[^<>]*)?>?", re.IGNORECASE)
_FEW = 2  # words, in which nothing is asked beside a greeting or command
_SHOWN = 80  # characters of an unknown text that are repeated to its author


def parse(text: str) -> Command:
    """The command that `text` (all that stands behind /labcamp) means. Never raises.

    It came through the door: nothing in it is unseen.
    """
    begun, kindness = courtesy(spoken(text))
    rest = text.split(maxsplit=begun)[begun:]
    if not rest:
        return kindness or Help()
    found = _parse(rest[0] if begun else text)
    if isinstance(found, Unknown) and kindness is not None:
        # "hallo Labor", "danke für alles": no more is asked
        of_few_words = len(rest[0].split()) <= _FEW
        return kindness if of_few_words or isinstance(kindness, Thanks) else found
    return found


def parse_said(text: str) -> Command:
    """The same for what is said in a conversation, where words may be no command at all."""
    found = parse(text)
    if isinstance(found, Unknown) or (isinstance(found, Incomplete) and _goes_on(found, text)):
        return Said(unescape(as_words(text)).strip(), found)
    return found


def _goes_on(found: Incomplete, text: str) -> bool:
    """Whether words of ours begin a sentence: "wann ging es um Lebenszyklen?"."""
    return found.meant not in _PARSERS and len(text.split()) > _FEW + 1


def _parse(text: str) -> Command:
    words = _joined(spoken(text))
    first = words[0]
    number = event_number(first)
    if number is not None and not meant(words[1:]):
        return Show(number)
    if first in FOLDED_ANSWERS:
        return _rsvp(*without_people(text), alone=True)
    command = FOLDED_WORDS.get(first)
    if command is not None:
        parser = _PARSERS.get(command)
        return parser(text, words) if parser else _plain(command, words)
    if folding.fold(first) in kinds.OF_WORD:  # "folien 4"
        return Search(unescape(as_words(text)).strip())
    return _unknown(text, first, (*FOLDED_WORDS, *FOLDED_ANSWERS))


def _joined(words: list[str]) -> list[str]:
    """The same, with what has a hyphen among our words as one: "meine daten"."""
    pair = "-".join(words[:2])
    return [pair, *words[2:]] if pair in FOLDED_WORDS else words


def _plain(command: type[Any], words: list[str]) -> Command:
    """A command that stands alone, or may be followed by an event's number and nothing else."""
    rest, takes_a_number = meant(words[1:]), bool(fields(command))
    number = event_number(rest[0]) if takes_a_number and len(rest) == 1 else None
    if rest and number is None:
        return Incomplete(command)
    found: Command = command(number) if takes_a_number else command()
    return found


def _events(text: str, words: list[str]) -> Command:
    rest = meant(words[1:])
    if not rest:
        return Events()
    if rest[0] not in PAST:
        return _unknown(text, rest[0], PAST)
    return Events(past=True) if len(rest) == 1 else Incomplete(Events)


def _rsvp_with_word(text: str, words: list[str]) -> Command:
    words, people = without_people(text)
    rest = meant(words[1:])
    if not rest:
        return Incomplete(SetRsvp)
    if rest[0] not in FOLDED_ANSWERS:
        return _unknown(text, rest[0], FOLDED_ANSWERS)
    return _rsvp(rest, people)


def _rsvp(words: list[str], people: list[str], *, alone: bool = False) -> Command:
    """The answer; `alone` where no "rsvp" stands before it, that would say whose it is."""
    answer, rest = FOLDED_ANSWERS[words[0]], meant(words[1:])
    number = event_number(rest[0]) if rest else None
    if len(rest) > 1 or len(people) > 1 or (rest and number is None):
        return Incomplete(SetRsvp)
    if people:
        return SetRsvpFor(answer, number, people[0])
    if alone and words[0] in AMBIGUOUS:
        return DeclineOrCancel(number)
    return SetRsvp(answer, number)


def _organizers(text: str, words: list[str]) -> Command:
    words, people = without_people(text)
    rest = meant(words[1:])
    if not rest:
        return Incomplete(Organizers) if people else Organizers()
    if rest[0] not in FOLDED_ADD | FOLDED_REMOVE:
        return _unknown(text, rest[0], FOLDED_ADD | FOLDED_REMOVE)
    if len(rest) > 1 or len(people) != 1:
        return Incomplete(Organizers)
    return AddOrganizer(people[0]) if rest[0] in FOLDED_ADD else RemoveOrganizer(people[0])


def _announce(text: str, words: list[str]) -> Command:
    parts = text.split(maxsplit=2)
    if len(parts) == 1:
        return Announce(None, None)
    number = event_number(words[1])
    if number is None:
        return Incomplete(Announce)
    return Announce(number, parts[2].strip() if len(parts) == 3 else None)


def _language(text: str, words: list[str]) -> Command:
    rest = meant(words[1:])
    if len(rest) != 1:
        return Incomplete(SetLanguage)
    if rest[0] not in LANGUAGE_NAMES:
        return _unknown(text, rest[0], LANGUAGE_NAMES)
    return SetLanguage(LANGUAGE_NAMES[rest[0]])


def _reminders(text: str, words: list[str]) -> Command:
    rest = meant(words[1:])
    if len(rest) != 1:
        return Incomplete(SetReminders)
    if rest[0] not in SWITCH:
        return _unknown(text, rest[0], SWITCH)
    return SetReminders(on=SWITCH[rest[0]])


def _kb(text: str, words: list[str]) -> Command:
    """After "add" comes nothing, or the address of the item, in <> because of should_escape."""
    if len(words) > 1 and words[1] in FOLDED_ADD_ITEM and words[0] not in SEARCHING:
        address = text.split(maxsplit=2)[2:]
        if not address or _ADDRESS.fullmatch(address[0].strip()):
            return AddItem(unescape(_ADDRESS.sub(r"\1", address[0].strip())) if address else "")
        return Incomplete(Search)
    asked = as_words(text.split(maxsplit=1)[1]) if len(words) > 1 else ""
    return Search(unescape(asked).strip())


def _topics(text: str, words: list[str]) -> Command:
    """After "new" comes nothing, or the title of a topic."""
    if not meant(words[1:]):
        return Topics()
    if words[1] in FOLDED_ADD_ITEM:
        return AddTopic(unescape(as_words("".join(text.split(maxsplit=2)[2:]))).strip())
    return Unknown(" ".join(text.split())[:_SHOWN], text.split()[0])


def _unknown(text: str, word: str, known: Iterable[str]) -> Unknown:
    """The folded `word` of `text` is none of the `known` ones."""
    shown = " ".join(text.split())[:_SHOWN]
    written, place = nearest(word, known), around(text, word)
    if written is None or place is None:
        return Unknown(shown, None)
    before, after = place
    line = f"{before}{written}{after}"
    found = _parse(line)
    if isinstance(found, Unknown):  # another word of it is none of ours either
        return Unknown(shown, found.suggestion)
    if isinstance(found, Incomplete) and found.meant not in _PARSERS:  # it has too much
        rest = [one for one in spoken(after) if one in KNOWN or event_number(one) is not None]
        line = " ".join([before.strip(), written, *rest]).strip()
    return Unknown(shown, line.strip())


_Parser = Callable[[str, list[str]], Command]
# All others are plain.
_PARSERS: dict[type[object], _Parser] = {
    Events: _events,
    SetRsvp: _rsvp_with_word,
    Organizers: _organizers,
    Announce: _announce,
    SetLanguage: _language,
    SetReminders: _reminders,
    Topics: _topics,
    Search: _kb,
}
