"""All places at which something of the Wissensspeicher comes out, each as one text.

What a new outlet shows goes in here: then the tests look into it for what must not be there.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind
from bot.domain.events import Closed
from bot.domain.outlets import CheckedSource
from bot.domain.outlets import for_all as told_to_all
from bot.domain.reminders import Nearness
from bot.domain.rsvps import Answer
from bot.domain.visibility import Audience, is_seen
from bot.files.table_writer import write_table
from bot.files.writer import write
from bot.jobs.kinds import KINDS
from bot.locales import texts
from bot.services import events as event_services
from bot.services import homes, knowledge_newest, material, outlets
from bot.services.knowledge_additions import known
from bot.services.search import Vocabulary, answer
from bot.texts.facts import Pages
from bot.texts.writing import write as write_texts
from bot.views import (
    atom,
    calendar_links,
    ics,
    knowledge_links,
    knowledge_page,
    nudges,
    reminders,
    search,
)
from bot.views import events as event_views
from bot.views import follow_ups as follow_up_views
from bot.views import home as home_views
from bot.views import material as material_views
from bot.views.announcements import post
from storage import calendar, events, knowledge, rsvp_messages
from storage.database import Connection, Database
from tests.builders import ELEVEN, HOME, a_delivery

T = texts("de")
MEMBER = "U0MEMBER"
# Of these an announcement stands in the channel.
POST = RsvpMessage("C0LABCAMP", "1.1", ELEVEN)


def announced(connection: Connection) -> None:
    """Let there be a message in the channel, of which the material is shown."""
    rsvp_messages.add(connection, POST)


def for_members(
    db: Database, vocabulary: Vocabulary, now: datetime, words: list[str], urls: list[str]
) -> dict[str, str]:
    """What members see anywhere of an event that is over.

    `words` are what they search for, `urls` what they find in a message and want to add.
    """
    with db.reading() as connection:
        card = event_services.card(connection, ELEVEN, MEMBER, now)
        last = event_services.last_card(connection, MEMBER, now)
        listed = material.page(connection, ELEVEN, 1, now, organizes=False)
        past = event_services.page(connection, now, past=True, number=1)
        assert card is not None
        assert listed is not None
        found = [answer(connection, vocabulary, word, now) for word in ("", *words)]
        there = known(connection, urls)
        home = homes.home(connection, MEMBER, now, organizes=False)
        return {
            "card": _shown(event_views.card(card, Closed.PAST, T)),
            "between": _shown(event_views.between(last, None, None, T)),
            "material": json.dumps(material_views.listing(*listed, T, organizes=False).payload()),
            "past events": _shown(event_views.event_list(past, T)),
            "search": "\n".join(_shown(search.result(one, T)) for one in found),
            "home": json.dumps(home_views.home(home, T).payload()),
            "example": str(knowledge_newest.example(connection, now)),
            "known links": _without(urls, knowledge_links.all_known([*there.values()], now, T)),
            "announcement": _delivered(connection, Kind.REFRESH, now),
            "post": _delivered(connection, Kind.FOLLOW_UP, now),
            "reminder": _shown(reminders.channel(card.event, Nearness.COMING, T)),
            "letter": _shown(
                reminders.direct(card.event, Answer.YES, Nearness.COMING, True, None, T)
            ),
            "nudge": _shown(nudges.nudge(card.event, T)),
        }


def for_all(db: Database, now: datetime) -> dict[str, str]:
    """What all the world sees."""
    with db.reading() as connection:
        programme, items = events.all_events(connection), knowledge.all_items(connection)
        entries = calendar.published(connection)
        found = outlets.source(connection, ELEVEN, now)
        public = [told_to_all(one) for one in programme]
        shown = [item for item in items if is_seen(item, Audience.PUBLIC, now)]
        assert isinstance(found, CheckedSource)
        written = write_texts(found.source, "de", Pages(), None)
        return {
            "texts": "\n".join(output.text for output in written.outputs),
            "files of texts": "\n".join(file.content.decode() for file in written.files),
            "feed": atom.feed(knowledge_newest.newest(connection, now), None, T).decode(),
            "page": knowledge_page.page(programme, items, now, T),
            "calendar": _unfolded(ics.calendar(entries, "LabCamp", T).decode()),
            "calendar link": unquote_plus(calendar_links.google(entries[0], T)),
            "export": write(public, shown, HOME),
        }


def exported(db: Database) -> dict[str, str]:
    """What an operator takes away."""
    with db.reading() as connection:
        items = knowledge.all_items(connection)
        return {
            "export": write(events.all_events(connection), items, HOME),
            "table": write_table(items, HOME),
        }


def _delivered(connection: Connection, kind: Kind, now: datetime) -> str:
    payload: Any = {"event": ELEVEN, "ts": POST.ts}
    delivery = a_delivery(kind, target=POST.channel, payload=payload)
    said = KINDS[kind].content(connection, delivery, now)
    if not isinstance(said, tuple):
        return ""
    show: Any = post if kind is Kind.REFRESH else follow_up_views.post
    return _shown(show(*said, T))


def _shown(message: Any) -> str:
    return json.dumps(message.payload(), ensure_ascii=False)


def _unfolded(calendar: str) -> str:
    return calendar.replace("\r\n ", "")


def _without(urls: list[str], message: Any) -> str:
    """What a message says but for these addresses, which whoever sees it has given."""
    said = _shown(message)
    for url in urls:
        said = said.replace(url, "")
    return said
