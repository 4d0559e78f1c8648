"""Members search: by command, in a modal as they type, and ask the organizers for the rest."""

import asyncio
from typing import Any

import pytest

from bot.domain.events import Session
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
from playground import Actor, View
from playground.sample import ADA, BEN
from tests.builders import a_full_event, an_item
from tests.stage import Stage
from tests.waiting import HANG

TALK = Session("Was ein Labor erwachsen macht", "Dr. Alex Beispiel", "Leitung", "Musterlabor")
EVIL = "*fett* <!channel> `x` \u202egnp.exe\u200b & <https://a.example|b>"


def furnish(stage: Stage) -> None:
    stage.store(a_full_event(4), a_full_event(5, title="Wirkung"))
    stage.store_items(
        an_item(
            1,
            title="Innovationslabore im Vergleich",
            event=4,
            kind=ItemKind.SLIDES,
            tags=("Labor",),
        ),
        an_item(
            2, title="Mitschnitt", event=5, session=TALK.talk, description="Wie Labore altern."
        ),
        an_item(
            3, title="Barrierefreie Formulare", event=None, kind=ItemKind.PAPER, tags=("Recht",)
        ),
        an_item(4, title="Vorschlag", status=Publication.PROPOSED),
    )


def shown(blocks: list[dict[str, Any]]) -> str:
    """All that can be read in these blocks."""

    def read(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [
                x
                for key, one in value.items()
                for x in ([one] if key == "text" and isinstance(one, str) else read(one))
            ]
        return [x for one in value for x in read(one)] if isinstance(value, list) else []

    return "".join(read(blocks))


def links(blocks: list[dict[str, Any]]) -> list[str]:
    return [
        part["text"]
        for block in blocks
        if block["type"] == "rich_text"
        for section in block["elements"]
        for part in section["elements"]
        if part["type"] == "link"
    ]


def meant(blocks: list[dict[str, Any]]) -> list[str]:
    """The texts in bold that are no titles."""
    return [
        part["text"]
        for block in blocks
        if block["type"] == "rich_text"
        for section in block["elements"]
        for part in section["elements"]
        if part["type"] == "text" and part.get("style", {}).get("bold")
    ]


async def searched(stage: Stage, actor: Actor, text: str) -> list[dict[str, Any]]:
    """The blocks of the answer to a command."""
    reply = await actor.command(f"/labcamp {text}")
    assert reply.ok, reply
    return actor.ephemerals()[-1].blocks


async def opened(stage: Stage, actor: Actor, words: str = "") -> View:
    """The modal, opened from the answer to a command."""
    await searched(stage, actor, f"kb {words}")
    shown = actor.ephemerals()[-1]
    await actor.click_reply(shown, "search_open")
    await stage.deps.afterwards.finish(HANG)
    return actor.views[-1]


async def test_a_command_finds_and_shows_the_words_in_their_context(stage: Stage) -> None:
    furnish(stage)
    blocks = await searched(stage, stage.anna, "wissen labor")
    assert links(blocks) == ["Innovationslabore im Vergleich", "Mitschnitt"]
    assert set(meant(blocks)) == {"StadtLABOR", "Labor", "Musterlabor", "Labore"}
    assert "Folien" in shown(blocks)
    assert "LabCamp#4" in shown(blocks)
    assert "Dr. Alex Beispiel" in shown(blocks)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("kb", ["Mitschnitt", "Innovationslabore im Vergleich", "Barrierefreie Formulare"]),
        ("kb #4", ["Innovationslabore im Vergleich"]),
        ("wissen was war beim fünften", ["Mitschnitt"]),
        ("kb Formulare barrierefrei", ["Barrierefreie Formulare"]),
        ("kb Vorschlag", []),
        ("wissen 🎉", ["Mitschnitt", "Innovationslabore im Vergleich", "Barrierefreie Formulare"]),
    ],
)
async def test_members_find_by_command(stage: Stage, text: str, titles: list[str]) -> None:
    furnish(stage)
    found = links(await searched(stage, stage.anna, text))
    assert [title for title in titles if title not in found] == []
    if titles:
        assert found == titles


async def test_a_typo_is_answered_and_said(stage: Stage) -> None:
    furnish(stage)
    blocks = await searched(stage, stage.frances, "kb Barierefreie Formulare")
    assert links(blocks) == ["Barrierefreie Formulare"]
    assert "Barierefreie” does not occur. I searched for “Barrierefreie" in shown(blocks)


async def test_what_is_not_found_leads_on(stage: Stage) -> None:
    furnish(stage)
    blocks = await searched(stage, stage.anna, "kb Musterlobar xylophon")
    assert "gesucht" in shown(blocks).lower()
    blocks = await searched(stage, stage.anna, "kb Vergleichsgruppen")
    assert "nichts gefunden" in shown(blocks)
    assert links(blocks)[0] == "Mitschnitt"  # the newest
    assert len(links(blocks)) == 3


async def test_a_way_on_stands_before_what_was_not_asked_for(stage: Stage) -> None:
    furnish(stage)
    blocks = await searched(stage, stage.anna, "kb Formuliertes")
    said = shown(blocks)
    assert said.index("nichts gefunden") < said.index("Formulare?") < said.index("Neueste")


@pytest.mark.parametrize(
    ("tags", "example"),
    [
        (("neu", "zwei Worte", "#4", "Lebenszyklus"), "Lebenszyklus"),
        (("<!channel>",), "Labor"),
        ((), "Labor"),
    ],
)
async def test_the_example_in_the_help_finds_something(
    stage: Stage, tags: tuple[str, ...], example: str
) -> None:
    stage.store_items(an_item(1, title="Aus dem Labor", tags=tags))
    assert f"`/labcamp wissen {example}`" in shown(await searched(stage, stage.anna, "hilfe"))
    assert links(await searched(stage, stage.anna, f"wissen {example}")) == ["Aus dem Labor"]


async def test_a_word_that_may_have_been_meant_is_searched_with_a_click(stage: Stage) -> None:
    furnish(stage)
    await searched(stage, stage.anna, "kb Formuliertes")
    answer = stage.anna.ephemerals()[-1]
    assert "Formulare?" in shown(answer.blocks)
    await stage.anna.click_reply(answer, "search_near_0")
    await stage.deps.afterwards.finish(HANG)
    assert links(stage.anna.ephemerals()[-1].blocks) == ["Barrierefreie Formulare"]


async def test_the_organizers_are_asked_once_for_each_click(stage: Stage) -> None:
    furnish(stage)
    await searched(stage, stage.anna, "kb Xylophon <!channel>")
    answer = stage.anna.ephemerals()[-1]
    await stage.anna.click_reply(answer, "search_ask")
    await stage.deliver()
    for organizer in (stage.ada, stage.ben):
        (letter,) = organizer.direct_messages
        assert f"<@{stage.anna.id}>" in letter.text
        assert "Xylophon &lt;!channel&gt;" in letter.text
    assert "unterwegs zu den Organisator:innen" in stage.anna.ephemerals()[-1].text
    await searched(stage, stage.anna, "kb Xylophon")
    await stage.anna.click_reply(stage.anna.ephemerals()[-1], "search_ask")
    await stage.deliver()
    assert "Warte bitte eine Minute" in stage.anna.ephemerals()[-1].text
    assert len(stage.ada.direct_messages) == 1


async def test_ten_questions_a_day_reach_the_organizers_and_no_more(stage: Stage) -> None:
    furnish(stage)
    for minute in range(12):
        await searched(stage, stage.anna, f"kb Xylophon{minute}")
        await stage.anna.click_reply(stage.anna.ephemerals()[-1], "search_ask")
        await stage.deliver()
        stage.playground.move_clock(60)
    assert len(stage.ada.direct_messages) == 10
    assert "Frag bitte morgen noch einmal" in stage.anna.ephemerals()[-1].text
    await searched(stage, stage.frances, "kb Xylophon")
    await stage.frances.click_reply(stage.frances.ephemerals()[-1], "search_ask")
    await stage.deliver()
    assert len(stage.ada.direct_messages) == 11
    stage.playground.move_clock(86400)
    await searched(stage, stage.anna, "kb Xylophon")
    await stage.anna.click_reply(stage.anna.ephemerals()[-1], "search_ask")
    await stage.deliver()
    assert len(stage.ada.direct_messages) == 12


async def test_the_modal_searches_as_one_goes_on(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna)
    assert len(links(view.blocks)) == 3
    await stage.anna.type_into(view.id, "search_words", "formular")
    await stage.deps.afterwards.finish(HANG)
    view = stage.anna.views[-1]
    assert links(view.blocks) == ["Barrierefreie Formulare"]
    assert view.state["words"]["search_words"]["value"] == "formular"


async def test_the_last_that_was_typed_is_shown_however_fast(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna)
    before = view.hash
    await asyncio.gather(
        *(stage.anna.click_view(view.id, "search_words", word) for word in ("x", "Lab", "Formular"))
    )
    await stage.deps.afterwards.finish(HANG)
    assert links(stage.anna.views[-1].blocks) == ["Barrierefreie Formulare"]
    assert stage.anna.views[-1].hash != before


async def test_menus_narrow_it_down(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna, "labor")
    for menu, value, titles in (
        ("search_kind", "slides", ["Innovationslabore im Vergleich"]),
        ("search_kind", "any", ["Innovationslabore im Vergleich", "Mitschnitt"]),
        ("search_event", "5", ["Mitschnitt"]),
        ("search_event", "any", ["Innovationslabore im Vergleich", "Mitschnitt"]),
        ("search_tag", "#Labor", ["Innovationslabore im Vergleich"]),
    ):
        await stage.anna.click_view(view.id, menu, value)
        await stage.deps.afterwards.finish(HANG)
        view = stage.anna.views[-1]
        assert links(view.blocks) == titles
    await stage.anna.click_view(view.id, "search_kind", "paper")
    await stage.deps.afterwards.finish(HANG)
    assert "nichts gefunden" in shown(stage.anna.views[-1].blocks)


async def test_a_tag_may_have_any_name(stage: Stage) -> None:
    tags = ("any", "#any")
    stage.store_items(
        an_item(1, title="Labor mit Schlagwort", tags=tags), an_item(2, title="Labor ohne")
    )
    view = await opened(stage, stage.anna, "labor")
    for value, titles in (
        ("#any", ["Labor mit Schlagwort"]),
        ("any", ["Labor ohne", "Labor mit Schlagwort"]),
    ):
        await stage.anna.click_view(view.id, "search_tag", value)
        await stage.deps.afterwards.finish(HANG)
        view = stage.anna.views[-1]
        assert links(view.blocks) == titles


async def test_many_hits_are_turned_page_by_page(stage: Stage) -> None:
    stage.store_items(*(an_item(number, event=None) for number in range(1, 21)))
    view = await opened(stage, stage.anna, "Aufzeichnung")
    assert links(view.blocks)[0] == "Aufzeichnung 20"
    await stage.anna.click_view(view.id, "search_next")
    await stage.deps.afterwards.finish(HANG)
    await stage.anna.click_view(view.id, "search_next")
    await stage.deps.afterwards.finish(HANG)
    view = stage.anna.views[-1]
    assert links(view.blocks) == [f"Aufzeichnung {number}" for number in (4, 3, 2, 1)]
    assert "search_next" not in str(view.blocks)
    await stage.anna.click_view(view.id, "search_previous")
    await stage.deps.afterwards.finish(HANG)
    assert links(stage.anna.views[-1].blocks)[0] == "Aufzeichnung 12"


async def test_a_word_that_may_have_been_meant_is_put_into_the_field(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna, "Formuliertes")
    await stage.anna.click_view(view.id, "search_near_0")
    await stage.deps.afterwards.finish(HANG)
    view = stage.anna.views[-1]
    assert links(view.blocks) == ["Barrierefreie Formulare"]
    assert "Formulare" in str(view.content["blocks"][0]["element"]["initial_value"])


async def test_enter_searches_too(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna)
    await stage.anna.submit(view.id, {"words": {"search_words": "formular"}})
    assert links(stage.anna.views[-1].blocks) == ["Barrierefreie Formulare"]


async def test_it_is_opened_from_the_home(stage: Stage) -> None:
    furnish(stage)
    await stage.anna.open_home()
    await stage.deliver()
    home = stage.anna.home
    assert home is not None
    await stage.anna.click_view(home.id, "search_open")
    await stage.deps.afterwards.finish(HANG)
    assert stage.anna.views[-1].content["callback_id"] == "search"


async def test_what_somebody_wrote_is_shown_as_text(stage: Stage) -> None:
    stage.store_items(an_item(1, title=EVIL, description=f"Labor {EVIL}", tags=("*x* <!here>",)))
    blocks = await searched(stage, stage.anna, "kb labor")
    (title,) = links(blocks)
    assert title == "*fett* <!channel> `x` gnp.exe & <https://a.example|b>"
    text = stage.anna.ephemerals()[-1].text
    assert "<!channel>" not in text
    assert "\u202e" not in str(blocks)
    assert "\u202e" not in text


async def test_the_longest_there_is_fits(stage: Stage) -> None:
    stage.store_items(
        *(
            KnowledgeItem(
                f"Labor {'ü' * 9_990}",
                f"https://example.org/{number}/{'x' * 1_900}",
                tags=tuple(f"{'t' * 90}{one}" for one in range(20)),
                description=f"{'Labor ' * 1_000}",
            )
            for number in range(8)
        )
    )
    assert 1 <= len(links(await searched(stage, stage.anna, f"kb labor {'x' * 3_000}"))) <= 8
    view = await opened(stage, stage.anna, "labor")
    assert len(links(view.blocks)) == 8
    assert (await stage.anna.command(f"/labcamp kb {'ä' * 10_000}")).ok


async def test_nothing_stored_yet_is_said_kindly(stage: Stage) -> None:
    blocks = await searched(stage, stage.frances, "kb")
    assert links(blocks) == []
    blocks = await searched(stage, stage.frances, "kb anything")
    assert "I found nothing about “anything”." in shown(blocks)


async def test_a_forged_view_does_no_harm(stage: Stage) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna)
    view.content["private_metadata"] = "{nonsense"
    await stage.anna.type_into(view.id, "search_words", "fo")
    await stage.deps.afterwards.finish(HANG)
    assert stage.anna.views[-1].hash
    assert {ADA, BEN} == set(stage.deps.settings.organizers)


async def test_organizers_edit_a_hit_and_members_can_not(stage: Stage) -> None:
    furnish(stage)
    for actor in (stage.anna, stage.ada):
        reply = await actor.command("/labcamp kb Formulare")
        await actor.click_reply(reply, "search_open")
        await stage.deliver()
    assert "kb_edit" not in str(stage.anna.views[-1].content)
    view = stage.ada.views[-1]
    (menu,) = [
        element
        for block in view.content["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "kb_edit"
    ]
    (choice,) = menu["options"]
    assert choice["text"]["text"] == "Barrierefreie Formulare"
    await stage.ada.click_view(view.id, "kb_edit", choice["value"])
    await stage.deliver()
    form = stage.ada.views[-1]
    assert "Eintrag bearbeiten" in str(form.content)
    values = {"title": {"value": "Formulare für alle"}}
    assert (await stage.ada.submit(form.id, values)).ok
    assert "Formulare für alle" in str(stage.ada.views[-1].content)


async def test_a_modal_that_slack_was_too_busy_to_update_is_updated_after_all(
    stage: Stage,
) -> None:
    furnish(stage)
    view = await opened(stage, stage.anna)
    stage.playground.faults.add("views.update", "429")
    await stage.anna.type_into(view.id, "search_words", "formular")
    await stage.deps.afterwards.finish(HANG)
    assert links(stage.anna.views[-1].blocks) == ["Barrierefreie Formulare"]
