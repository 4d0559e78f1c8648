"""The list of dead links and its buttons, over the real protocol."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.knowledge import KnowledgeItem
from bot.domain.link_checks import LinkAnswered
from bot.services import dead_links, link_checks
from playground.actor import Actor
from playground.models import View
from storage import audit, knowledge
from tests.builders import ELEVEN, a_full_event, an_item
from tests.stage import Stage

ACTIONS = ["dead_link_change", "dead_link_well", "dead_links"]


def of_hosts(count: int) -> list[KnowledgeItem]:
    return [
        KnowledgeItem(f"Aufzeichnung {n}", f"https://lab{n}.example/{n}", event=ELEVEN)
        for n in range(1, count + 1)
    ]


def died(stage: Stage, count: int = 1) -> None:
    """So many links were asked on three days, and are called dead; another one is alive."""
    stage.store_items(*of_hosts(count), an_item(99))
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        for days in (3, 2, 1):
            at = now - timedelta(days=days)
            links = link_checks.claim(connection, at, 100)
            answers = [(one, LinkAnswered(404 if "lab" in one.url else 200)) for one in links]
            link_checks.settle(connection, answers, at)


def dead(stage: Stage) -> list[str]:
    with stage.db.reading() as connection:
        return [link.title for link in dead_links.page(connection, 1).links]


def addresses(stage: Stage) -> set[str]:
    with stage.db.reading() as connection:
        return {item.url for item in knowledge.all_items(connection)}


async def home(stage: Stage, actor: Actor) -> str:
    await actor.open_home()
    await stage.deliver()
    assert actor.home is not None
    return str(actor.home.content)


async def listed(stage: Stage, actor: Actor) -> View:
    await home(stage, actor)
    assert actor.home is not None
    await actor.click_view(actor.home.id, "dead_links")
    await stage.deliver()
    return actor.views[-1]


async def click(stage: Stage, actor: Actor, action_id: str) -> View:
    await actor.click_view(actor.views[-1].id, action_id)
    await stage.deliver()
    return actor.views[-1]


async def typed(stage: Stage, actor: Actor, url: str) -> Any:
    reply = await actor.submit(actor.views[-1].id, {"url": {"value": url}})
    await stage.deliver()
    return reply


def forged(view: View, action: str, value: str) -> None:
    """A button that the bot never showed."""
    label = {"type": "plain_text", "text": "x"}
    element = {"type": "button", "action_id": action, "value": value, "text": label}
    view.content["blocks"].append({"type": "actions", "block_id": "forged", "elements": [element]})


async def test_organizers_find_the_list_in_their_home(either_stage: Stage) -> None:
    stage = either_stage
    assert "Tote Links" not in await home(stage, stage.ada)
    died(stage, 2)
    assert "Tote Links (2)" in await home(stage, stage.ada)
    assert "Tote Links" not in await home(stage, stage.anna)
    shown = str((await listed(stage, stage.ada)).content)
    for words in ("Aufzeichnung 1", "LabCamp#11", "https://lab2.example/2", "(404)"):
        assert words in shown
    assert "https://web.archive.org/web/2*/https://lab1.example/1" in shown


async def test_the_letter_leads_to_the_list(stage: Stage) -> None:
    died(stage)
    await stage.deliver()
    (letter,) = stage.ben.direct_messages
    assert "lab1.example" in letter.text
    await stage.ben.click(letter.channel, letter.ts, "dead_links")
    await stage.deliver()
    assert "Aufzeichnung 1" in str(stage.ben.views[-1].content)


async def test_the_letter_speaks_the_organizers_language(stage: Stage) -> None:
    await home(stage, stage.ada)
    assert stage.ada.home is not None
    await stage.ada.click_view(stage.ada.home.id, "home_language", "en")
    died(stage)
    await stage.deliver()
    (letter,) = stage.ada.direct_messages
    assert "could not be reached on three days" in letter.text


async def test_another_address_is_typed_and_the_list_says_so(either_stage: Stage) -> None:
    stage = either_stage
    died(stage, 2)
    await listed(stage, stage.ada)
    form = await click(stage, stage.ada, "dead_link_change")
    assert "lab2.example" in str(form.content)
    await typed(stage, stage.ada, "https://archiv.example/aufzeichnung")
    shown = str(stage.ada.views[-1].content)
    assert "„Aufzeichnung 2“ hat jetzt die neue Adresse" in shown
    assert "lab2.example" not in shown
    assert dead(stage) == ["Aufzeichnung 1"]
    assert "https://archiv.example/aufzeichnung" in addresses(stage)
    assert "Tote Links (1)" in await home(stage, stage.ada)
    with stage.db.reading() as connection:
        assert audit.entries(connection)[-1][1:] == (stage.ada.id, "link change", "item 2")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.org:0/", "keine Adresse einer Webseite"),
        ("https://example.org/a b", "keine Adresse einer Webseite"),
        ("https://EXAMPLE.org/99/?utm_source=x", "„Aufzeichnung 99“"),
    ],
)
async def test_what_can_not_be_the_address_is_said_at_the_field(
    stage: Stage, url: str, says: str
) -> None:
    died(stage)
    await listed(stage, stage.ada)
    await click(stage, stage.ada, "dead_link_change")
    assert says in (await typed(stage, stage.ada, url)).errors["url"]
    assert dead(stage) == ["Aufzeichnung 1"]


async def test_what_nobody_sees_is_no_part_of_the_new_address(stage: Stage) -> None:
    died(stage)
    await listed(stage, stage.ada)
    await click(stage, stage.ada, "dead_link_change")
    await typed(stage, stage.ada, "https://archiv.example/\u202egpj\u200b")
    assert "https://archiv.example/gpj" in addresses(stage)


async def test_a_link_that_is_well_leaves_the_list(either_stage: Stage) -> None:
    stage = either_stage
    died(stage)
    await listed(stage, stage.ada)
    shown = str((await click(stage, stage.ada, "dead_link_well")).content)
    assert "„Aufzeichnung 1“ gilt nicht mehr als tot" in shown
    assert "Zurzeit gilt kein Link als tot" in shown
    assert dead(stage) == []
    assert len(addresses(stage)) == 2


@pytest.mark.parametrize("action", ["dead_link_change", "dead_link_well"])
async def test_the_second_of_two_organizers_hears_of_the_first(stage: Stage, action: str) -> None:
    died(stage)
    await listed(stage, stage.ben)
    await listed(stage, stage.ada)
    await click(stage, stage.ada, "dead_link_well")
    assert "Jemand war schneller" in str((await click(stage, stage.ben, action)).content)


async def test_a_form_that_was_overtaken_says_so(stage: Stage) -> None:
    died(stage)
    await listed(stage, stage.ben)
    await click(stage, stage.ben, "dead_link_change")
    await listed(stage, stage.ada)
    await click(stage, stage.ada, "dead_link_well")
    before = addresses(stage)
    await typed(stage, stage.ben, "https://archiv.example")
    assert "Jemand war schneller" in str(stage.ben.views[-1].content)
    assert addresses(stage) == before


async def test_a_long_list_is_turned_page_by_page(stage: Stage) -> None:
    died(stage, 21)
    view = await listed(stage, stage.ada)
    assert str(view.content).count("dead_link_well") == 10
    for _ in range(2):
        view = await click(stage, stage.ada, "dead_links_next")
    assert str(view.content).count("dead_link_well") == 1
    assert "dead_links_next" not in str(view.content)
    view = await click(stage, stage.ada, "dead_link_well")
    assert str(view.content).count("dead_link_well") == 10
    await click(stage, stage.ada, "dead_links_previous")
    assert len(stage.ada.views) == 1


@pytest.mark.parametrize("action", ACTIONS)
async def test_nobody_but_organizers_sees_or_changes_anything(stage: Stage, action: str) -> None:
    died(stage)
    await stage.anna.command("/labcamp kb add")
    forged(stage.anna.views[-1], action, "1")
    shown = str((await click(stage, stage.anna, action)).content)
    assert "Organisator:innen" in shown
    assert "lab1.example" not in shown
    assert dead(stage) == ["Aufzeichnung 1"]


async def test_whoever_organizes_no_more_changes_nothing(stage: Stage) -> None:
    died(stage)
    await listed(stage, stage.ben)
    await click(stage, stage.ben, "dead_link_change")
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    reply = await typed(stage, stage.ben, "https://archiv.example")
    assert "Organisator:innen" in str(reply.body)
    assert dead(stage) == ["Aufzeichnung 1"]


@pytest.mark.parametrize("action", ACTIONS)
async def test_a_forged_value_changes_nothing(stage: Stage, action: str) -> None:
    died(stage)
    for value in ("", "0", "99", "-1", "1 OR 1=1", "²", "9" * 30):
        forged(await listed(stage, stage.ada), action, value)
        view = stage.ada.views[-1]
        await stage.ada.click_view(view.id, action, block_id="forged")
        await stage.deliver()
        assert "Tote Links" in str(stage.ada.views[-1].content), value
        assert dead(stage) == ["Aufzeichnung 1"], value
        await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)


@pytest.mark.parametrize("metadata", ["", "1", "x:1", "1:x", "[1]"])
async def test_a_form_from_another_time_is_answered_kindly(stage: Stage, metadata: str) -> None:
    died(stage)
    await listed(stage, stage.ada)
    form = await click(stage, stage.ada, "dead_link_change")
    form.content["private_metadata"] = metadata
    reply = await typed(stage, stage.ada, "https://archiv.example")
    assert reply.response_action == "errors"
    assert dead(stage) == ["Aufzeichnung 1"]


async def test_members_see_beside_an_item_that_it_is_dead(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.store_items(*of_hosts(1))
    for asked in (
        stage.anna.command("/labcamp show 11"),
        stage.frances.command("/labcamp show 11"),
    ):
        assert "web.archive.org" not in str((await asked).blocks)
    died(stage)
    shown = str((await stage.anna.command("/labcamp show 11")).blocks)
    assert "vermutlich nicht mehr erreichbar" in shown
    assert shown.count("https://web.archive.org/web/2*/https://lab1.example/1") == 1
    shown = str((await stage.frances.command("/labcamp show 11")).blocks)
    assert "probably no longer available" in shown
    assert "vermutlich nicht mehr erreichbar" in await home(stage, stage.anna)
    await listed(stage, stage.ada)
    await click(stage, stage.ada, "dead_link_well")
    assert "web.archive.org" not in str((await stage.anna.command("/labcamp show 11")).blocks)


async def test_who_finds_a_dead_item_is_shown_the_way_to_the_archive(stage: Stage) -> None:
    died(stage)
    found = str((await stage.anna.command("/labcamp wissen Aufzeichnung")).blocks)
    assert "vermutlich nicht mehr erreichbar" in found
    assert found.count("'https://web.archive.org/web/2*/") == 1
