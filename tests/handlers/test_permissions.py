"""Everything that can be done, tried by those who may not do it, over the real protocol."""

import pytest

from bot.domain.command_parser import parse
from bot.domain.commands import Command
from bot.domain.replies import Reply
from bot.locales import texts
from handlers.routes import BUTTONS, COMMANDS, SHORTCUTS, SUBMITS
from playground import Actor
from playground.payloads import view_submission
from playground.sample import ADA, ANNA, BEN, GUSTAV, HANNA, LABCAMP, STRANGER
from tests.builders import a_full_event
from tests.permissions import BY_THEMSELVES, DOCUMENT, METADATA, TYPED, VALUES, document
from tests.stage import Stage
from tests.waiting import HANG

NO = texts("de").plain(Reply.ORGANIZERS_ONLY)
LABEL = {"type": "plain_text", "text": "x"}
# A member, two sorts of guests, somebody of another workspace.
OTHERS = (ANNA, GUSTAV, HANNA, STRANGER)


def who_may(name: str, *, organizers_only: bool) -> str:
    return "organizers" if organizers_only else BY_THEMSELVES.get(name, "everyone")


async def click(stage: Stage, actor: Actor, action_id: str) -> str:
    """What somebody is shown who clicks a button that was never shown to them."""
    message = stage.posts()[-1]
    value = VALUES.get(action_id, "11")
    element = {"type": "button", "action_id": action_id, "value": value, "text": LABEL}
    kept = list(message.blocks)
    message.blocks.append({"type": "actions", "block_id": "forged", "elements": [element]})
    await actor.click(LABCAMP, message.ts, action_id, block_id="forged")
    message.blocks[:] = kept
    await stage.deps.afterwards.finish(HANG)
    return str([*actor.ephemerals(), *actor.views])


async def submit(stage: Stage, actor: Actor, callback_id: str) -> str:
    """What is answered to a form that somebody opened as another one, and made into this."""
    if not actor.views:
        assert (await actor.command("/labcamp kb add", channel=LABCAMP)).ok
    view = actor.views[-1]
    view.content["callback_id"] = callback_id
    view.content["private_metadata"] = METADATA.get(callback_id, '{"event": 11}')
    payload = view_submission(stage.playground.workspace, actor.id, view)
    return str((await stage.playground.interact(payload)).body)


def test_there_is_an_example_of_every_command() -> None:
    assert {kind: type(parse(text)) for kind, text in TYPED.items()} == {
        kind: kind for kind in COMMANDS
    }


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
async def test_a_command_is_for_those_whom_its_table_names(
    stage: Stage, kind: type[Command]
) -> None:
    stage.store(a_full_event())
    may = who_may(kind.__name__, organizers_only=COMMANDS[kind].organizers_only)
    for user in OTHERS:
        reply = await stage.playground.as_user(user).command(
            f"/labcamp {TYPED[kind]}", channel=LABCAMP
        )
        assert (NO in reply.text) is (may.startswith("organizers") and kind.__name__ != "Who"), user
    assert NO not in (await stage.ada.command(f"/labcamp {TYPED[kind]}")).text


@pytest.mark.parametrize("action_id", BUTTONS)
async def test_a_button_is_for_those_whom_its_table_names(stage: Stage, action_id: str) -> None:
    await stage.announced()
    may = who_may(action_id, organizers_only=BUTTONS[action_id].organizers_only)
    for user in OTHERS:
        shown = await click(stage, stage.playground.as_user(user), action_id)
        assert (NO in shown) is may.startswith("organizers"), user
    assert NO not in await click(stage, stage.ada, action_id)


@pytest.mark.parametrize("callback_id", SUBMITS)
async def test_a_form_is_taken_from_those_whom_its_table_names(
    stage: Stage, callback_id: str
) -> None:
    stage.store(a_full_event())
    for user in OTHERS:
        shown = await submit(stage, stage.playground.as_user(user), callback_id)
        assert (NO in shown) is SUBMITS[callback_id].organizers_only, user
    assert NO not in await submit(stage, stage.ada, callback_id)


@pytest.mark.parametrize("callback_id", [name for name in SUBMITS if SUBMITS[name].organizers_only])
async def test_who_organizes_no_more_can_send_no_form_that_was_opened_before(
    stage: Stage, callback_id: str
) -> None:
    stage.store(a_full_event())
    ben = stage.playground.as_user(BEN)
    assert NO not in await submit(stage, ben, callback_id)
    stage.playground.workspace.users[BEN].is_restricted = True
    assert NO in await submit(stage, ben, callback_id)


@pytest.mark.parametrize("callback_id", [name for name in SHORTCUTS if name != "kb_links"])
async def test_a_shortcut_is_for_those_whom_its_table_names(stage: Stage, callback_id: str) -> None:
    for user in (ANNA, ADA):
        actor = stage.playground.as_user(user)
        assert (await actor.shortcut(callback_id)).ok
        refused = user == ANNA and SHORTCUTS[callback_id].organizers_only
        assert (NO in str(actor.views[-1].content)) is refused


def test_the_document_says_what_the_tables_say() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "write it anew: make permissions"
