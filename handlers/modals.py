"""Modals: a dictionary from callback_id to what a submit does."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.deps import Deps
from bot.views import announcement_forms, event_forms, knowledge_forms
from bot.views import dead_links as dead_link_views
from bot.views import help as help_views
from bot.views import knowledge_links as link_views
from bot.views import proposals as proposal_views
from bot.views import search as search_views
from handlers import (
    announcing,
    cancelling,
    dead_links,
    editing,
    home,
    knowledge_items,
    knowledge_links,
    people,
    proposals,
    searching,
)
from handlers.forms import Form
from handlers.submits import Errors, Result, Stay, Submit, ack_body


async def submitted(
    deps: Deps, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
) -> None:
    """Do what the form says; what comes of it is shown in the modal itself."""
    view, user = body["view"], body["user"]["id"]
    t = context["t"] = await people.texts_for(deps, user)
    form = Form(view)
    # Slack may send a form twice, and people click twice: both have the same view in one state
    key = f"view:{view['id']}:{view['hash']}"
    metadata, under = view.get("private_metadata") or "", view.get("previous_view_id") or ""
    submit = Submit(user, t, form, metadata, key, view["id"], under)
    result = await _SUBMITS.get(view["callback_id"], _unknown)(deps, submit)
    await ack(ack_body(form, result, t))
    if not isinstance(result, Errors | Stay):
        deps.afterwards.start(home.publish(deps, user))


async def _unknown(deps: Deps, submit: Submit) -> Result:
    return Stay(help_views.form_unknown(submit.t))


_SUBMITS: dict[str, Callable[[Deps, Submit], Awaitable[Result]]] = {
    announcement_forms.ANNOUNCE: announcing.submitted,
    announcement_forms.PREVIEW: announcing.confirmed,
    event_forms.INVITATION: editing.invitation_read,
    event_forms.EVENT: editing.saved,
    event_forms.CANCEL: cancelling.submitted,
    search_views.SEARCH: searching.submitted,
    knowledge_forms.ITEM: knowledge_items.submitted,
    link_views.CHOOSE: knowledge_links.chosen,
    proposal_views.REJECT: proposals.rejected,
    dead_link_views.ADDRESS: dead_links.changed,
}
