"""Topics as members and organizers see and use them, over the real protocol."""

from typing import Any

from bot.domain.topics import PAGE_SIZE, TopicStatus
from bot.services import topics
from playground.actor import Actor
from playground.models import View
from storage import topics as stored
from tests.forms import menu, opened, sent, shown
from tests.homes import click, home_of
from tests.stage import Stage


def titles(stage: Stage, status: TopicStatus = TopicStatus.OPEN) -> dict[str, int]:
    """The topics that there are, with their votes."""
    with stage.db.reading() as connection:
        return {one.topic.title: one.votes for one in stored.of_status(connection, status)}


async def clicked(stage: Stage, actor: Any, reply: Any, action: str, value: str = "1:1") -> str:
    """What stands in place of an answer of which a button was clicked."""
    await actor.click_reply(reply, action, value)
    await stage.deliver()
    return str(actor.ephemerals()[-1])


async def answering(stage: Stage, organizer: Actor) -> View:
    """The form in which an organizer answers the first topic."""
    await organizer.click_reply(await organizer.command("/labcamp themen"), "topic_answer")
    await stage.deliver()
    return organizer.views[-1]


async def test_a_member_proposes_a_topic_and_others_vote(stage: Stage) -> None:
    none = await stage.anna.command("/labcamp themen")
    assert "Noch hat niemand ein Thema vorgeschlagen" in none.text
    await stage.anna.click_reply(none, "topic_new")
    await stage.deliver()
    answer = await sent(stage.anna, stage.anna.views[-1], title="  Wirkung <b>  messen ")
    assert "steht jetzt auf der Liste" in str(answer.body)
    assert titles(stage) == {"Wirkung <b> messen": 1}
    listed = await stage.frances.command("/labcamp topics")
    assert "Wirkung &lt;b&gt; messen" in listed.text
    assert "1 vote" in listed.text
    assert "(U0" not in listed.text  # nobody sees who it was
    said = await clicked(stage, stage.frances, listed, "topic_vote")
    assert "Your vote for “Wirkung &lt;b&gt; messen” counts." in said
    assert titles(stage) == {"Wirkung <b> messen": 2}
    assert "Take my vote back" in said
    said = await clicked(stage, stage.frances, listed, "topic_vote")
    assert "is taken back" in said
    assert titles(stage) == {"Wirkung <b> messen": 1}


async def test_what_is_nearly_there_can_be_voted_for_instead(stage: Stage) -> None:
    stage.store_topics("Wirkung messen")
    form = await opened(stage.anna, "themen neu Wirkungen messen")
    answer = await sent(stage.anna, form)
    assert "schon etwas Ähnliches" in str(answer.body)
    view = stage.anna.views[-1]
    await stage.anna.click_view(view.id, "topic_vote")
    await stage.deliver()
    assert "Deine Stimme" in shown(stage.anna.views[-1])
    assert titles(stage) == {"Wirkung messen": 1}
    answer = await sent(stage.ben, await opened(stage.ben, "themen neu Wirkungen messen"))
    await stage.ben.submit(stage.ben.views[-1].id)
    assert titles(stage) == {"Wirkung messen": 1, "Wirkungen messen": 1}
    answer = await sent(stage.ben, await opened(stage.ben, "themen neu WIRKUNG messen"))
    assert "gibt es schon" in str(answer.body)
    assert "submit" not in stage.ben.views[-1].content


async def test_an_empty_title_is_refused_at_its_field(stage: Stage) -> None:
    answer = await sent(stage.anna, await opened(stage.anna, "themen neu"), title=" \u200b ")
    assert answer.errors == {"title": "Bitte gib ein Thema ein."}
    assert titles(stage) == {}


async def test_organizers_answer_close_and_open_a_topic_over_the_home(stage: Stage) -> None:
    stage.store_topics("Wirkung messen")
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "topics_list")
    await stage.ada.click_view(stage.ada.views[-1].id, "topic_answer")
    await stage.deliver()
    await sent(
        stage.ada,
        stage.ada.views[-1],
        title="Wirkung zeigen",
        answer="Kommt in #12",
        close=["close"],
    )
    await stage.deliver()
    assert "ist abgeschlossen, die Stimmen sind gelöscht" in shown(stage.ada.views[-1])
    assert titles(stage) == {}
    seen = await stage.anna.command("/labcamp themen")
    said = await clicked(stage, stage.anna, seen, "topics_other", "closed:1")
    assert "Kommt in #12" in said
    assert "topic_vote" not in said
    assert "topic_reopen" not in said
    await stage.ada.click_view(stage.ada.views[-1].id, "topics_other")
    await stage.deliver()
    await stage.ada.click_view(stage.ada.views[-1].id, "topic_reopen")
    await stage.deliver()
    assert titles(stage) == {"Wirkung zeigen": 0}


async def test_of_two_organizers_with_one_topic_the_second_sees_what_the_first_has_saved(
    stage: Stage,
) -> None:
    stage.store_topics("Wirkung messen")
    first = await answering(stage, stage.ada)
    second = await answering(stage, stage.ben)
    await sent(stage.ada, first, answer="Kommt in #12")
    await sent(stage.ben, second, answer="Kommt in #13")
    again = shown(stage.ben.views[-1])
    assert f"<@{stage.ada.id}> hat dieses Thema inzwischen geändert" in again
    assert "↳ Kommt in #12" in again
    third = await answering(stage, stage.ada)
    await sent(stage.ben, stage.ben.views[-1], close=["close"])
    assert "ist abgeschlossen" in shown(stage.ben.views[-1])
    seen = await stage.anna.command("/labcamp themen")
    assert "Kommt in #13" in await clicked(stage, stage.anna, seen, "topics_other", "closed:1")
    await sent(stage.ada, third, answer="Mal sehen")
    assert "ist schon abgeschlossen" in shown(stage.ada.views[-1])
    assert list(titles(stage, TopicStatus.CLOSED)) == ["Wirkung messen"]


async def test_organizers_merge_topics_and_find_one_among_many_by_its_words(stage: Stage) -> None:
    stage.store_topics(*(f"Thema {number}" for number in range(101)), "Wirkung", "Was wirkt")
    with stage.db.transaction() as connection:
        kept = stored.by_title(connection, "Wirkung")
        rest = stored.by_title(connection, "Thema 0")
        assert kept is not None
        assert rest is not None
        for user, key in ((stage.anna.id, "a"), (stage.ben.id, "b")):
            topics.vote(connection, user, kept.id, key, stage.deps.clock.now())
        topics.vote(connection, stage.anna.id, rest.id, "c", stage.deps.clock.now())
    listed = await stage.ada.command("/labcamp themen")
    await clicked(stage, stage.ada, listed, "topic_merge", f"{rest.id}:1")
    form = stage.ada.views[-1]
    assert len(menu(form, "into")) == 100
    nothing = await sent(stage.ada, form)
    assert "wähl ein Thema" in str(nothing.errors)
    await sent(stage.ada, form, words="xyzzy")
    assert "kein anderes offenes Thema" in shown(stage.ada.views[-1])
    await sent(stage.ada, stage.ada.views[-1], words="wirk")
    assert menu(stage.ada.views[-1], "into") == ["Wirkung", "Was wirkt"]
    await sent(stage.ada, stage.ada.views[-1], into=str(kept.id))
    await stage.deliver()
    assert "ist in „Wirkung“ aufgegangen (2 Stimmen)" in shown(stage.ada.views[-1])
    assert titles(stage)["Wirkung"] == 2
    assert "Thema 0" not in titles(stage)


async def test_a_member_withdraws_their_own_topic(stage: Stage) -> None:
    await sent(stage.anna, await opened(stage.anna, "themen neu Wirkung"))
    listed = await stage.ben.command("/labcamp themen")
    assert "topic_withdraw" not in str(listed.blocks)
    listed = await stage.anna.command("/labcamp themen")
    said = await clicked(stage, stage.anna, listed, "topic_withdraw")
    assert "zurückgezogen" in said
    assert titles(stage) == {}


async def test_the_five_most_wanted_stand_in_the_form_of_a_new_event(stage: Stage) -> None:
    stage.store_topics("Nie gewünscht", *(f"Thema {number}" for number in range(1, 7)))
    with stage.db.transaction() as connection:
        for number in range(1, 7):
            kept = stored.by_title(connection, f"Thema {number}")
            assert kept is not None
            for user in range(number):
                stored.vote(connection, kept.id, f"U{user}", wants=True)
    form = await opened(stage.ada, "neu")
    await stage.ada.submit(form.id)
    said = shown(stage.ada.views[-1])
    assert "• Thema 6 (6 Stimmen)\\n• Thema 5 (5 Stimmen)" in said
    assert "Thema 1" not in said
    assert "Nie gewünscht" not in said


async def test_the_list_is_turned_page_by_page(stage: Stage) -> None:
    stage.store_topics(*(f"Thema {number:02}" for number in range(PAGE_SIZE + 1)))
    listed = await stage.anna.command("/labcamp themen")
    assert "Thema 00" not in listed.text
    said = await clicked(stage, stage.anna, listed, "topics_next", "open:2")
    assert "Thema 00" in said
    assert "Thema 01" not in said


async def test_topics_are_listed_in_a_conversation_too(stage: Stage) -> None:
    stage.store_topics("Wirkung messen")
    stage.anna.say_to_bot("Themen?")
    stage.anna.say_to_bot("Themen der letzten Jahre")
    await stage.deliver()
    said = [message.text for message in stage.anna.direct_messages]
    assert any("Wirkung messen" in text for text in said)
    assert len(said) == 2
