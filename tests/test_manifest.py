"""The manifest asks Slack for exactly what the code uses: no scope, event or command more."""

import ast
import re
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import slack, views
from bot.domain.files import File
from bot.domain.scopes import SCOPES
from bot.locales import texts
from bot.metrics import METHODS
from bot.slack import METADATA_EVENT, Identity, Slack, files
from bot.views import event_forms
from bot.views.message import Message
from handlers import EVENTS
from handlers.routes import SHORTCUTS
from playground import Playground, Workspace
from playground.sample import ANNA, LABCAMP
from tests.manifest import manifest, manifest_commands, manifest_events, manifest_scopes

ROOT = Path(__file__).parents[1]
GATEWAY = Path(slack.__file__).parent
VIEWS = Path(views.__file__).parent

# The scopes that a bot's token needs for a method. Each stands under "Required scopes" at
# https://docs.slack.dev/reference/methods/<method>; a person's id as `channel` of chat.postMessage
# opens the direct message without another scope.
SCOPES_OF_METHODS: dict[str, frozenset[str]] = {
    # with the app-level token, whose scopes no manifest holds
    "apps.connections.open": frozenset(),
    "auth.test": frozenset(),
    "blocks.validate": frozenset(),
    "bots.info": frozenset({"users:read"}),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.delete": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    # of a public channel; a private one would need groups:read
    "conversations.members": frozenset({"channels:read"}),
    "conversations.open": frozenset({"im:write"}),
    # as for a public channel and for a direct message; a private one's scope is left to its owners
    "conversations.history": frozenset({"channels:history", "im:history"}),
    "conversations.replies": frozenset({"channels:history", "im:history"}),
    # of a public channel; for a private one Slack says no, and nothing is known of it
    "conversations.info": frozenset({"channels:read"}),
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.delete": frozenset({"files:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "reactions.add": frozenset({"reactions:write"}),
    "reactions.get": frozenset({"reactions:read"}),
    "usergroups.users.list": frozenset({"usergroups:read"}),
    "users.info": frozenset({"users:read"}),
    "users.list": frozenset({"users:read"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
    "views.push": frozenset(),
    "views.update": frozenset(),
}
# Of users.conversations they depend on its `types`.
# https://docs.slack.dev/reference/methods/users.conversations
SCOPES_OF_TYPES: dict[str, str] = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
# A message's subscription names the sort of channel; only direct messages are subscribed to.
# https://docs.slack.dev/reference/events/message.im
SUBSCRIPTIONS = {"message": "message.im"}
# https://docs.slack.dev/reference/block-kit/block-elements/file-input-element#usage-info
SCOPES_OF_ELEMENTS = {'"file_input"': "files:read"}
# Each stands under "Required scopes" at https://docs.slack.dev/reference/events/<event>
SCOPES_OF_EVENTS: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "message": frozenset({"im:history"}),
    # of a public channel; a private one would need groups:read
    "member_joined_channel": frozenset({"channels:read"}),
    "user_change": frozenset({"users:read"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
}


def calls(file: Path) -> Iterator[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def client_calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """The Web API methods that a module calls by `….client.<method>(…)`, as Slack names them."""
    for call in calls(file):
        match call.func:
            case ast.Attribute(value=ast.Attribute(attr="client"), attr="api_call"):
                yield str(ast.literal_eval(call.args[0])), call
            case ast.Attribute(value=ast.Attribute(attr="client"), attr=name):
                yield method(name), call


def gateway_calls() -> Iterator[tuple[str, ast.Call]]:
    return (found for file in GATEWAY.glob("*.py") for found in client_calls(file))


def method(name: str) -> str:
    """chat_postMessage → chat.postMessage."""
    return name.replace("_", ".")


def scopes_of(name: str, call: ast.Call) -> frozenset[str]:
    if name == "users.conversations":
        types = next(keyword.value for keyword in call.keywords if keyword.arg == "types")
        asked = str(ast.literal_eval(types))
        return frozenset(SCOPES_OF_TYPES[kind.strip()] for kind in asked.split(","))
    assert name in SCOPES_OF_METHODS, f"look up which scopes {name} needs, and add it to the table"
    return SCOPES_OF_METHODS[name]


def test_the_scopes_are_exactly_those_that_the_code_needs() -> None:
    needed = {"commands"}  # a slash command: https://docs.slack.dev/reference/scopes/commands
    for name, call in gateway_calls():
        needed |= scopes_of(name, call)
    for event in EVENTS:
        needed |= SCOPES_OF_EVENTS[event]
    for name, scope in SCOPES_OF_ELEMENTS.items():
        if any(name in file.read_text(encoding="utf-8") for file in VIEWS.glob("*.py")):
            needed.add(scope)
    assert manifest_scopes() == needed


def test_the_scopes_that_are_checked_are_those_of_the_manifest() -> None:
    assert manifest_scopes() == SCOPES


def test_the_table_of_methods_names_none_that_is_not_used() -> None:
    used = {name for name, _ in gateway_calls()}
    assert set(SCOPES_OF_METHODS) == used - {"users.conversations"}


def test_the_methods_that_are_counted_by_name_are_those_that_are_called() -> None:
    assert {name for name, _ in gateway_calls()} == METHODS


def test_nothing_but_the_gateway_calls_the_web_api() -> None:
    modules = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    callers = {(file, name) for file in modules for name, _ in client_calls(file)}
    # the one beside it, with the app-level token
    callers.remove((ROOT / "bot" / "socket_mode.py", "apps.connections.open"))
    assert callers
    assert all(file.is_relative_to(GATEWAY) for file, _ in callers)


def test_the_events_are_exactly_those_that_are_listened_to() -> None:
    listened_to = [SUBSCRIPTIONS.get(event, event) for event in EVENTS]
    assert sorted(manifest_events()) == sorted(listened_to)


def test_the_only_slash_command_is_the_one_that_all_texts_name() -> None:
    assert list(manifest_commands()) == ["/labcamp"]


def test_the_shortcuts_are_exactly_those_that_open_something() -> None:
    shortcuts = manifest()["features"]["shortcuts"]
    assert {shortcut["callback_id"] for shortcut in shortcuts} == set(SHORTCUTS)
    for shortcut in shortcuts:  # https://docs.slack.dev/reference/app-manifest
        assert shortcut["type"] in ("global", "message")
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_mentions_in_a_command_arrive_with_their_ids() -> None:
    assert all(command["should_escape"] for command in manifest()["features"]["slash_commands"])


def test_buttons_direct_messages_and_socket_mode_are_switched_on() -> None:
    assert manifest()["settings"]["interactivity"]["is_enabled"]
    assert manifest()["settings"]["socket_mode_enabled"]
    assert manifest()["features"]["app_home"]["messages_tab_enabled"]
    assert manifest()["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_home_tab_is_on_because_something_is_shown_there() -> None:
    assert "app_home_opened" in EVENTS
    assert manifest()["features"]["app_home"]["home_tab_enabled"]


def test_the_type_of_the_posts_metadata_is_declared() -> None:
    subscriptions = manifest()["settings"]["event_subscriptions"]["metadata_subscriptions"]
    assert [one["event_type"] for one in subscriptions] == [METADATA_EVENT]


def test_the_texts_fit_where_slack_shows_them() -> None:
    # https://docs.slack.dev/reference/app-manifest
    shown = manifest()["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert len(manifest()["features"]["bot_user"]["display_name"]) <= 80


WITH_A_FILE = event_forms.invitation(None, texts("de"), takes_files=True)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Deed = Callable[[Slack], Coroutine[Any, Any, object]]
DEEDS: dict[str, Deed] = {
    "channels:read": lambda slack: slack.post("labcamp", Message("Hallo!"), "an id"),
    "channels:history": lambda slack: slack.find(LABCAMP, "an id", LONG_AGO),
    "im:write": lambda slack: slack.find(ANNA, "an id", LONG_AGO),
    "im:history": lambda slack: slack.find(ANNA, "an id", LONG_AGO),
    "chat:write": lambda slack: slack.post(LABCAMP, Message("Hallo!"), "an id"),
    "files:read": lambda slack: slack.views.open("a trigger", WITH_A_FILE),
    "files:write": lambda slack: files.upload(slack, File("a.ics", "A", b"A")),
    "reactions:read": lambda slack: slack.shown_answers(LABCAMP, "1.000000", "U0BOT"),
    "reactions:write": lambda slack: slack.add_reaction(LABCAMP, "1.000000", "x"),
    "usergroups:read": lambda slack: slack.people.group_members("S0ORGA"),
    "users:read": lambda slack: slack.people.profile(ANNA, "T0LABCAMP"),
}


# Without them Slack does not ask the bot; no method needs them.
FOR_BEING_ASKED = {"commands", "app_mentions:read"}


@pytest.mark.parametrize("scope", sorted(manifest_scopes() - FOR_BEING_ASKED))
async def test_without_any_one_of_the_scopes_slack_says_no(scope: str) -> None:
    assert await missing_scopes(manifest_scopes() - {scope}) == {scope}


async def test_with_the_manifests_scopes_nothing_is_missing() -> None:
    assert await missing_scopes(manifest_scopes()) == set()


async def test_a_person_can_be_written_to_with_the_manifests_scopes() -> None:
    playground = Playground(Workspace.sample(), manifest_scopes=manifest_scopes())
    await playground.start()
    try:
        async with Slack(playground.credentials.bot_token, playground.api_url) as slack:
            assert isinstance(await slack.identity(), Identity)
            await slack.post(ANNA, Message("Hallo!"), "an id")
        assert [post.text for post in playground.as_user(ANNA).direct_messages] == ["Hallo!"]
    finally:
        await playground.stop()


async def missing_scopes(given: frozenset[str]) -> set[str]:
    """What Slack misses when all that needs a scope is tried with these."""
    playground = Playground(Workspace.sample(), manifest_scopes=given, strict_rates=False)
    await playground.start()
    try:
        async with Slack(playground.credentials.bot_token, playground.api_url) as slack:
            for deed in DEEDS.values():
                await deed(slack)
        refused = [call for call in playground.calls if call.error == "missing_scope"]
        return {str(call.answer["needed"]) for call in refused}
    finally:
        await playground.stop()
