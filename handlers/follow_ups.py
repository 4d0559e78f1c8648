"""What the organizers can do about the material of an event once it is over."""

from bot.deps import Deps
from bot.domain.knowledge_entries import NONE, ItemEntry, sign
from bot.locales import Texts
from bot.services import adding, follow_ups
from bot.views import follow_ups as views
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import knowledge_items, material, people


async def add_to(deps: Deps, user: str, t: Texts, value: str) -> Message | Modal:
    """The form for an item of an event and perhaps one of its talks.

    `value` (`11`, or `11:` and the sign of a talk) comes from outside. A talk that the event does
    not have any more is not chosen.
    """
    written, _, talk = value.partition(":")
    event = await deps.db.read(adding.event, material.read(written)[0])
    if event is None:
        return help_views.button_unknown(t)
    known = talk in [sign(session.talk) for session in event.sessions]
    entry = ItemEntry(event=str(event.number), session=talk if known else NONE)
    return await knowledge_items.add(deps, user, t, entry)


async def posted(deps: Deps, user: str, t: Texts, value: str) -> Message:
    """Post the material of an event for everybody; `value` (`11`) comes from outside."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    number, now = material.read(value)[0], deps.clock.now()
    outcome = await deps.db.write(follow_ups.post, user, number, deps.settings.channel, now)
    deps.wake()
    match outcome:
        case follow_ups.OnItsWay():
            return views.on_its_way(t)
        case follow_ups.PostedBefore():
            return views.posted_before(t)
        case follow_ups.NothingToPost():
            return views.nothing_to_post(t)
