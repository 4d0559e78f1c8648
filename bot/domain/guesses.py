"""What a link probably is, and which event it probably belongs to, by what is written about it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain import limits
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind

_HOSTS = {
    ItemKind.RECORDING: ("youtube.com", "youtu.be", "vimeo.com", "media.ccc.de", "dailymotion.com"),
    ItemKind.BOARD: ("miro.com", "mural.co", "conceptboard.com", "padlet.com", "excalidraw.com"),
    ItemKind.SLIDES: ("slideshare.net", "speakerdeck.com", "slides.com", "prezi.com"),
    ItemKind.PAPER: ("doi.org", "zenodo.org", "arxiv.org"),
    ItemKind.PICTURE: ("flickr.com", "flic.kr", "photos.app.goo.gl"),
}
_ENDINGS = {
    ItemKind.RECORDING: (".mp4", ".webm", ".mov", ".m4v", ".mkv", ".mp3", ".m4a", ".ogg"),
    ItemKind.SLIDES: (".ppt", ".pptx", ".odp", ".key"),
    ItemKind.PAPER: (".doc", ".docx", ".odt", ".epub"),
    ItemKind.PICTURE: (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".heic"),
}
# In lower case; what a heading, a label before a link or a column says.
_WORDS = {
    ItemKind.RECORDING: (
        "aufzeichnung aufzeichnungen aufnahme aufnahmen mitschnitt mitschnitte video videos film "
        "recording recordings podcast"
    ),
    ItemKind.SLIDES: (
        "folien foliensatz foliensätze präsentation präsentationen slides slide deck decks "
        "presentation presentations"
    ),
    ItemKind.BOARD: (
        "board boards miro-board miro-boards miroboard whiteboard whiteboards miro mural"
    ),
    ItemKind.PAPER: (
        "papier papiere paper papers studie studien bericht berichte report reports leitfaden "
        "handbuch publikation publikationen positionspapier dokument document pdf"
    ),
    ItemKind.PICTURE: "bild bilder foto fotos picture pictures photo photos grafik grafiken image",
    ItemKind.WEBSITE: "website websites webseite webseiten homepage web",
    ItemKind.OTHER: "anderes andere other",
}
# English nouns that before another one only say which: an image search is no image.
_MAY_SAY_WHICH = re.compile(
    "image|picture|photo|paper|board|slide|deck|document|report|web|video|film|podcast"
)
# What stands behind such a word without being named by it.
_NO_NOUN = re.compile(
    "a|about|an|and|as|at|by|for|from|in|is|of|on|or|the|to|with|über|und|aus|auf|bei|der|die|das"
    "|des|dem|den|ein|eine|für|im|mit|oder|vom|von|zu|zum|zur|labcamp|vortrag|impuls"
)
_NAMED_BY_VIDEO = re.compile(r"\w+ing|calls?|chats?|games?|editors?|art|schools?")
_KIND_OF_WORD = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# What the bot itself calls a kind, or called it once, where no word above says so.
_KIND_OF_PHRASE = {
    "text oder dokument": ItemKind.PAPER,
    "text or document": ItemKind.PAPER,
    "sonstiges": ItemKind.OTHER,
    "papier oder text": ItemKind.PAPER,
    "paper or text": ItemKind.PAPER,
    "something else": ItemKind.OTHER,
}
# Headings that say nothing of what stands below them.
_EMPTY = re.compile(
    "weiteres|sonstiges|mehr|more|material|materialien|links?|resources|wissensspeicher"
)
_WORD = re.compile(r"\w+(?:-\w+)*")
_LABCAMP = re.compile(r"\blab\s?camp\s*(#|nr\.?|no\.?)?\s*([0-9]{1,6})\b", re.IGNORECASE)
_NUMBER = re.compile(r"#\s?([0-9]{1,6})\b")
# Around an event people share links of it: what to prepare, and what is handed in later.
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)
_FIRST_YEAR = 1900  # a number from here on is one, unless a # says that it is not


def guessed_kind(url: str, *said: str) -> ItemKind:
    """What stands behind `url`, of which `said` is written beside it, the nearest first."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path.lower()
    if host == "docs.google.com" and path.startswith("/presentation"):
        return ItemKind.SLIDES
    for kind, hosts in _HOSTS.items():
        if any(host == known or host.endswith("." + known) for known in hosts):
            return kind
    for kind, endings in _ENDINGS.items():
        if path.endswith(endings):
            return kind
    for text in said:
        if told := _kind_told(text):
            return told
    return ItemKind.PAPER if path.endswith(".pdf") else ItemKind.WEBSITE


def _kind_told(text: str) -> ItemKind | None:
    """The kind that the first word tells that is not there to say which of another noun."""
    words = list(_WORD.finditer(text.casefold()))
    for place, found in enumerate(words):
        behind = words[place + 1] if place + 1 < len(words) else None
        is_close = behind is not None and text[found.end() : behind.start()].isspace()
        if found[0] in _KIND_OF_WORD and not (
            behind and is_close and _says_which(found[0], behind[0])
        ):
            return _KIND_OF_WORD[found[0]]
    return None


def _says_which(word: str, behind: str) -> bool:
    if not _MAY_SAY_WHICH.fullmatch(word) or _NO_NOUN.fullmatch(behind) or not behind.isalpha():
        return False
    if word in ("video", "film", "podcast"):  # in German they stand before what they show
        return _NAMED_BY_VIDEO.fullmatch(behind) is not None
    return True


def kind_named(text: str) -> ItemKind | None:
    """The kind that `text` names and does nothing else: a heading such as `Aufzeichnungen`."""
    said = text.strip(" :").casefold()
    return _KIND_OF_WORD.get(said) or _KIND_OF_PHRASE.get(said)


def says_nothing(heading: str) -> bool:
    """Whether a heading such as `Weiteres` is about nothing in particular."""
    return _EMPTY.fullmatch(heading.strip(" :").casefold()) is not None


def event_named(text: str) -> EventNumber | None:
    """The number of the event that `text` names: `LabCamp#4: …`, `LabCamp 4`, `#4`."""
    for match in _LABCAMP.finditer(text):
        number = EventNumber(int(match[2]))
        if match[1] or number < _FIRST_YEAR:
            return number if 1 <= number <= limits.LARGEST_NUMBER else None
    found = _NUMBER.match(text.strip())
    return EventNumber(int(found[1])) if found and int(found[1]) else None


def event_around(events: Iterable[Event], at: datetime) -> EventNumber | None:
    """Which of these events something shared `at` that time (UTC) is about, if any is near.

    Near is from a day before its start until a week after its end; the nearest one counts.
    """
    near = [
        (max(event.starts_at - at, at - event.ends_at, timedelta()), event.number)
        for event in events
        if event.starts_at - _BEFORE <= at <= event.ends_at + _AFTER
    ]
    return min(near)[1] if near else None
