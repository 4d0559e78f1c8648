"""What comes from Slack goes through one door: nothing unseen is understood, or stored."""

import copy
import re
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command_parser import parse
from bot.domain.invisible_signs import readable
from handlers import payloads
from playground import SlackMessage
from playground.sample import LABCAMP
from storage.tables import metadata
from tests.announcement_forms import filled, form_of
from tests.builders import a_full_event
from tests.forms import opened, sent, standing
from tests.items import BARE
from tests.stage import Stage

HIDDEN = ["\u200b", "\u2060", "\ufeff", "\u200e", "\u00ad", "\u202a", "\u202e", "\u2066", "\u200d"]
UNUSABLE = ["\x00", "\x07", "\x1b", "\x1c", "\x7f", "\x9f", "\ud800", "\udfff"]
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
COMMANDS = [
    *("next", "show 11", "#11", "rsvp yes 11", "vielleicht 4", "kb barrierefreie Formulare"),
    *("rsvp no 11 <@U0ANNA|anna>", "organizers add <@U0BEN>", "reminders off", "language en"),
    *("announce 5 Kommt *alle* 👩\u200d💻 ❤\ufe0f!\n\n`x = 1` שלום مرحبا", "nxet 5", "wer 11"),
    *("kb add <https://example.org/a>", "ankündigen 3 Grüße", "events past", "kalender", ""),
]


@st.composite
def sprinkled(draw: st.DrawFn) -> tuple[str, str]:
    """A text that somebody may type, and the same with unseen signs between its signs."""
    text = draw(st.sampled_from(COMMANDS) | st.text("abc 1#<>@\n*äßש", max_size=20))
    found = text
    for sign in draw(st.lists(st.sampled_from([*HIDDEN[:-1], *UNUSABLE]), max_size=8)):
        place = draw(st.integers(0, len(found)))
        found = found[:place] + sign + found[place:]
    return text, found


@given(sprinkled())
def test_unseen_signs_change_no_command(texts: tuple[str, str]) -> None:
    text, strange = ({"text": each} for each in texts)
    payloads.clean(text)
    payloads.clean(strange)
    assert parse(strange["text"]) == parse(text["text"])
    assert not UNSEEN.search(strange["text"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("a\u200b\x00\ud800\r\n 👩\u200d"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
)


@given(st.dictionaries(st.text("ab"), JSON, max_size=3))
def test_every_text_of_a_payload_goes_through_and_nothing_else_changes(
    payload: dict[str, Any],
) -> None:
    def as_read(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: as_read(value) for key, value in part.items()}
        if isinstance(part, list):
            return [as_read(value) for value in part]
        return readable(part) if isinstance(part, str) else part

    expected = as_read(copy.deepcopy(payload))
    payloads.clean(payload)
    assert payload == expected


def test_however_deep_a_payload_is_it_goes_through() -> None:
    payload: dict[str, Any] = {"text": "a\x00"}
    for _ in range(50_000):
        payload = {"in": [payload]}
    payloads.clean(payload)
    for _ in range(50_000):
        payload = payload["in"][0]
    assert payload == {"text": "a"}


async def test_a_command_is_understood_with_signs_that_nobody_sees(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    right = (await stage.anna.command("/labcamp show 11")).text
    assert "Wirkung sichtbar machen" in right
    for sign in [*HIDDEN, "\x00", "\x07"]:
        for text in (
            *(f"{sign}show 11", f"show{sign} 11", f"show {sign}11", f"show 11{sign}"),
            *(f"sh{sign}ow 11", f"show {sign} 11", f"{sign} show 11", f"show 1{sign}1"),
        ):
            reply = await stage.anna.command(f"/labcamp {text}")
            assert reply.text == right, ascii(text)


@pytest.mark.parametrize("sign", ["\ud800", "\x00", "\u200b", "\u202e"])
async def test_an_announcement_is_posted_without_them(socket_stage: Stage, sign: str) -> None:
    stage = socket_stage
    stage.store(a_full_event())
    reply = await stage.ada.command(
        f"/labcamp announce 11 Kommt{sign} *vorbei*!\nMorgen {sign}👩\u200d💻"
    )
    assert reply.ok
    await stage.deliver()
    (post,) = stage.posts()
    assert "Kommt *vorbei*!\nMorgen 👩\u200d💻" in str(post.blocks[1]["text"]["text"])
    await announced_by_form(stage, sign)


@pytest.mark.parametrize("sign", ["\ud800", "\x00", "\u200b", "\u202e"])
async def test_and_by_the_form_on_sqlite(stage: Stage, sign: str) -> None:
    stage.store(a_full_event())
    await announced_by_form(stage, sign)


async def announced_by_form(stage: Stage, sign: str) -> None:
    view = await form_of(stage)
    picture = {"picture": f"https://example.org/b{sign}.png", "alt": f"Ein {sign}Raum"}
    looked = await stage.ada.submit(view.id, filled(f"Im *For{sign}mular*\n`x{sign}`", **picture))
    assert looked.response_action == "update", looked
    await stage.ada.submit(view.id)
    stage.playground.move_clock(3)  # Slack takes a post a second in a channel
    await stage.deliver()
    shown = stage.posts()[-1].blocks
    assert shown[1]["text"]["text"] == "Im *Formular*\n`x`"
    assert (shown[2]["image_url"], shown[2]["alt_text"]) == (
        "https://example.org/b.png",
        "Ein Raum",
    )
    assert_nothing_unseen_is_stored(stage)


def assert_nothing_unseen_is_stored(stage: Stage) -> None:
    with stage.db.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                for value in row:
                    assert not UNSEEN.search(str(value)), (table.name, ascii(value))


async def test_every_form_and_message_goes_through(either_stage: Stage) -> None:
    stage, odd = either_stage, "\u200b\x00\ud800\u2066"
    stage.store(a_full_event())
    view = await opened(stage.ada, "kb add")
    given = {**BARE, "url": f"https://example.org/{odd}neu", "title": f"La{odd}bor"}
    more = {"tags": f"Re{odd}cht", "description": f"Er{odd}stens\n\nZwei{odd}tens"}
    assert (await sent(stage.ada, view, **given, **more)).response_action == "update"
    await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, title=f"Wir{odd}kung", description=f"{odd}Neu", host=f"A{odd}B")
    await sent(stage.ada, await opened(stage.ada, "cancel 11"), reason=f"Kra{odd}nk", sure=["sure"])
    text = f"<https://example.org/f{odd}olien|Fo{odd}lien>"
    message = SlackMessage("", LABCAMP, stage.ben.id, text)
    ts = stage.playground.workspace.add_message(message).ts
    await stage.anna.message_action("kb_links", LABCAMP, ts)
    await stage.deliver()
    found = standing(stage.anna.views[-1])
    assert (found["url"], found["title"]) == ("https://example.org/folien", "Folien")
    await sent(stage.anna, stage.anna.views[-1], kind="slides")
    await stage.deliver()
    assert_nothing_unseen_is_stored(stage)


async def test_a_search_is_asked_without_them(stage: Stage) -> None:
    view = await opened_search(stage)
    await stage.anna.type_into(view.id, "search_words", "x\x00\u200b\ud800y")
    await stage.deliver()
    assert "xy" in str(stage.anna.views[-1].content)


async def opened_search(stage: Stage) -> Any:
    reply = await stage.anna.command("/labcamp kb x")
    await stage.anna.click_reply(reply, "search_open")
    await stage.deliver()
    return stage.anna.views[-1]


async def test_a_name_that_slack_gives_has_none(stage: Stage) -> None:
    stage.playground.workspace.users[stage.anna.id].real_name = "\u202e\x00An\u200bna\ud800\n"
    found = await stage.deps.slack.people.everybody()
    assert isinstance(found, dict)
    assert found[stage.anna.id].name == "Anna"
