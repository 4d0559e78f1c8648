"""views.*: modals and the Home."""

from collections.abc import Callable
from functools import partial
from typing import Any

from playground import limits, stack
from playground.blocks import check_view
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method
from playground.models import View
from playground.scopes import check_scopes
from playground.workspace import Workspace


def _view(ctx: Context) -> Any:
    return ctx.args.json("view", "invalid_arguments")


def _answer(ctx: Context, view: View) -> Json:
    return {"view": stack.to_json(ctx.workspace, view)}


def _open(show: Callable[[Workspace, str, object], View], ctx: Context) -> Json:
    # A view that Slack would not take leaves the trigger as it is.
    view = check_view(_view(ctx), "modal")
    check_scopes(view, ctx.scopes)
    trigger = ctx.workspace.exchange_trigger(ctx.args.text("trigger_id"))
    return _answer(ctx, show(ctx.workspace, trigger.user, view))


def _check_hash(ctx: Context, view: View | None) -> None:
    given = ctx.args.text("hash")
    if given and (view is None or view.hash != given):
        raise SlackSaysNo("hash_conflict")


def _update(ctx: Context) -> Json:
    w = ctx.workspace
    if view_id := ctx.args.text("view_id"):
        view = stack.find(w, view_id)
    else:
        external_id = ctx.args.text("external_id")
        if not external_id:
            raise SlackSaysNo("invalid_arguments", ["missing required field: view_id"])
        named = stack.by_external_id(w, external_id)
        if named is None:
            raise SlackSaysNo("not_found")
        view = named
    _check_hash(ctx, view)
    check_scopes(_view(ctx), ctx.scopes)
    return _answer(ctx, stack.replace_view(w, view, _view(ctx)))


def _publish(ctx: Context) -> Json:
    w = ctx.workspace
    user = w.users.get(ctx.args.text("user_id"))
    if user is None or user.is_bot or user.deleted:
        raise SlackSaysNo("invalid_arguments", ["invalid user [json-pointer:/user_id]"])
    _check_hash(ctx, w.homes.get(user.id))
    return _answer(ctx, stack.publish_home(w, user.id, _view(ctx)))


_WITH_TRIGGER = ("trigger_id", "view")

METHODS = {
    "views.open": Method(partial(_open, stack.open_modal), (), _WITH_TRIGGER, limits.TIER_4),
    "views.push": Method(partial(_open, stack.push_modal), (), _WITH_TRIGGER, limits.TIER_4),
    "views.update": Method(_update, (), ("view",), limits.TIER_4),
    "views.publish": Method(_publish, (), ("user_id", "view"), limits.TIER_4),
}
