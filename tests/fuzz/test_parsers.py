"""Whatever comes in from outside is read, or refused as each reader says: none falls over it."""

import io
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import settings
from bot.clock import SystemClock
from bot.domain import announcement_remarks, announcements, event_entries, knowledge_entries
from bot.domain.addresses import is_web_address
from bot.domain.announcements import Draft, Picture
from bot.domain.command_parser import parse, parse_said
from bot.domain.fields import FormEntry
from bot.domain.ids import ItemId
from bot.domain.knowledge import Visibility
from bot.domain.link_checks import Link, LinkAnswered, standing
from bot.domain.message_links import links_in
from bot.domain.rich_text import to_mrkdwn
from bot.domain.search.questions import question
from bot.domain.values import NotOurs
from bot.files.contents import FileFaults
from bot.files.formats import _FORMATS
from bot.invitations import files as invitation_files
from bot.invitations.reader import read
from bot.services.import_spooling import take_in
from bot.settings import BadSettings
from bot.slack import headers
from handlers.buttons import BUTTONS
from handlers.conversations import heard
from handlers.knowledge.items import guessed
from handlers.routes import SUBMITS
from storage import wish_file
from storage.spool import Spool
from tests.builders import NOON, a_full_event, an_item
from tests.every_file import EVERY_FILE
from tests.fuzz.texts import COMMANDS, INVITATIONS, TEXTS, files, piece, texts
from tests.fuzz.watching import Watch, fuzzed
from tests.permissions import METADATA, VALUES

BERLIN = "Europe/Berlin"
_EXAMPLE = Path(__file__).parents[2] / ".env.example"
VARIABLES = re.findall(r"^#?([A-Z_]+)=", _EXAMPLE.read_text("utf-8"), re.MULTILINE)
TODAY = NOON.date()


@dataclass(frozen=True)
class Parser:
    """One reader of what comes in, what it is given, and how it says no."""

    reads: Callable[[Any], object]
    given: st.SearchStrategy[Any]
    refuses: tuple[type[Exception], ...] = ()


def _taken(ending: str) -> Callable[[bytes], object]:
    def taken(content: bytes) -> None:
        form = _FORMATS[ending]
        with Spool() as spool:
            entries = form.entries(io.BytesIO(content))
            take_in(spool, entries, merges=form.merges, leave_out=True)

    return taken


def _wishes(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / wish_file.NAME).write_bytes(content)
        wish_file.read(Path(folder))


def _clock(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "clock").write_bytes(content)
        SystemClock(Path(folder) / "clock").now()


def _environment(values: Mapping[str, str]) -> None:
    settings.unknown_names(values, Path("nowhere"))
    settings.load(values, Path("nowhere"))


def _announcement(words: tuple[str, str, str]) -> None:
    text, url, alt = words
    list(announcements.faults(Draft(text, "C1", None, Picture(url, alt), NOON), NOON))
    announcement_remarks.remarks(text, has_picture=bool(url), alt_text=alt, event=a_full_event())
    announcement_remarks.contradictions(text, a_full_event())


def _answered(answer: tuple[int, str, str]) -> None:
    link = Link(ItemId(1), "https://example.org", None, 0, None, NOON)
    standing(link, LinkAnswered(*answer), NOON)


def _headers(found: Mapping[str, str]) -> None:
    headers.date(found)
    assert timedelta(seconds=1) <= headers.retry_after(found) <= timedelta(days=1)


_NAMES = st.sampled_from(
    [
        *("type", "text", "elements", "url", "style", "bold", "user_id", "channel_id", "range"),
        *("blocks", "attachments", "title", "from_url", "message_blocks", "channel_type", "ts"),
        *("user", "channel", "thread_ts", "subtype", "indent", "border", "name", "unicode", "date"),
        *("timestamp", "format", "fallback", "skin_tone", "color", "usergroup_id", "value"),
    ]
)
_KINDS = st.sampled_from(
    [
        *("rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "link", "text"),
        *("rich_text_preformatted", "emoji", "user", "channel", "broadcast", "date", "color"),
        *("usergroup", "mrkdwn", "button", "section", "context", "message", "im", "bullet"),
    ]
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | piece | _KINDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=15,
)
_OBJECTS = st.dictionaries(_NAMES, _JSON, max_size=6)
_RICH_TEXT = st.fixed_dictionaries(
    {
        "type": st.just("rich_text"),
        "elements": st.lists(
            st.fixed_dictionaries({"type": _KINDS}, optional={"elements": st.lists(_OBJECTS)}),
            max_size=4,
        )
        | _JSON,
    }
)
_EVENT = st.fixed_dictionaries(
    dict.fromkeys(("type", "user", "channel", "text", "ts"), piece),
    optional=dict.fromkeys(("subtype", "thread_ts", "channel_type", "bot_id"), _JSON),
)
_OF_AN_EVENT = event_entries.entry_of(a_full_event())
_CUSTOMS = knowledge_entries.Customs(Visibility.MEMBERS, "Europe/Berlin")
_OF_AN_ITEM = knowledge_entries.entry_of(an_item(), "Europe/Berlin")


def _entries(sound: FormEntry) -> st.SearchStrategy[FormEntry]:
    """The form as it may be filled in, with some fields changed."""
    changed = st.dictionaries(st.sampled_from(sorted(sound)), TEXTS, max_size=4)
    return changed.map(lambda some: FormEntry({**sound, **some}))


def _values(sound: str) -> st.SearchStrategy[str]:
    return texts([sound, "{}", "11", "11:1", "[]"], 500)


PARSERS: dict[str, Parser] = {
    "command": Parser(parse, COMMANDS),
    "said": Parser(parse_said, COMMANDS),
    "question": Parser(question, COMMANDS),
    "invitation": Parser(lambda text: read(text, TODAY, BERLIN), INVITATIONS),
    "invitation as a file": Parser(
        lambda content: invitation_files.read(content, "a.ics", TODAY, BERLIN),
        INVITATIONS.map(lambda text: text.encode("utf-8", "replace")) | files(".ics", 100_000),
    ),
    **{
        f"file {ending}": Parser(_taken(ending), files(ending), (FileFaults,))
        for ending in EVERY_FILE
    },
    "announcement": Parser(_announcement, st.tuples(TEXTS, TEXTS, TEXTS)),
    "event": Parser(lambda entry: event_entries.event_of(entry, None), _entries(_OF_AN_EVENT)),
    "changed event": Parser(
        lambda entry: event_entries.event_of(entry, a_full_event()), _entries(_OF_AN_EVENT)
    ),
    "item": Parser(
        lambda entry: knowledge_entries.item_of(entry, (11,), (), _CUSTOMS), _entries(_OF_AN_ITEM)
    ),
    "guesses": Parser(
        lambda words: is_web_address(words[0]) and guessed(*words), st.tuples(TEXTS, TEXTS, TEXTS)
    ),
    "rich text": Parser(to_mrkdwn, _RICH_TEXT),
    "links of a message": Parser(links_in, _OBJECTS),
    "message event": Parser(lambda event: heard(event, "U0BOT"), _EVENT),
    "settings": Parser(
        _environment,
        st.dictionaries(st.sampled_from(VARIABLES), texts(most=300).map(str.strip), max_size=8),
        (BadSettings,),
    ),
    "answers of web servers": Parser(
        _answered, st.tuples(st.integers(100, 999), texts(most=300), texts(most=100))
    ),
    "headers": Parser(
        _headers,
        st.fixed_dictionaries({}, optional={"Date": texts(most=99), "Retry-After": texts(most=99)}),
    ),
    "wishes": Parser(_wishes, TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    "clock": Parser(_clock, texts(most=99).map(lambda text: text.encode("utf-8", "replace"))),
}


@pytest.mark.parametrize("name", PARSERS)
def test_nothing_is_too_odd_for(name: str, watch: Watch) -> None:
    parser = PARSERS[name]

    @fuzzed
    @given(parser.given)
    def fuzz(given: Any) -> None:
        with watch.over(given), suppress(*parser.refuses):
            parser.reads(given)

    fuzz()


def test_what_comes_back_in_buttons_and_forms_is_ours_or_not(watch: Watch) -> None:
    routes = {**BUTTONS, **SUBMITS}

    @fuzzed
    @given(_values("11") | st.sampled_from([*VALUES.values(), *METADATA.values()]).flatmap(_values))
    def fuzz(value: str) -> None:
        for name, route in routes.items():
            with watch.over(name, value), suppress(NotOurs):
                route.reads(value)

    fuzz()


def test_every_format_is_tried() -> None:
    same = {".yml": ".yaml", ".markdown": ".md", ".htm": ".html"}
    assert {same.get(ending, ending) for ending in _FORMATS} == EVERY_FILE.keys()
