"""The material of an event: listed, and added to."""

from bot import roles
from bot.deps import Deps
from bot.domain.fields import FormEntry
from bot.domain.ids import EventNumber
from bot.domain.knowledge_entries import NONE
from bot.domain.replies import Reply
from bot.domain.values import number
from bot.services import knowledge_additions, material
from bot.views import material as views
from handlers.acts import Act
from handlers.answers import Answer
from handlers.knowledge import items


async def listed(deps: Deps, act: Act[tuple[EventNumber, int]]) -> Answer:
    """A page of what there is of an event."""
    organizes = await roles.organizes(deps, act.user)
    found = await deps.db.read(material.page, *act.what, act.now, organizes=organizes)
    if found is None:
        return Reply.UNKNOWN_ACTION
    return views.listing(*found, act.t, organizes=organizes)


async def add_to(deps: Deps, act: Act[str]) -> Answer:
    """The form for an item of an event and perhaps one of its talks: `11`, or `11:` and its sign.

    A talk that the form does not offer, or not any more, is not chosen.
    """
    written, _, talk = act.what.partition(":")
    event = await deps.db.read(knowledge_additions.event, number(written))
    if event is None:
        return Reply.UNKNOWN_ACTION
    entry = FormEntry(event=str(event.number), session=talk or NONE)
    return await items.new_form(deps, act, entry)
