"""A speaker who is taken out of an event in its form stands nowhere any more."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.domain.events import Session
from bot.feeds import NEWEST_PATH, PUBLIC_PATH
from bot.files.writer import write
from bot.jobs.copies import forget_copies
from bot.jobs.index import index_all
from bot.locales import texts
from bot.views import knowledge_page
from playground.sample import LABCAMP
from storage import events, knowledge
from storage.database import Database
from tests.builders import a_full_event, an_item
from tests.forms import opened, sent, standing
from tests.reminders import DAY, START, at, put_clock, save
from tests.stage import Stage, on_stage

NAME = "Kanaria"
SPEAKER = f"Dr. {NAME} Vogel"
EVENT = a_full_event(
    sessions=(Session("Messen", SPEAKER, "Leitung", "Musterlabor"), Session("", SPEAKER))
)
HERE = "http://localhost"


@pytest.fixture
async def public_stage(sqlite_db: Database) -> AsyncIterator[Stage]:
    """A stage whose calendars can be subscribed to."""
    async with on_stage(sqlite_db, public_url=HERE) as stage:
        yield stage


async def outlets(stage: Stage, own_calendar: str) -> dict[str, str]:
    """All that can be read of an event and its talks, by where."""
    shown = {
        typed: str((await stage.anna.command(f"/labcamp {typed}")).blocks)
        for typed in ("show 11", "next", "kb Messen", f"kb {NAME}")
    }
    async with aiohttp.ClientSession() as session:
        for path in (PUBLIC_PATH, NEWEST_PATH, own_calendar):
            async with session.get(stage.web_url + path) as answer:
                assert answer.status == 200
                shown[path] = (await answer.text()).replace("\r\n ", "")
    with stage.db.reading() as connection:
        programme, items = events.all_events(connection), knowledge.all_items(connection)
    shown["export"] = write(programme, items, "Europe/Berlin")
    shown["page"] = knowledge_page.page(programme, items, stage.deps.clock.now(), texts("de"))
    in_channel = stage.playground.workspace.messages[LABCAMP].values()
    for place, messages in (("channel", in_channel), ("letters", stage.anna.direct_messages)):
        shown[place] = " ".join(str(message.to_json()) for message in messages)
    await stage.anna.open_home()
    await stage.deliver()
    shown["home"] = str(stage.anna.home.content) if stage.anna.home else ""
    return shown


def naming(shown: dict[str, str]) -> set[str]:
    """Where the name stands; what was typed is repeated where nothing is found."""
    return {place for place, text in shown.items() if NAME in text}


def still_in_files(folder: Path) -> list[str]:
    """The files of the database in which the name stands."""
    files = folder.glob("labcamp.db*")
    return [one.name for one in files if NAME.lower().encode() in one.read_bytes().lower()]


async def test_who_is_taken_out_in_the_form_stands_in_no_outlet_any_more(
    public_stage: Stage, tmp_path: Path
) -> None:
    stage = public_stage
    put_clock(stage, START - 3 * DAY)
    save(stage, EVENT)
    stage.store_items(an_item(1, event=11, session="Messen"), an_item(2, event=11, session=SPEAKER))
    await index_all(stage.deps)
    await stage.ada.command("/labcamp announce 11 Kommt vorbei!")
    await stage.deliver()
    await stage.anna.command("/labcamp zusage 11")
    await stage.refreshed()
    await at(stage, START - DAY)
    (own,) = re.findall(
        rf"{HERE}(/calendar/\w+\.ics)", str((await stage.anna.command("/labcamp calendar")).blocks)
    )[:1]
    before = await outlets(stage, own)
    assert naming(before) == before.keys()

    form = await opened(stage.ada, "edit 11")
    assert SPEAKER in standing(form)["talks"]
    assert (await sent(stage.ada, form, talks="Messen | | Leitung | Musterlabor")).ok
    await stage.refreshed()
    await index_all(stage.deps)
    # the reminder with the way to join stays where it is until the event is over
    assert naming(await outlets(stage, own)) == {f"kb {NAME}", "letters"}
    await at(stage, EVENT.ends_at)
    assert naming(await outlets(stage, own)) == {f"kb {NAME}"}
    found = (await stage.anna.command(f"/labcamp kb {NAME}")).text
    assert f"Zu „{NAME}“ habe ich nichts gefunden" in found
    await forget_copies(stage.deps)
    assert still_in_files(tmp_path) == []
