"""Events and knowledge items as the database holds them, whatever a file or a form may say."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.events import Arrival, Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.invisible_signs import trimmed
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication, Visibility
from bot.domain.limits import LINE, PARAGRAPH, TAG, TITLE
from bot.domain.visibility import beginning
from tests.builders import HOME

# Words and phrases that some YAML reader, somewhere, takes for something else than text.
NASTY = (
    *(
        "011",
        "1e3",
        "0x0b",
        ".5",
        "-1",
        "1_000",
        "1:30",
        "2026-12-07",
        "2026-12-07 15:00",
        "15:00:00",
    ),
    *(
        "no",
        "Yes",
        "TRUE",
        "y",
        "null",
        "~",
        "=",
        "<<",
        "*",
        "&",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "#",
    ),
    *(
        "-",
        "?",
        ":",
        "---",
        "...",
        "[",
        "]",
        "{",
        "}",
        ",",
        "'",
        '"',
        "\\",
        "\\n",
        "#a",
        "a#",
        "a:",
    ),
    *(":a", "🎉", "👩‍💻", "Übung", "ﬀ", "a: b # c", "- a", "? a", "a #b", "'a' b", '"a" b', "a, b"),
    *("!!str a", "a\u00a0b", "a\ufeffb", "[a]", "{a: b}", "%YAML 1.1", "@a", "a\\", "\uff11"),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def texts(limit: int, extra: str = "") -> st.SearchStrategy[str]:
    """Texts as the database holds them: normalised, stripped, not empty, without controls."""
    raw = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from(
        "aZ09  :;#-,|[]{}'\"\\ä🎉" + extra
    ), min_size=1, max_size=25) | st.sampled_from(NASTY)  # fmt: skip
    return raw.map(as_stored).filter(lambda text: 0 < len(text) <= limit)


def as_stored(text: str) -> str:
    return trimmed(text)


INSTANTS = st.integers(0, 199 * 365 * 86_400).map(
    lambda s: utc("2000-01-02") + timedelta(seconds=s)
)
DAYS = st.dates(date(2000, 1, 2), date(2199, 12, 30)).map(lambda day: beginning(day, HOME))
AUTUMN_NIGHT = st.integers(0, 4 * 3600).map(
    lambda s: utc("2026-10-24 23:00") + timedelta(seconds=s)
)
ADDRESSES = st.builds(
    "{}://example.org/{}".format,
    st.sampled_from(["https", "http"]),
    st.text("aZ0ä|/?#&=%:-,'[]", max_size=12).map(as_stored),
)
LINES = texts(LINE)
SESSIONS = st.builds(
    Session,
    st.just("") | LINES,
    st.none() | LINES,
    st.none() | LINES,
    st.none() | LINES,
    st.none() | st.from_regex(r"[UW][A-Z0-9]{2,10}", fullmatch=True),
    visibility=st.none() | st.sampled_from(Visibility),
    visible_from=st.none() | st.dates(date(2020, 1, 1), date(2099, 12, 31)),
).filter(lambda session: bool(session.name))  # fmt: skip


@st.composite
def some_events(draw: st.DrawFn) -> Event:
    starts_at = draw(INSTANTS | AUTUMN_NIGHT)
    return Event(
        number=EventNumber(draw(st.integers(1, 999_999))),
        title=draw(texts(TITLE)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=draw(st.integers(1, 3 * 86_400))),
        closes_at=draw(
            st.none() | st.integers(0, 86_400).map(lambda s: starts_at - timedelta(seconds=s))
        ),
        timezone=draw(st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "UTC"])),
        status=draw(st.sampled_from(Status)),
        description=draw(st.none() | texts(PARAGRAPH, "\n\n\n\t")),
        location=draw(st.none() | LINES),
        join_url=draw(st.none() | ADDRESSES),
        registration_url=draw(st.none() | ADDRESSES),
        host=draw(st.none() | LINES),
        accessibility=draw(st.none() | texts(PARAGRAPH, "\n\n\n\t")),
        material=draw(st.sampled_from(Arrival)),
        capacity=draw(st.none() | st.integers(1, 999_999)),
        sessions=tuple(draw(st.lists(SESSIONS, max_size=2))),
    )


SOME_ITEMS = st.builds(
    KnowledgeItem,
    title=LINES,
    url=ADDRESSES,
    kind=st.sampled_from(ItemKind),
    event=st.none() | st.integers(1, 999_999),
    session=st.none() | LINES,
    tags=st.lists(texts(TAG), max_size=3, unique=True).map(tuple),
    description=st.none() | texts(PARAGRAPH, "\n\n\n\t"),
    status=st.sampled_from(Publication),
    visibility=st.sampled_from(Visibility),
    visible_from=st.none() | DAYS,
)
