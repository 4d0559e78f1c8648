"""Everything that can be done, tried by those who may not do it, over the real protocol."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.domain.command_parser import parse
from bot.domain.commands import Command
from bot.domain.replies import Reply
from bot.locales import texts
from handlers.buttons import BUTTONS
from handlers.routes import COMMANDS, SHORTCUTS, SUBMITS
from playground import Actor
from playground.payloads import view_submission
from playground.sample import ADA, ANNA, BEN, GUSTAV, HANNA, LABCAMP, STRANGER
from tests.builders import a_full_event
from tests.permissions import BY_THEMSELVES, DOCUMENT, METADATA, TYPED, VALUES, document
from tests.stage import Stage
from tests.waiting import HANG

NO = texts("de").plain(Reply.ORGANIZERS_ONLY)
FAILED = texts("de").plain(Reply.TRY_AGAIN)
CHANGED_ITEM = "kb_item of an item"
LABEL = {"type": "plain_text", "text": "x"}
# A member, two sorts of guests, somebody of another workspace.
OTHERS = (ANNA, GUSTAV, HANNA, STRANGER)


def others(one: Any, of: Iterable[Any]) -> list[str]:
    """Who tries this one: of those who don't organize everybody the first, then each in turn."""
    place = list(of).index(one)
    return [OTHERS[place % len(OTHERS)]] if place else list(OTHERS)


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
    view.content["callback_id"] = callback_id.partition(" ")[0]
    view.content["private_metadata"] = METADATA.get(callback_id, '{"event": 11}')
    payload = view_submission(stage.playground.workspace, actor.id, view)
    return str((await stage.playground.interact(payload)).body)


def test_there_is_an_example_of_every_command() -> None:
    assert {kind: type(parse(text)) for kind, text in TYPED.items()} == {
        kind: kind for kind in COMMANDS
    }


def leave(stage: Stage, user: str) -> None:
    """Somebody is an organizer no longer: a guest from now on."""
    stage.playground.workspace.users[user].is_restricted = True


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
async def test_a_command_is_for_those_whom_its_table_names(
    stage: Stage, kind: type[Command]
) -> None:
    async def typed(user: str) -> str:
        actor = stage.playground.as_user(user)
        return (await actor.command(f"/labcamp {TYPED[kind]}", channel=LABCAMP)).text

    stage.store(a_full_event())
    may = who_may(kind.__name__, organizers_only=COMMANDS[kind].organizers_only)
    refused = may.startswith("organizers") and kind.__name__ != "Who"
    for user in others(kind, COMMANDS):
        said = await typed(user)
        assert (NO in said, FAILED in said) == (refused, False), user
    for user in (ADA, BEN):
        assert not {NO, FAILED} & {await typed(user)}
    leave(stage, BEN)
    assert (NO in await typed(BEN)) is refused


@pytest.mark.parametrize("action_id", BUTTONS)
async def test_a_button_is_for_those_whom_its_table_names(stage: Stage, action_id: str) -> None:
    async def clicked(user: str) -> str:
        return await click(stage, stage.playground.as_user(user), action_id)

    await stage.announced()
    may = who_may(action_id, organizers_only=BUTTONS[action_id].organizers_only)
    refused = may.startswith("organizers")
    for user in others(action_id, BUTTONS):
        shown = await clicked(user)
        assert (NO in shown, FAILED in shown) == (refused, False), user
    for user in (ADA, BEN):
        shown = await clicked(user)
        assert (NO in shown, FAILED in shown) == (False, False), user
    leave(stage, BEN)
    assert (NO in await clicked(BEN)) is refused


@pytest.mark.parametrize("callback_id", [*SUBMITS, CHANGED_ITEM])
async def test_a_form_is_taken_from_those_whom_its_table_names(
    stage: Stage, callback_id: str
) -> None:
    async def sent(user: str) -> str:
        return await submit(stage, stage.playground.as_user(user), callback_id)

    stage.store(a_full_event())
    refused = callback_id == CHANGED_ITEM or SUBMITS[callback_id].organizers_only
    for user in others(callback_id, [*SUBMITS, CHANGED_ITEM]):
        said = await sent(user)
        assert (NO in said, FAILED in said) == (refused, False), user
    for user in (ADA, BEN):
        said = await sent(user)
        assert (NO in said, FAILED in said) == (False, False), user
    leave(stage, BEN)  # the form was opened before
    assert (NO in await sent(BEN)) is refused


@pytest.mark.parametrize("callback_id", SHORTCUTS)
async def test_a_shortcut_is_for_those_whom_its_table_names(stage: Stage, callback_id: str) -> None:
    message = stage.anna.say(LABCAMP, "https://example.org/folien")
    for user in (*OTHERS, ADA):
        actor = stage.playground.as_user(user)
        if callback_id == "kb_links":
            await actor.message_action(callback_id, LABCAMP, message.ts)
        else:
            await actor.shortcut(callback_id)
        await stage.deps.afterwards.finish(60)
        shown = str([*actor.ephemerals(), *actor.views])
        refused = user != ADA and SHORTCUTS[callback_id].organizers_only
        assert (NO in shown, FAILED in shown) == (refused, False), user


def test_the_document_says_what_the_tables_say() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "write it anew: make permissions"
