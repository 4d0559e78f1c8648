"""The message shortcut "In den Wissensspeicher": links of a message, chosen and added in turn."""

import json
from collections.abc import Mapping
from typing import Any

from bot.deps import Deps
from bot.domain.guesses import event_named
from bot.domain.knowledge import normalised_url
from bot.domain.knowledge_entries import NONE
from bot.domain.message_links import links_in
from bot.locales import Texts
from bot.services import adding
from bot.views import help as help_views
from bot.views import knowledge_forms as forms
from bot.views import knowledge_links as views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import knowledge_items
from handlers.item_states import ItemState, Link
from handlers.submits import Errors, Result, Show, Stay, Submit


async def of_message(
    deps: Deps, user: str, t: Texts, message: Mapping[str, Any]
) -> Message | Modal:
    """What can be done with the links of this message. Nothing of it is kept but what is sent."""
    found = links_in(message)
    if not found:
        return views.none(t)
    there = await deps.db.read(adding.known, [link.url for link in found])
    new = [link for link in found if normalised_url(link.url) not in there]
    known = [there[normalised_url(link.url)] for link in found if link not in new]
    if not new:
        return views.all_known(known, t)
    named = event_named(str(message.get("text") or ""))
    event = await deps.db.read(adding.probable_event, named, deps.clock.now())
    if len(found) > 1:
        return views.choose(new, known, event, t)
    return await _form(deps, user, t, [(new[0].url, new[0].title)], event)


async def chosen(deps: Deps, submit: Submit) -> Result:
    """The form for the first of the chosen links; the others wait in it for their turn."""
    offered = _read(submit.metadata)
    if offered is None:
        return Stay(help_views.form_unknown(submit.t))
    event, links = offered
    ticked = submit.form.ticked("links")
    picked = [link for number, link in enumerate(links) if str(number) in ticked]
    if not picked:
        return Errors(views.nothing_chosen(submit.t))
    return Show(await _form(deps, submit.user, submit.t, picked, event))


async def _form(deps: Deps, user: str, t: Texts, links: list[Link], event: int | None) -> Modal:
    (url, title), *rest = links
    state = ItemState(rest=tuple(rest), total=len(links))
    entry = knowledge_items.guessed(url, title, NONE if event is None else str(event))
    top = forms.step(None, len(rest), len(links), t) if rest else None
    return await knowledge_items.add(deps, user, t, entry, state, top)


def _read(metadata: str) -> tuple[int | None, list[Link]] | None:
    """What the bot wrote into the form; None for a form from another time."""
    try:
        event, links = json.loads(metadata)
        found = [(str(url), str(title)) for url, title in links]
        return (None if event is None else int(event)), found
    except (ValueError, TypeError):
        return None
