"""The message shortcut "In den Wissensspeicher": links of a message, chosen and added in turn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.deps import Deps
from bot.domain.form_states import ItemForm, Link, LinksForm
from bot.domain.guesses import event_named
from bot.domain.ids import EventNumber
from bot.domain.knowledge import normalised_url
from bot.domain.knowledge_entries import NONE
from bot.domain.message_links import links_in
from bot.domain.replies import Reply
from bot.domain.times import instant
from bot.services import knowledge_additions
from bot.views import knowledge_forms, knowledge_links
from bot.views.modals import Modal
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.knowledge import items


async def of_message(deps: Deps, act: Act[Mapping[str, Any]]) -> Answer:
    """What can be done with the links of this message. Nothing of it is kept but what is sent."""
    found = links_in(act.what)
    if not found:
        return Reply.NO_LINKS
    there = await deps.db.read(knowledge_additions.known, [link.url for link in found])
    new = [link for link in found if normalised_url(link.url) not in there]
    known = [there[normalised_url(link.url)] for link in found if link not in new]
    if not new:
        return knowledge_links.all_known(known, act.now, act.t)
    named = event_named(str(act.what.get("text") or ""))
    event = await deps.db.read(knowledge_additions.probable_event, named, _written_at(act))
    if len(found) > 1:
        return knowledge_links.choose(new, known, event, act.now, act.t)
    return await _form(deps, act, [(new[0].url, new[0].title)], event)


def _written_at(act: Act[Mapping[str, Any]]) -> datetime:
    """When the message was written (UTC); the present where Slack does not say so rightly."""
    try:
        return min(instant(act.what["ts"]), act.now)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return act.now


async def chosen(deps: Deps, act: Act[LinksForm]) -> Answer:
    """The form for the first of the chosen links; the others wait in it for their turn."""
    ticked = act.form.ticked("links")
    picked = [link for place, link in enumerate(act.what.links) if str(place) in ticked]
    if not picked:
        return Errors(knowledge_links.nothing_chosen(act.t))
    return await _form(deps, act, picked, act.what.event)


async def _form(deps: Deps, act: Act[Any], links: list[Link], event: EventNumber | None) -> Modal:
    (url, title), *rest = links
    state = ItemForm(rest=tuple(rest), total=len(links))
    entry = items.guessed(url, title, NONE if event is None else str(event))
    top = knowledge_forms.step(None, len(rest), len(links), act.t) if rest else None
    return await items.new_form(deps, act, entry, state, top)
