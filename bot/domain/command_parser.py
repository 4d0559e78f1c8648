"""The text after /labcamp → a command, or a helpful refusal."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from bot.domain.command_words import (
    FOLDED_ADD,
    FOLDED_ADD_ITEM,
    FOLDED_ANSWERS,
    FOLDED_REMOVE,
    FOLDED_WORDS,
    LANGUAGE_NAMES,
    PAST,
    SWITCH,
    event_number,
    fold,
    suggestion,
    without_people,
)
from bot.domain.commands import (
    AddItem,
    AddOrganizer,
    Announce,
    Command,
    Events,
    Help,
    Incomplete,
    Organizers,
    RemoveOrganizer,
    Search,
    SetLanguage,
    SetReminders,
    SetRsvp,
    SetRsvpFor,
    Show,
    Unknown,
)
from bot.domain.markup import unescape

_ADDRESS = re.compile(r"<?(https?://[^<>|\s]+)(?:\|[^<>]*)?>?", re.IGNORECASE)
# A person, channel or address as Slack writes it, with its name. Plain words ask for it.
_NAMED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_SHOWN = 80  # characters of an unknown text that are repeated to its author


def parse(text: str) -> Command:
    """The command that `text` (all that stands behind /labcamp) means. Never raises.

    It came through the door: nothing in it is unseen.
    """
    words = [fold(word) for word in text.split()]
    if not words:
        return Help()
    first = words[0]
    number = event_number(first)
    if number is not None and len(words) == 1:
        return Show(number)
    if first in FOLDED_ANSWERS:
        return _rsvp(*without_people(text))
    command = FOLDED_WORDS.get(first)
    if command is None:
        return _unknown(text, words, 0, (*FOLDED_WORDS, *FOLDED_ANSWERS))
    parser = _PARSERS.get(command)
    return parser(text, words) if parser else _plain(command, words)


def _plain(command: type[Any], words: list[str]) -> Command:
    """A command that stands alone, or may be followed by an event's number and nothing else."""
    takes_a_number = bool(fields(command))
    number = event_number(words[1]) if takes_a_number and len(words) == 2 else None
    if len(words) > 1 and number is None:
        return Incomplete(command)
    found: Command = command(number) if takes_a_number else command()
    return found


def _events(text: str, words: list[str]) -> Command:
    if len(words) == 1:
        return Events()
    if words[1] not in PAST:
        return _unknown(text, words, 1, PAST)
    return Events(past=True) if len(words) == 2 else Incomplete(Events)


def _rsvp_with_word(text: str, words: list[str]) -> Command:
    words, people = without_people(text)
    if len(words) == 1:
        return Incomplete(SetRsvp)
    if words[1] not in FOLDED_ANSWERS:
        return _unknown(text, words, 1, tuple(FOLDED_ANSWERS))
    return _rsvp(words[1:], people)


def _rsvp(words: list[str], people: list[str]) -> Command:
    answer = FOLDED_ANSWERS[words[0]]
    number = event_number(words[1]) if len(words) > 1 else None
    if len(words) > 2 or len(people) > 1 or (number is None and len(words) > 1):
        return Incomplete(SetRsvp)
    return SetRsvpFor(answer, number, people[0]) if people else SetRsvp(answer, number)


def _organizers(text: str, words: list[str]) -> Command:
    words, people = without_people(text)
    if len(words) == 1 and not people:
        return Organizers()
    if len(words) == 1:
        return Incomplete(Organizers)
    if words[1] not in FOLDED_ADD | FOLDED_REMOVE:
        return _unknown(text, words, 1, (*FOLDED_ADD, *FOLDED_REMOVE))
    if len(words) > 2 or len(people) != 1:
        return Incomplete(Organizers)
    return AddOrganizer(people[0]) if words[1] in FOLDED_ADD else RemoveOrganizer(people[0])


def _announce(text: str, words: list[str]) -> Command:
    parts = text.split(maxsplit=2)
    if len(parts) == 1:
        return Announce(None, None)
    number = event_number(words[1])
    if number is None:
        return Incomplete(Announce)
    return Announce(number, parts[2].strip() if len(parts) == 3 else None)


def _language(text: str, words: list[str]) -> Command:
    if len(words) != 2:
        return Incomplete(SetLanguage)
    if words[1] not in LANGUAGE_NAMES:
        return _unknown(text, words, 1, tuple(LANGUAGE_NAMES))
    return SetLanguage(LANGUAGE_NAMES[words[1]])


def _reminders(text: str, words: list[str]) -> Command:
    if len(words) != 2:
        return Incomplete(SetReminders)
    if words[1] not in SWITCH:
        return _unknown(text, words, 1, tuple(SWITCH))
    return SetReminders(on=SWITCH[words[1]])


def _kb(text: str, words: list[str]) -> Command:
    """After "add" comes nothing, or the address of the item, in <> because of should_escape."""
    if len(words) > 1 and words[1] in FOLDED_ADD_ITEM:
        address = text.split(maxsplit=2)[2:]
        if not address or _ADDRESS.fullmatch(address[0].strip()):
            return AddItem(unescape(_ADDRESS.sub(r"\1", address[0].strip())) if address else "")
        return Incomplete(Search)
    asked = _NAMED.sub(r"\1", text.split(maxsplit=1)[1]) if len(words) > 1 else ""
    return Search(unescape(asked).strip())


def _unknown(text: str, words: list[str], at: int, known: tuple[str, ...]) -> Unknown:
    return Unknown(" ".join(text.split())[:_SHOWN], suggestion(words, at, known))


_Parser = Callable[[str, list[str]], Command]
# All others are plain.
_PARSERS: dict[type[object], _Parser] = {
    Events: _events,
    SetRsvp: _rsvp_with_word,
    Organizers: _organizers,
    Announce: _announce,
    SetLanguage: _language,
    SetReminders: _reminders,
    Search: _kb,
}
