"""/labcamp: the text is parsed, one service called, and the answer shown to its author alone."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot import roles
from bot.deps import Deps
from bot.domain import commands
from bot.domain.command_parser import parse
from bot.domain.commands import Command
from bot.domain.knowledge_entries import ItemEntry
from bot.domain.rsvps import Via
from bot.locales import texts
from bot.services import announcements, members, rsvps
from bot.views import announcements as announcement_views
from bot.views import help as help_views
from bot.views import reminders as reminder_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import (
    announcing,
    calendar,
    cancelling,
    editing,
    knowledge_items,
    organizers,
    participants,
    people,
    replies,
    searching,
    telling,
)
from handlers.people import Asker


async def labcamp(deps: Deps, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Answer /labcamp."""
    t = context["t"] = await people.texts_for(deps, body["user_id"])
    asker = Asker(body["user_id"], t, body["trigger_id"], body.get("response_url", ""))
    command = parse(body.get("text", ""))
    answer = await _ANSWERS[type(command)](deps, asker, command)
    if isinstance(answer, Modal):
        answer = await telling.opened(deps, asker.key, answer, t)
    return BoltResponse(status=200, body="" if answer is None else answer.ephemeral)


async def _help(deps: Deps, asker: Asker, command: commands.Help) -> Message:
    organizes = asker.user in await roles.named_organizers(deps)
    return help_views.overview(asker.t, organizer=organizes)


async def _next(deps: Deps, asker: Asker, command: commands.Next) -> Message:
    return await replies.next_event(deps, asker.user, asker.t)


async def _events(deps: Deps, asker: Asker, command: commands.Events) -> Message:
    return await replies.event_list(deps, asker.t, past=command.past, page=1)


async def _show(deps: Deps, asker: Asker, command: commands.Show) -> Message:
    if command.number is None:
        return await replies.next_event(deps, asker.user, asker.t)
    return await replies.event(deps, asker.user, asker.t, command.number)


async def _rsvp(deps: Deps, asker: Asker, command: commands.SetRsvp) -> Message | None:
    now = deps.clock.now()
    outcome = await deps.db.write(
        rsvps.answer,
        asker.user,
        command.answer,
        command.number,
        Via.COMMAND,
        asker.key,
        now,
        now,
    )
    deps.wake()
    return replies.rsvp_outcome(outcome, asker.t)


async def _rsvp_for(deps: Deps, asker: Asker, command: commands.SetRsvpFor) -> Message | None:
    if command.user == asker.user:
        own = commands.SetRsvp(command.answer, command.number)
        return await _rsvp(deps, asker, own)
    return await participants.answer_for(deps, asker, command)


async def _search(deps: Deps, asker: Asker, command: commands.Search) -> Message:
    return await searching.answered(deps, asker.t, command.words)


async def _who(deps: Deps, asker: Asker, command: commands.Who) -> Message:
    return await participants.who(deps, asker, command.number)


async def _export(deps: Deps, asker: Asker, command: commands.Export) -> Message | None:
    return await participants.export(deps, asker, command.number)


async def _calendar(deps: Deps, asker: Asker, command: commands.Calendar) -> Message | None:
    return await calendar.overview(deps, asker)


async def _language(deps: Deps, asker: Asker, command: commands.SetLanguage) -> Message:
    await deps.db.write(members.set_language, asker.user, command.language)
    return help_views.language_saved(texts(command.language))


async def _reminders(deps: Deps, asker: Asker, command: commands.SetReminders) -> Message:
    await deps.db.write(members.set_reminders, asker.user, on=command.on)
    return reminder_views.switched(asker.t, on=command.on)


async def _announce(deps: Deps, asker: Asker, command: commands.Announce) -> Message | Modal | None:
    if command.number is None or command.text is None:
        return await announcing.form(deps, asker.user, asker.t, command.number)
    refusal = await people.not_organizing(deps, asker.user, asker.t)
    if refusal is not None:
        return refusal
    channel = deps.settings.channel
    if channel is None:
        return announcement_views.no_channel(asker.t)
    outcome = await deps.db.write(
        announcements.announce,
        asker.user,
        command.number,
        command.text,
        channel,
        asker.key,
        deps.clock.now(),
    )
    deps.wake()
    return replies.announce_outcome(outcome, asker.t)


async def _new(deps: Deps, asker: Asker, command: commands.New) -> Message | Modal:
    return await editing.new(deps, asker.user, asker.t)


async def _edit(deps: Deps, asker: Asker, command: commands.Edit) -> Message | Modal:
    return await editing.edit(deps, asker.user, asker.t, command.number)


async def _cancel(deps: Deps, asker: Asker, command: commands.Cancel) -> Message | Modal:
    return await cancelling.form(deps, asker.user, asker.t, command.number)


async def _add_item(deps: Deps, asker: Asker, command: commands.AddItem) -> Message | Modal:
    entry = ItemEntry(url=command.url)
    return await knowledge_items.add(deps, asker.user, asker.t, entry)


async def _unknown(deps: Deps, asker: Asker, command: commands.Unknown) -> Message:
    return help_views.unknown(command, asker.t)


async def _incomplete(deps: Deps, asker: Asker, command: commands.Incomplete) -> Message:
    return help_views.incomplete(command, asker.t)


_ANSWERS: dict[type[Command], Callable[[Deps, Asker, Any], Awaitable[Message | Modal | None]]] = {
    commands.Help: _help,
    commands.Next: _next,
    commands.Events: _events,
    commands.Show: _show,
    commands.SetRsvp: _rsvp,
    commands.SetRsvpFor: _rsvp_for,
    commands.Search: _search,
    commands.Who: _who,
    commands.Export: _export,
    commands.Organizers: organizers.show,
    commands.AddOrganizer: organizers.add,
    commands.RemoveOrganizer: organizers.remove,
    commands.Calendar: _calendar,
    commands.SetLanguage: _language,
    commands.SetReminders: _reminders,
    commands.Announce: _announce,
    commands.New: _new,
    commands.Edit: _edit,
    commands.Cancel: _cancel,
    commands.AddItem: _add_item,
    commands.Unknown: _unknown,
    commands.Incomplete: _incomplete,
}
