"""views.*: modals and the Home."""

from playground import limits, stack
from playground.blocks import check_view
from playground.errors import SlackSaysNo
from playground.methods.base import Context, Json, Method
from playground.models import View


def _view(ctx: Context) -> object:
    return ctx.args.json("view", "invalid_arguments")


def _answer(ctx: Context, view: View) -> Json:
    return {"view": stack.to_json(ctx.workspace, view)}


def views_open(ctx: Context) -> Json:
    """Answers views.open (https://docs.slack.dev/reference/methods/views.open)."""
    view = check_view(_view(ctx), "modal")
    trigger = ctx.workspace.exchange_trigger(ctx.args.text("trigger_id"))
    return _answer(ctx, stack.open_modal(ctx.workspace, trigger.user, view))


def views_push(ctx: Context) -> Json:
    """Answers views.push (https://docs.slack.dev/reference/methods/views.push)."""
    view = check_view(_view(ctx), "modal")
    trigger = ctx.workspace.exchange_trigger(ctx.args.text("trigger_id"))
    return _answer(ctx, stack.push_modal(ctx.workspace, trigger.user, view))


def _check_hash(ctx: Context, view: View | None) -> None:
    given = ctx.args.text("hash")
    if given and (view is None or view.hash != given):
        raise SlackSaysNo("hash_conflict")


def views_update(ctx: Context) -> Json:
    """Answers views.update (https://docs.slack.dev/reference/methods/views.update)."""
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
    return _answer(ctx, stack.replace_view(w, view, _view(ctx)))


def views_publish(ctx: Context) -> Json:
    """Answers views.publish (https://docs.slack.dev/reference/methods/views.publish)."""
    w = ctx.workspace
    user = w.users.get(ctx.args.text("user_id"))
    if user is None or user.is_bot or user.deleted:
        raise SlackSaysNo("invalid_arguments", ["invalid user [json-pointer:/user_id]"])
    _check_hash(ctx, w.homes.get(user.id))
    return _answer(ctx, stack.publish_home(w, user.id, _view(ctx)))


METHODS = {
    "views.open": Method(views_open, (), ("trigger_id", "view"), limits.TIER_4),
    "views.push": Method(views_push, (), ("trigger_id", "view"), limits.TIER_4),
    "views.update": Method(views_update, (), ("view",), limits.TIER_4),
    "views.publish": Method(views_publish, (), ("user_id", "view"), limits.TIER_4),
}
