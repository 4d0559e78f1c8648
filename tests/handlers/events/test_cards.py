"""The card: one's own answer first, a long description only as far as a glance goes."""

import json

import pytest

from tests.builders import a_full_event
from tests.stage import Stage

TEXT = "Wir fragen, was Labore bewirken. " * 70
END = "Und am Ende gibt es Kuchen."
LONG = a_full_event(description=TEXT + END)


@pytest.mark.parametrize("command", ["next", "show 11"])
async def test_ones_own_answer_stands_before_a_long_description(stage: Stage, command: str) -> None:
    stage.store(LONG)
    await stage.anna.command("/labcamp zusage 11")
    shown = await stage.anna.command(f"/labcamp {command}")
    blocks = json.dumps(shown.blocks, ensure_ascii=False)
    places = [blocks.index(part) for part in ("Deine Antwort", "rsvp_yes", "Wir fragen")]
    assert places == sorted(places)
    assert END not in blocks
    assert blocks.count("Wir fragen") < 10


async def test_more_shows_the_whole_description_from_a_message(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(LONG)
    shown = await stage.anna.command("/labcamp next")
    await stage.anna.click_reply(shown, "event_whole")
    await stage.deliver()
    assert END in json.dumps(stage.anna.views[-1].content, ensure_ascii=False)


async def test_more_shows_the_whole_description_from_the_home(stage: Stage) -> None:
    stage.store(LONG)
    await stage.frances.open_home()
    await stage.deliver()
    assert stage.frances.home is not None
    home = json.dumps(stage.frances.home.content, ensure_ascii=False)
    assert END not in home
    assert home.index("rsvp_yes") < home.index("Wir fragen")
    await stage.frances.click_view(stage.frances.home.id, "event_whole")
    await stage.deliver()
    assert END in json.dumps(stage.frances.views[-1].content, ensure_ascii=False)
