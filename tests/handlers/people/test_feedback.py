"""Feedback as those who came and organizers see it, over the real protocol."""

from pathlib import Path

from bot.domain.feedback import ENOUGH, OPEN_FOR, PAGE_SIZE, Question, due
from bot.services import feedback
from playground import Actor
from playground.models import SlackMessage
from playground.sample import CEM, DORA, EMIL
from storage import backups, rsvps
from storage import feedback as stored
from storage.database import Database
from tests.builders import ELEVEN, an_event, an_rsvp
from tests.forms import opened, sent, shown
from tests.kept import different, held
from tests.log import listening
from tests.reminders import EVENT, at, put_clock, save
from tests.stage import Stage, on_stage

ASKED = due(EVENT)
CLOSED = ASKED + OPEN_FOR
SENTENCE = "Mehr Zeit zum Reden, bitte"
HALF_AN_HOUR = 1801


def came(stage: Stage, *actors: Actor) -> None:
    """The event is planned, and these have said yes."""
    put_clock(stage, EVENT.starts_at - (ASKED - EVENT.starts_at))
    save(stage)
    with stage.db.transaction() as connection:
        for actor in actors:
            rsvps.save(connection, ELEVEN, an_rsvp(actor.id))


def letter(actor: Actor) -> SlackMessage:
    """The one direct message that somebody has."""
    (found,) = actor.direct_messages
    return found


async def click(stage: Stage, actor: Actor, action: str) -> str:
    """What the letter says once a button in it was clicked."""
    await actor.click(letter(actor).channel, letter(actor).ts, action)
    await stage.deliver()
    return str(letter(actor))


async def says(stage: Stage, actor: Actor, sentence: str) -> str:
    """What the letter says once somebody has written that in its form."""
    await click(stage, actor, "feedback_write")
    await sent(actor, actor.views[-1], sentence=sentence)
    await stage.deliver()
    return str(letter(actor))


def kept(stage: Stage) -> dict[str, dict[str, int]]:
    with stage.db.reading() as connection:
        found = stored.answers(connection, ELEVEN)
    return {question.value: dict(counts) for question, counts in found.items()}


async def closed(stage: Stage) -> None:
    """A week has gone by."""
    await at(stage, CLOSED)


async def test_who_came_answers_with_three_taps_and_a_sentence(stage: Stage) -> None:
    came(stage, stage.anna, stage.frances)
    await stage.frances.command("/labcamp next")  # then her language is known
    await at(stage, ASKED)
    asked = str(letter(stage.anna))
    assert "Wie war LabCamp#11: Wirkung sichtbar machen?" in asked
    assert "Niemand weiß, welche Antwort von dir ist" in asked
    assert "`/labcamp erinnerungen aus`" in asked
    assert "Was it worth your time?" in str(letter(stage.frances))
    said = await click(stage, stage.anna, "feedback_worth_yes")
    assert "Danke, das ist gezählt." in said
    assert "feedback_worth" not in said
    assert "feedback_there_no" in said
    await click(stage, stage.anna, "feedback_there_partly")
    said = await says(stage, stage.anna, f"  {SENTENCE}\n<@{stage.ben.id}|ben> und <@{EMIL}> ")
    assert "Deine Rückmeldung" in said
    assert "feedback_" not in said  # with the buttons the ticket is gone
    assert SENTENCE not in said
    assert kept(stage) == {
        "worth": {"yes": 1},
        "there": {"partly": 1},
        "sentence": {f"{SENTENCE} ben und …": 1},
    }


async def test_the_first_click_counts_and_that_is_said(stage: Stage) -> None:
    came(stage, stage.anna)
    await at(stage, ASKED)
    before = list(letter(stage.anna).blocks)
    await click(stage, stage.anna, "feedback_worth_no")
    letter(stage.anna).blocks[:] = before  # as somebody sees it whose Slack was not renewed
    said = await click(stage, stage.anna, "feedback_worth_yes")
    assert "die erste Antwort gilt" in said
    assert kept(stage) == {"worth": {"no": 1}}


async def test_what_comes_after_the_closing_is_not_taken(stage: Stage) -> None:
    came(stage, stage.anna)
    await at(stage, ASKED)
    await click(stage, stage.anna, "feedback_write")
    form = stage.anna.views[-1]
    await closed(stage)
    answer = await sent(stage.anna, form, sentence=SENTENCE)
    assert "schon geschlossen" in str(answer.body)
    await click(stage, stage.anna, "feedback_worth_yes")
    assert "schon geschlossen" in str(stage.anna.ephemerals()[-1])
    assert kept(stage) == {}


async def test_a_sentence_that_took_long_is_kept_though_the_letter_can_not_be_renewed(
    stage: Stage,
) -> None:
    came(stage, stage.anna)
    await at(stage, ASKED)
    await click(stage, stage.anna, "feedback_write")
    stage.playground.move_clock(HALF_AN_HOUR)
    answer = await sent(stage.anna, stage.anna.views[-1], sentence=SENTENCE)
    await stage.deliver()
    assert "das ist gezählt" in str(answer.body)
    assert kept(stage) == {"sentence": {SENTENCE: 1}}
    said = await click(stage, stage.anna, "feedback_write")
    assert "die erste Antwort gilt" in said


async def test_an_empty_sentence_is_refused_at_its_field(stage: Stage) -> None:
    came(stage, stage.anna)
    await at(stage, ASKED)
    await click(stage, stage.anna, "feedback_write")
    answer = await sent(stage.anna, stage.anna.views[-1], sentence=" \u200b ")
    assert answer.errors == {"sentence": "Bitte schreib etwas, oder brich ab."}


async def test_organizers_see_it_after_the_closing_and_the_ratio_with_the_next_event(
    stage: Stage,
) -> None:
    people = [stage.anna, stage.frances, *map(stage.playground.as_user, (CEM, DORA, EMIL))]
    came(stage, *people)
    asked = await stage.ada.command("/labcamp rückmeldung 11")
    assert "ist niemand gefragt worden" in asked.text
    await at(stage, ASKED)
    for actor in people[:ENOUGH]:
        await click(stage, actor, "feedback_worth_yes")
        await click(stage, actor, "feedback_there_yes")
    await says(stage, stage.anna, SENTENCE)
    not_yet = await stage.ada.command("/labcamp feedback")
    assert "kommen noch bis" in not_yet.text
    assert SENTENCE not in not_yet.text
    await closed(stage)
    found = await stage.ada.command("/labcamp feedback")
    assert "Ja, sehr: 5 · Teils: 0 · Eher nicht: 0" in found.text
    assert SENTENCE in str(found.message)
    refused = await stage.anna.command("/labcamp rückmeldung 11")
    assert SENTENCE not in str(refused.message)
    form = await opened(stage.ada, "neu")
    await stage.ada.submit(form.id)
    hint = "Zu LabCamp#11 hatten 5 zugesagt; danach sagten 5 von 5, dass sie da waren (100 %)."
    assert hint in shown(stage.ada.views[-1])


async def test_of_too_few_organizers_are_told_that_it_was_deleted(stage: Stage) -> None:
    came(stage, stage.anna)
    await at(stage, ASKED)
    await says(stage, stage.anna, SENTENCE)
    await closed(stage)
    found = await stage.ada.command("/labcamp feedback 11")
    assert "weniger als fünf Antworten" in found.text
    assert kept(stage) == {}


async def test_long_feedback_is_turned_page_by_page(stage: Stage) -> None:
    came(stage)
    with stage.db.transaction() as connection:
        feedback.fan_out(connection, ELEVEN, ASKED)
        for _ in range(ENOUGH):
            stored.count(connection, ELEVEN, Question.WORTH, "yes")
        for number in range(PAGE_SIZE + 1):
            stored.count(connection, ELEVEN, Question.SENTENCE, f"{number} {'ä' * 290}")
    await closed(stage)
    found = await stage.ada.command("/labcamp feedback 11")
    assert str(found.message and found.message.blocks).count("•") == PAGE_SIZE
    await stage.ada.click_reply(found, "feedback_next")
    await stage.deliver()
    assert str(stage.ada.ephemerals()[-1].blocks).count("•") == 1


async def test_switched_off_nobody_is_asked(stage_db: Database) -> None:
    async with on_stage(stage_db, feedback=False) as stage:
        came(stage, stage.anna)
        await at(stage, ASKED)
        assert stage.anna.direct_messages == []
        found = await stage.ada.command("/labcamp feedback 11")
        assert "LABCAMP_FEEDBACK=off" in found.text


async def test_no_table_log_line_or_backup_says_who_answered_what(
    own_sqlite_db: Database, tmp_path: Path
) -> None:
    people = ("Anna", "Frances", "Cem")
    with listening() as said:
        async with on_stage(own_sqlite_db) as stage:
            actors = stage.anna, stage.frances, stage.playground.as_user(CEM)
            came(stage, *actors)
            stage.store(an_event(12))
            for actor in actors:  # what Slack says of their language is learned by then
                await actor.command("/labcamp next")
            await at(stage, ASKED)
            tickets = [_ticket(letter(actor)) for actor in actors]
            with stage.db.reading() as connection:
                before = held(connection)
            begun = len(said())
            for actor, worth in zip(actors, ("yes", "no", "yes"), strict=True):
                await click(stage, actor, f"feedback_worth_{worth}")
                await click(stage, actor, "feedback_there_yes")
            await says(stage, actors[1], SENTENCE)
            lines = said()[begun:]
            with stage.db.reading() as connection:
                after = held(connection)
            copy = tmp_path / "copy.db"
            backups.write(stage.db, copy)
    assert different(before, after) == {"feedback", "feedback_marks"}
    assert after["feedback"] == [
        (11, "sentence", SENTENCE, 1),
        (11, "there", "yes", 3),
        (11, "worth", "no", 1),
        (11, "worth", "yes", 2),
    ]
    for word in (SENTENCE, "worth", *(actor.id for actor in actors), *people):
        assert word not in lines
    for ticket in tickets:  # that leads from a letter to an answer, and stands in Slack alone
        _, nonce, proof = ticket.split(".")
        for file in (copy, *Path(own_sqlite_db.url.database or "").parent.glob("labcamp.db*")):
            assert nonce.encode() not in file.read_bytes()
            assert proof.encode() not in file.read_bytes()
        assert nonce not in lines


def _ticket(asked: SlackMessage) -> str:
    (found,) = {
        element["value"]
        for block in asked.blocks
        for element in block.get("elements", [])
        if element.get("action_id", "").startswith("feedback_")
    }
    return str(found)
