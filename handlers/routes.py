"""All that can be typed, sent or chosen as a shortcut: who may, and what is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot import roles
from bot.deps import Deps
from bot.domain import commands, values
from bot.domain.commands import Command
from bot.domain.form_states import (
    AnnouncementForm,
    EventForm,
    FeedbackForm,
    ItemForm,
    LinksForm,
    TalksForm,
    TopicForm,
)
from bot.domain.ids import ItemId
from bot.domain.values import number, page, pair, row
from handlers import answers, conversations, usage
from handlers.acts import Act
from handlers.announcements import drafts
from handlers.answers import Handler
from handlers.events import (
    beginnings,
    cancellation,
    cards,
    contacts,
    editing,
    outlets,
    topic_desk,
    topics,
)
from handlers.knowledge import (
    dead_links,
    follow_ups,
    items,
    links,
    proposals,
    search,
    talk_material,
)
from handlers.people import (
    calendar,
    feedback,
    forgetting,
    my_data,
    nudges,
    organizers,
    participants,
    rsvps,
    settings,
)

T = TypeVar("T")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Route:
    """Where something leads.

    `reads` makes what the handler is given out of a button's value, a form's metadata or a
    message; it raises NotOurs for what the bot never wrote. `organizers_only` is checked afresh
    on the server each time.
    """

    handler: Handler[Any]
    reads: Callable[[Any], Any] = _as_it_is
    organizers_only: bool = False

    async def answer(self, deps: Deps, act: Act[Any]) -> answers.Answer:
        """What the handler answers to whoever may have it done, asked afresh."""
        refusal = await roles.refusal(deps, act.user) if self.organizers_only else None
        return refusal or await self.handler(deps, act)


def everyone(handler: Handler[T], reads: Callable[[Any], T] = _as_it_is) -> Route:
    """For all members; the handler itself may show organizers more."""
    return Route(handler, reads)


def organizing(handler: Handler[T], reads: Callable[[Any], T] = _as_it_is) -> Route:
    """For organizers alone."""
    return Route(handler, reads, organizers_only=True)


COMMANDS: dict[type[Command], Route] = {
    commands.Help: everyone(usage.overview),
    commands.Unknown: everyone(usage.unknown),
    commands.Incomplete: everyone(usage.incomplete),
    commands.Greeting: everyone(usage.greeted),
    commands.Thanks: everyone(usage.thanked),
    commands.Next: everyone(cards.show),
    commands.Show: everyone(cards.show),
    commands.Events: everyone(cards.listed),
    commands.SetRsvp: everyone(rsvps.answer),
    commands.SetRsvpFor: everyone(rsvps.answer_for),
    commands.DeclineOrCancel: everyone(rsvps.decline_or_cancel),
    commands.Search: everyone(search.answer),
    commands.AddItem: everyone(items.add),
    commands.Topics: everyone(topics.listed),
    commands.AddTopic: everyone(topics.new),
    commands.Calendar: everyone(calendar.overview),
    commands.SetLanguage: everyone(settings.language),
    commands.SetReminders: everyone(settings.reminders),
    commands.ForgetMe: everyone(forgetting.question),
    commands.MyData: everyone(my_data.take_away),
    commands.Who: everyone(participants.who),
    commands.Export: organizing(participants.export),
    commands.Organizers: organizing(organizers.show),
    commands.AddOrganizer: organizing(organizers.add),
    commands.RemoveOrganizer: organizing(organizers.remove),
    commands.Announce: organizing(drafts.announce),
    commands.EventTexts: organizing(outlets.of_event),
    commands.New: organizing(beginnings.new),
    commands.Edit: organizing(editing.edit),
    commands.Cancel: organizing(cancellation.form),
    commands.Feedback: organizing(feedback.show),
    commands.PostFollowUp: organizing(follow_ups.preview),
}

# What is said in a conversation: the same, or no command at all.
SPOKEN: dict[type[Command], Route] = {
    **COMMANDS,
    commands.Said: everyone(conversations.said),
}


def typed(command: type[Command], reads: Callable[[Any], Command]) -> Route:
    """What means the same as something that can be typed."""
    return replace(COMMANDS[command], reads=reads)


def means(command: Command) -> Route:
    """What means this very command."""
    return typed(type(command), lambda _: command)


SUBMITS: dict[str, Route] = {
    "announce": organizing(drafts.write, values.unpacked(AnnouncementForm)),
    "announce_preview": organizing(drafts.confirm, values.unpacked(AnnouncementForm)),
    "invitation": organizing(beginnings.read_invitation),
    "event": organizing(editing.save, values.unpacked(EventForm)),
    "cancel_event": organizing(cancellation.cancel, values.unpacked(EventForm)),
    "event_contacts": organizing(contacts.save, values.unpacked(TalksForm)),
    "event_seen": organizing(contacts.save_seen, values.unpacked(TalksForm)),
    "nudge": organizing(nudges.begin, number),
    "feedback_sentence": everyone(feedback.say, values.unpacked(FeedbackForm)),
    "forget_me": everyone(forgetting.forget),
    "search": everyone(search.submit),
    "kb_item": everyone(items.save, values.unpacked(ItemForm)),
    "talk_give": everyone(talk_material.give, pair(number, str)),
    "kb_links": everyone(links.chosen, values.unpacked(LinksForm)),
    "follow_up": organizing(follow_ups.post, pair(number, values.turn)),
    "kb_reject": organizing(proposals.reject, pair(row(ItemId), page)),
    "topic": everyone(topics.save),
    "topic_alike": everyone(topics.save_anyway),
    "topic_answer": organizing(topic_desk.answer, values.unpacked(TopicForm)),
    "topic_merge": organizing(topic_desk.merge, values.unpacked(TopicForm)),
    "dead_link_address": organizing(dead_links.move, pair(row(ItemId), page)),
}

SHORTCUTS: dict[str, Route] = {
    "announce": means(commands.Announce(None, None)),
    "new_event": means(commands.New()),
    "kb_links": everyone(links.of_message),
}
