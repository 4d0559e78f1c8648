"""Texts that are almost right: put together of what parsers look for, repeated, and edited."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from hypothesis import strategies as st

from bot.domain import limits
from tests.every_file import EVERY_FILE
from tests.permissions import TYPED
from tests.strategies import NASTY

T = TypeVar("T", str, bytes)

_SIGNS = [*" \t\n\r\v\f,;:.-–—|/\\#@&?!%+*_~`'\"<>()[]{}=^$0123456789", "\0", "\x1b", "\ud800"]
_UNSEEN = ["\u00ad", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u0301", "\u3000", "\ufe0f"]
_ODD = ["٣", "１１", "ß", "İ", "ﬀ", "Ä", "A\u0308", "👩\u200d💻", "𝟏", "²", "Ⅻ", "½", "\U000e0041"]
_NUMBERS = ["11", "LabCamp#11", "#11", "0", "-1", "999999", "9" * 40, "1e400", "NaN", "0x1f", "1_0"]
_TIMES = [
    *("7.12.2026", "07.12.", "2026-12-07", "7. Dezember", "Dec 7th", "31.02.2027", "29.2.2027"),
    *("15 Uhr", "15:00", "15-18 Uhr", "3pm", "25:61", "halb vier", "von 15 bis 18 Uhr", "MEZ"),
    *("1d@09:00", "channel:7d", "direct:1h", "30s", "7d,4w", "none", "Europe/Berlin", "UTC+25"),
    *("Montag", "morgen", "heute", "KW 49", "20261207T150000Z", "P1D", "FREQ=YEARLY;BYDAY=-1SU"),
]
_ADDRESSES = [
    *("https://example.org/a?x=1&y=2#z", "http://[::1]/", "https://[", "http://a@b@c/", "//x"),
    *("https://xn--mnchen-3ya.example/", "javascript:void(0)", "https://zoom.us/j/1", "mailto:a@b"),
    *(
        "https://example.org:99999/",
        "https://%zz/",
        "HTTPS://EXAMPLE.ORG",
        "https://exa mple",
        "::1",
    ),
    *("0x7f.1", "127.0.0.1", "fe80::1%eth0", "https://example.org/\u202e", "data:text/html,x"),
]
_MARKUP = [
    *(
        "<@U0ANNA|anna>",
        "<#C1|labcamp>",
        "<https://example.org|Folien>",
        "<!here>",
        "&lt;",
        "&#x0;",
    ),
    *(
        "**",
        "[a](https://b)",
        "![",
        "[^1]:",
        "|---|",
        "```",
        '<DT><A HREF="',
        "<!--",
        "</",
        "CDATA",
    ),
]
_LINES = [
    *(
        "BEGIN:VEVENT\n",
        "END:VEVENT\n",
        "DTSTART;TZID=",
        "SUMMARY:",
        "\r\n ",
        "- title: ",
        "events:\n",
    ),
    *(
        "Wann: ",
        "Wo: ",
        "Ort: ",
        "Impulse:\n",
        "Anmeldung: ",
        "Thema: ",
        "Dr. ",
        "\u2022 ",
        "Link;",
    ),
    *("announce 11 ", "rsvp yes ", "kb add ", "language ", "ankündigen", "vielleicht", "zusage"),
    *(
        "Titel,Link,Art\n",
        '{"events": [',
        '"knowledge":',
        "&a",
        "*a",
        "!!python/object:x",
        "? ",
        "<<: ",
    ),
]
PIECES = [*_SIGNS, *_UNSEEN, *_ODD, *_NUMBERS, *_TIMES, *_ADDRESSES, *_MARKUP, *_LINES, *NASTY]
piece = st.sampled_from(PIECES) | st.text(max_size=4)
_joined = st.lists(piece, max_size=25).map("".join)


@cache
def invitations() -> list[str]:
    """The collected invitations."""
    folder = Path(__file__).parents[1] / "invitations"
    return [
        entry["text"]
        for file in sorted(folder.glob("*.yaml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
        if "text" in entry
    ]


def texts(seeds: Sequence[str] = (), most: int = limits.PARAGRAPH) -> st.SearchStrategy[str]:
    """Texts of at most `most` signs: edited `seeds`, put together, and one thing very often."""
    often = st.builds(
        lambda before, part, times, after: before + part * times + after,
        _joined,
        st.lists(piece, min_size=1, max_size=3).map("".join),
        st.integers(10, most),
        _joined,
    )
    kinds = [_joined, often, *([st.sampled_from(seeds).flatmap(edited)] * 2 if seeds else [])]
    return st.one_of(*kinds).map(lambda text: text[:most])


@st.composite
def edited(draw: st.DrawFn, seed: str) -> str:
    """The text after some cuts, insertions and repetitions."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(seed)))
        until = min(len(seed), at + draw(st.sampled_from([0, 1, 5, 40])))
        put = draw(piece | st.just(seed[at:until])) * draw(st.sampled_from([1, 1, 2, 200]))
        seed = seed[:at] + put + seed[until:]
    return seed


@st.composite
def files(draw: st.DrawFn, ending: str, most: int = 200_000) -> bytes:
    """A file of this format, sound or faulty, after some edits; some in another encoding."""
    content = draw(st.sampled_from(EVERY_FILE[ending]))(
        draw(piece | st.just("Wort")).replace("\ud800", "?")
    )
    if ending == ".zip":
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(content)))
            content = content[:at] + draw(st.binary(max_size=4)) + content[at + 4 :]
        return content
    text = draw(edited(content.decode("utf-8", "replace")))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return text.encode(encoding, "replace")[:most]


COMMANDS = texts(list(TYPED.values()))
TEXTS = texts(list(TYPED.values()))
# Each took seconds once.
WEARISOME = ["Ü-" * 6000, "Dr-a " * 2400, "15 Uhr " * 1700]
INVITATIONS = st.deferred(lambda: texts([*invitations(), *WEARISOME], limits.INVITATION))
