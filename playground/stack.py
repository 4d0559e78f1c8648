"""Modals on top of one another, and Homes: opened, replaced, pushed, closed."""

import secrets
from collections.abc import Iterator

from playground import limits
from playground.blocks import Surface, check_view
from playground.errors import SlackSaysNo
from playground.inputs import full_state, with_ids
from playground.json_values import Json
from playground.models import View
from playground.pictures import not_loaded
from playground.workspace import Workspace


def _taken(workspace: Workspace, view: object, surface: Surface, own: View | None = None) -> Json:
    """The view with all ids, if Slack would take it (instead of `own`) and can load its pictures.

    Of messages Slack says `invalid_blocks` then, of views what it says of all their faults.
    """
    content = check_view(view, surface)
    if faults := not_loaded(workspace, content.get("blocks"), "/view/blocks"):
        raise SlackSaysNo("invalid_arguments", faults)
    named = by_external_id(workspace, str(content.get("external_id") or ""))
    if named is not None and named is not own:
        raise SlackSaysNo("duplicate_external_id")
    return {**content, "blocks": with_ids(content.get("blocks") or [], workspace.new_block_id)}


def _new_view(workspace: Workspace, user: str, content: Json, below: View | None = None) -> View:
    id_ = workspace.new_id("V")
    root, previous = (below.root_id, below.id) if below else (id_, None)
    view = View(id_, user, content, _new_hash(workspace), root, previous)
    view.state = full_state(view.blocks, {})
    return view


def _new_hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.now())}.{secrets.token_hex(4)}"


def _views(workspace: Workspace) -> Iterator[View]:
    for modals in workspace.modals.values():
        yield from modals
    yield from workspace.homes.values()


def find(workspace: Workspace, view_id: str) -> View:
    """The open modal or published Home of this id, or SlackSaysNo not_found."""
    for view in _views(workspace):
        if view.id == view_id:
            return view
    raise SlackSaysNo("not_found")


def by_external_id(workspace: Workspace, external_id: str) -> View | None:
    """The view that the bot gave this external_id, if it is there."""
    for view in _views(workspace):
        if external_id and view.content.get("external_id") == external_id:
            return view
    return None


def open_modal(workspace: Workspace, user: str, view: object) -> View:
    """Opens a modal as the only one of `user`."""
    opened = _new_view(workspace, user, _taken(workspace, view, "modal"))
    workspace.modals[user] = [opened]
    workspace.changed()
    return opened


def push_modal(workspace: Workspace, user: str, view: object) -> View:
    """Puts a modal on top of the one that `user` has open."""
    content = _taken(workspace, view, "modal")
    stack = workspace.modals.get(user) or []
    if not stack:
        raise SlackSaysNo("not_found")
    if len(stack) >= limits.VIEWS_IN_STACK:
        raise SlackSaysNo("push_limit_reached")
    pushed = _new_view(workspace, user, content, stack[-1])
    stack.append(pushed)
    workspace.changed()
    return pushed


def replace_view(workspace: Workspace, view: View, new: object) -> View:
    """Gives a view new content; what was typed stays where block_id and action_id do."""
    view.content = _taken(workspace, new, "home" if view.kind == "home" else "modal", view)
    view.state = full_state(view.blocks, view.state)
    view.hash = _new_hash(workspace)
    view.errors = {}
    workspace.changed()
    return view


def publish_home(workspace: Workspace, user: str, view: object) -> View:
    """Shows a Home to `user`."""
    if user in workspace.homes:
        return replace_view(workspace, workspace.homes[user], view)
    workspace.homes[user] = _new_view(workspace, user, _taken(workspace, view, "home"))
    workspace.changed()
    return workspace.homes[user]


def close(workspace: Workspace, view: View) -> None:
    """Closes a modal; the one below it is seen again."""
    left = [v for v in workspace.modals.get(view.user, []) if v is not view]
    if left:
        workspace.modals[view.user] = left
    else:
        workspace.modals.pop(view.user, None)
    workspace.changed()


def clear(workspace: Workspace, user: str) -> None:
    """Closes all modals of `user`."""
    workspace.modals.pop(user, None)
    workspace.changed()


def to_json(workspace: Workspace, view: View) -> Json:
    """The view object as Slack sends it, in answers and in payloads."""
    content = view.content
    return {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": full_state(view.blocks, view.state)},
        "hash": view.hash,
        "title": content.get("title") or {"type": "plain_text", "text": "View Title"},
        "clear_on_close": content.get("clear_on_close") or False,
        "notify_on_close": content.get("notify_on_close") or False,
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": workspace.app_id,
        "external_id": content.get("external_id") or "",
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
    }
