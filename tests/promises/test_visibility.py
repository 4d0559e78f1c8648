"""Items and talks come, change, are imported and wait: nobody sees what is not for them."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Done
from bot.domain.event_merges import seen
from bot.domain.events import Session
from bot.domain.knowledge import KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.talk_choices import WHO_SEES, written
from bot.domain.talk_material import OwnTalk
from bot.domain.times import to_local
from bot.domain.visibility import SHOWN_TO, Audience, beginning, day_of, is_seen, shown_now
from bot.services import claims, talk_contacts
from bot.services.search import Vocabulary, index_some, is_behind
from bot.services.talk_material import show_to, take_back
from storage import events, knowledge, knowledge_items
from storage.database import Database
from tests import outlets
from tests.builders import HOME, NOON, a_full_event
from tests.promises.ground import database_in
from tests.reading import import_contents, read

# Each has a word that one searches for, and one that must not come out; none is like another.
CANARIES = {
    "Zeisigquark": "Abendkonzert",
    "Molchpfeffer": "Bundesgarten",
}
TYPOS = [f"{name[:-1]}x" for name in CANARIES]
PLACES = st.integers(0, len(CANARIES) - 1)
DAYS = st.none() | st.integers(-2, 3)
WHO = st.sampled_from(Visibility)
LET_IN = st.sampled_from([*[Publication.PUBLISHED] * 3, *Publication])
# The talk of the items; it and who gives it must not come out either where it is not for all.
TALK, SPEAKER, CONTACT = "Dachsfunkel", "Otterbrise", "U0CONTACT"
NAMES = [sign(TALK)]
EVENT = a_full_event(
    starts_at=NOON - timedelta(days=1),
    ends_at=NOON - timedelta(hours=20),
    sessions=(Session(TALK, SPEAKER, contact=CONTACT), Session("Offene Runde")),
)


def url_of(secret: str) -> str:
    return f"https://example.org/{secret.lower()}"


class Outlets(RuleBasedStateMachine):
    """The Wissensspeicher, all its outlets, and beside it what is known of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="labcamp-outlets-")
        self.db = database_in(Path(self.folder.name))
        # another process, which has read before and is told of nothing
        self.other = Database(str(self.db.url), 10)
        self.vocabularies = Vocabulary(), Vocabulary()
        self.now = NOON
        self.items: dict[str, KnowledgeItem] = {}
        self.talk = EVENT.sessions[0]
        with self.db.transaction() as connection:
            events.save(connection, EVENT, self.now)
            outlets.announced(connection)

    def made(self, place: int, **fields: Any) -> KnowledgeItem:
        """The item at this place with these fields."""
        secret, asked = [*CANARIES.items()][place]
        fresh = KnowledgeItem(
            f"{secret} {asked}", url_of(secret), event=EVENT.number, session=TALK, tags=(secret,)
        )
        return replace(self.items.get(secret, fresh), **fields)

    @rule(place=PLACES, who=WHO, day=DAYS, status=LET_IN)
    def save(self, place: int, who: Visibility, day: int | None, status: Publication) -> None:
        """An organizer makes an item, or another one of it, where its contact lets them."""
        if self.made(place).decided:
            return
        starts = None if day is None else beginning(self._day(day), HOME)
        item = self.made(place, visibility=who, visible_from=starts, status=status)
        with self.db.transaction() as connection:
            knowledge.save(connection, item, self.now)
        self.items[item.tags[0]] = item

    @rule(place=PLACES, who=st.none() | WHO, day=DAYS)
    def import_(self, place: int, who: Visibility | None, day: int | None) -> None:
        """An operator imports a file in which it stands; what it leaves out stays as it was."""
        given: dict[str, Any] = {}
        before = self.made(place)
        if who is not None:
            given["visibility"] = who
        if day is not None:
            given["visible_from"] = beginning(self._day(day), HOME)
        decided = ("visibility", "visible_from") if before.decided else ()
        become = {name: value for name, value in given.items() if name not in decided}
        item = self.made(place, status=Publication.PUBLISHED, **become)
        entry = {"title": item.title, "url": item.url, "event": item.event, "tags": [*item.tags]}
        entry |= {"session": TALK, "status": "published", **given}
        if day is not None:
            entry["visible_from"] = str(self._day(day))
        with self.db.transaction() as connection:
            contents = read(json.dumps({"knowledge": [entry]}))
            import_contents(connection, contents, HOME, (), self.now)
        self.items[item.tags[0]] = item

    @rule(place=PLACES, who=WHO)
    def show_to(self, place: int, who: Visibility) -> None:
        """The contact decides who sees an item, also one that was taken back."""
        item = self._of_contact(place, partial(show_to, visibility=who, now=self.now))
        if item is not None:
            shown = replace(item, visibility=who, visible_from=None, withdrawn=False, decided=True)
            self.items[item.tags[0]] = shown

    @rule(place=PLACES)
    def take_back(self, place: int) -> None:
        """The contact takes an item back."""
        item = self._of_contact(place, partial(take_back, now=self.now))
        if item is not None:
            self.items[item.tags[0]] = replace(item, withdrawn=True, decided=True)

    def _of_contact(self, place: int, act: Callable[..., object]) -> KnowledgeItem | None:
        """The item at this place, if it is there and its contact could do this with it."""
        item = self.made(place)
        with self.db.transaction() as connection:
            kept = knowledge_items.by_url_locked(connection, item.url)
            done = act(connection, CONTACT, kept.id) if kept else None
        return item if isinstance(done, OwnTalk) else None

    @rule(who=WHO, day=DAYS)
    def show_talk(self, who: Visibility, day: int | None) -> None:
        """An organizer decides who sees the talk, and from which day on."""
        begins = None if day is None else self._day(day)
        with self.db.transaction() as connection:
            event = events.get(connection, EVENT.number)
            assert event is not None
            typed, shown = {sign(TALK): written(who, begins)}, seen(WHO_SEES.entry_of(event), NAMES)
            given = (connection, "U0ADA", EVENT.number, WHO_SEES, typed, shown, ())
            talk_contacts.choose(*given, f"{self.now} {who} {begins}", self.now)
            event = events.get(connection, EVENT.number)
        assert event is not None
        self.talk = event.sessions[0]

    @rule(who=st.none() | WHO)
    def import_talk(self, who: Visibility | None) -> None:
        """An operator imports the event; a file that says nothing of it changes nothing of it."""
        hours = (EVENT.starts_at, EVENT.ends_at)
        times = [f"{to_local(at, EVENT.timezone):%Y-%m-%d %H:%M}" for at in hours]
        given = {} if who is None else {"visibility": who}
        entry = {"number": EVENT.number, "title": EVENT.title, "starts": times[0], "ends": times[1]}
        talks = [{"talk": TALK, "speaker": SPEAKER, **given}, {"talk": "Offene Runde"}]
        contents = read(json.dumps({"events": [{**entry, "sessions": talks}]}))
        with self.db.transaction() as connection:
            import_contents(connection, contents, HOME, (), self.now)
        if who is not None:
            self.talk = replace(self.talk, visibility=who, visible_from=None)

    @rule()
    def index(self) -> None:
        """The job that lets things be found does its work, sooner or later."""
        with self.db.transaction() as connection:
            index_some(connection, self.now, 100)

    @rule(hours=st.sampled_from([1, 7, 24]))
    def wait(self, hours: int) -> None:
        """Time goes by, and what was planned until then is done."""
        self.now += timedelta(hours=hours)
        with self.db.transaction() as connection:
            while (due := claims.claim(connection, self.now)) is not None:
                if due.kind is Kind.TALKS_SHOWN:
                    talk_contacts.show(connection, EVENT.number, (), self.now)
                claims.settle(connection, due, Done(), self.now)

    @rule()
    def restart(self) -> None:
        """The bot is started again: what it knew by heart is gone."""
        url = str(self.db.url)
        self.db.close()
        self.db, self.vocabularies = Database(url, 10), (Vocabulary(), self.vocabularies[1])

    def _day(self, away: int) -> date:
        return day_of(self.now, HOME) + timedelta(days=away)

    @invariant()
    def nobody_sees_what_is_not_for_them(self) -> None:
        """In no outlet of no process; and what is for all stands on the page and in the feed."""
        words, urls = [*CANARIES.values(), *TYPOS, "Runde"], [*map(url_of, CANARIES)]
        for db, vocabulary in zip((self.db, self.other), self.vocabularies, strict=True):
            with db.reading() as connection:
                searched = () if is_behind(connection, self.now) else ("search",)
            shown = outlets.for_members(db, vocabulary, self.now, words, urls)
            must = ("card", "material", "home", "announcement", *searched)
            self._look(shown, Audience.MEMBERS, must=must)
            self._look_for_talk(shown, Audience.MEMBERS, must=("card", "announcement", "post"))
            public = outlets.for_all(db, self.now)
            self._look(public, Audience.PUBLIC, must=("feed", "page"))
            self._look_for_talk(public, Audience.PUBLIC, must=("texts", "calendar", "export"))
            for secret, item in self.items.items():
                for outlet, text in outlets.exported(db).items():
                    assert (secret in text) is not item.withdrawn, outlet
            assert TALK in outlets.exported(db)["export"]

    def _look_for_talk(self, shown: dict[str, str], by: Audience, must: tuple[str, ...]) -> None:
        is_shown = shown_now(self.talk, EVENT.timezone, self.now) in SHOWN_TO[by]
        for secret in (TALK, SPEAKER):
            held = {outlet for outlet, text in shown.items() if secret.lower() in text.lower()}
            assert held == set() or is_shown, (secret, held)
            assert held >= set(must) or not is_shown, (secret, held)

    def _look(self, shown: dict[str, str], by: Audience, must: tuple[str, ...]) -> None:
        for secret in CANARIES:
            item = self.items.get(secret)
            talk_shown = shown_now(self.talk, EVENT.timezone, self.now)
            item = item and replace(item, talk_shown=talk_shown)
            if item is not None and is_seen(item, by, self.now):
                assert all(secret in shown[outlet] for outlet in must), secret
            else:
                held = {outlet for outlet, text in shown.items() if secret in text}
                held |= {outlet for outlet, text in shown.items() if url_of(secret) in text}
                assert held == set(), secret

    def teardown(self) -> None:
        """Leave nothing behind."""
        for db in (self.db, self.other):
            db.close()
        self.folder.cleanup()


TestOutlets = Outlets.TestCase
TestOutlets.settings = settings(
    max_examples=10,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
