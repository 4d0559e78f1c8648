"""auth.test, users.*, usergroups.*, bots.info, apps.connections.open: who is who."""

from playground import limits
from playground.errors import SlackSaysNo
from playground.methods.base import Context, Json, Method, asked_types, page


def auth_test(ctx: Context) -> Json:
    """Answers auth.test (https://docs.slack.dev/reference/methods/auth.test)."""
    w = ctx.workspace
    return {
        "url": f"https://{w.team_domain}.slack.com/",
        "team": w.team_name,
        "user": w.users[w.bot_user].name,
        "team_id": w.team_id,
        "user_id": w.bot_user,
        "bot_id": w.bot_id,
        "is_enterprise_install": False,
    }


def api_test(ctx: Context) -> Json:
    """Answers api.test (https://docs.slack.dev/reference/methods/api.test)."""
    if error := ctx.args.text("error"):
        raise SlackSaysNo(error)
    return {"args": {k: v for k, v in ctx.args.given.items() if k != "token"}}


def connections_open(ctx: Context) -> Json:
    """Answers apps.connections.open (https://docs.slack.dev/reference/methods/apps.connections.open)."""
    return {"url": ctx.socket_url()}


def bots_info(ctx: Context) -> Json:
    """Answers bots.info (https://docs.slack.dev/reference/methods/bots.info)."""
    w = ctx.workspace
    if ctx.args.text("bot") not in ("", w.bot_id):
        raise SlackSaysNo("bot_not_found")
    bot = {"id": w.bot_id, "deleted": False, "name": w.users[w.bot_user].name}
    return {"bot": bot | {"updated": 1577836800, "app_id": w.app_id, "user_id": w.bot_user}}


def users_info(ctx: Context) -> Json:
    """Answers users.info (https://docs.slack.dev/reference/methods/users.info)."""
    user = ctx.workspace.user(ctx.args.text("user"))
    if user.is_stranger:
        raise SlackSaysNo("user_not_visible")
    return {"user": user.to_json(with_locale=ctx.args.flag("include_locale"))}


def users_list(ctx: Context) -> Json:
    """Answers users.list (https://docs.slack.dev/reference/methods/users.list).

    It lists the workspace: those who left too, but nobody of another one.
    """
    w = ctx.workspace
    with_locale = ctx.args.flag("include_locale")
    ours = [user for user in w.users.values() if user.team_id == w.team_id]
    return page([user.to_json(with_locale=with_locale) for user in ours], ctx.args, "members")


def users_conversations(ctx: Context) -> Json:
    """Answers users.conversations (https://docs.slack.dev/reference/methods/users.conversations)."""
    w = ctx.workspace
    user = w.user(ctx.args.text("user") or w.bot_user).id
    types = asked_types(ctx)
    found = []
    for channel in w.channels.values():
        if user not in channel.members or channel.type_name not in types:
            continue
        if channel.is_archived and ctx.args.flag("exclude_archived"):
            continue
        if channel.type_name != "public_channel" and w.bot_user not in channel.members:
            continue
        found.append(channel.to_json(w.bot_user, w.team_id))
    return page(found, ctx.args, "channels")


def usergroups_users_list(_ctx: Context) -> Json:
    """Answers usergroups.users.list; not on the free plan (https://docs.slack.dev/reference/methods/usergroups.users.list)."""
    raise SlackSaysNo("paid_teams_only")


METHODS = {
    "auth.test": Method(auth_test, tier=None),
    "api.test": Method(api_test, tier=limits.TIER_4),
    "apps.connections.open": Method(connections_open, tier=limits.TIER_1 * 60, app_token=True),
    "bots.info": Method(bots_info, ("users:read",)),
    "users.info": Method(users_info, ("users:read",), ("user",), limits.TIER_4),
    "users.list": Method(users_list, ("users:read",), tier=limits.TIER_2),
    "users.conversations": Method(users_conversations),
    "usergroups.users.list": Method(
        usergroups_users_list, ("usergroups:read",), ("usergroup",), limits.TIER_2
    ),
}
