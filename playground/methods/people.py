"""auth.test, users.*, usergroups.*, bots.info, apps.connections.open: who is who."""

from playground import limits
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method, asked_channels, page


def _auth_test(ctx: Context) -> Json:
    """Of an app-level token it names the app: `app_id` and `app_name`.

    https://docs.slack.dev/tools/node-slack-sdk/reference/web-api/type-aliases/AuthTestResponse
    """
    w = ctx.workspace
    if ctx.app:
        return {"app_name": w.users[w.bot_user].real_name, "app_id": ctx.app}
    return {
        "url": f"https://{w.team_domain}.slack.com/",
        "team": w.team_name,
        "user": w.users[w.bot_user].name,
        "team_id": w.team_id,
        "user_id": w.bot_user,
        "bot_id": w.bot_id,
        "is_enterprise_install": False,
    }


def _api_test(ctx: Context) -> Json:
    if error := ctx.args.text("error"):
        raise SlackSaysNo(error)
    return {"args": {k: v for k, v in ctx.args.given.items() if k != "token"}}


def _connections_open(ctx: Context) -> Json:
    return {"url": ctx.socket_url()}


def _bots_info(ctx: Context) -> Json:
    w = ctx.workspace
    if ctx.args.text("bot") not in ("", w.bot_id):
        raise SlackSaysNo("bot_not_found")
    bot = {"id": w.bot_id, "deleted": False, "name": w.users[w.bot_user].name}
    return {"bot": bot | {"updated": 1577836800, "app_id": w.app_id, "user_id": w.bot_user}}


def _users_info(ctx: Context) -> Json:
    user = ctx.workspace.user(ctx.args.text("user"))
    if user.is_stranger:
        raise SlackSaysNo("user_not_visible")
    return {"user": user.to_json(with_locale=ctx.args.flag("include_locale"))}


def _users_list(ctx: Context) -> Json:
    """It lists the workspace: those who left too, but nobody of another one."""
    w = ctx.workspace
    with_locale = ctx.args.flag("include_locale")
    ours = [user for user in w.users.values() if user.team_id == w.team_id]
    return page([user.to_json(with_locale=with_locale) for user in ours], ctx.args, "members")


def _users_conversations(ctx: Context) -> Json:
    w = ctx.workspace
    user = w.user(ctx.args.text("user") or w.bot_user).id
    theirs = [c for c in asked_channels(ctx) if user in c.members]
    return page([c.to_json(w.bot_user, w.team_id) for c in theirs], ctx.args, "channels")


def _usergroups_users_list(ctx: Context) -> Json:
    """The members of a group, where the plan has groups.

    https://docs.slack.dev/reference/methods/usergroups.users.list
    """
    groups = ctx.workspace.usergroups
    if groups is None:
        raise SlackSaysNo("paid_teams_only")
    group = ctx.args.text("usergroup")
    if group not in groups:
        raise SlackSaysNo("no_such_subteam")
    return {"users": list(groups[group])}


METHODS = {
    "auth.test": Method(_auth_test, tier=None, app_token=None),
    "api.test": Method(_api_test, tier=limits.TIER_4),
    "apps.connections.open": Method(_connections_open, tier=limits.TIER_1 * 60, app_token=True),
    "bots.info": Method(_bots_info, ("users:read",)),
    "users.info": Method(_users_info, ("users:read",), ("user",), limits.TIER_4),
    "users.list": Method(_users_list, ("users:read",), tier=limits.TIER_2),
    "users.conversations": Method(_users_conversations),
    "usergroups.users.list": Method(
        _usergroups_users_list, ("usergroups:read",), ("usergroup",), limits.TIER_2
    ),
}
