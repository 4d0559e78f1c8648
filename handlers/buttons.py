"""All that can be clicked, or chosen in a menu: who may, and what is done."""

from collections.abc import Callable
from functools import partial

from bot.deps import Deps
from bot.domain import commands, values
from bot.domain.command_parser import parse
from bot.domain.commands import Command
from bot.domain.feedback import CHOICES, FeedbackAnswer, Question, Ticket
from bot.domain.form_states import (
    AnnouncementForm,
)
from bot.domain.homes import Which
from bot.domain.ids import AnnouncementId, DeliveryId, EventNumber, ItemId, TopicId
from bot.domain.knowledge import Visibility
from bot.domain.languages import LANGUAGES
from bot.domain.outlets import Outlet
from bot.domain.rsvps import Answer, Via
from bot.domain.topics import TopicStatus
from bot.domain.values import NotOurs, id_or_zero, number, page, page_or_first, pair
from handlers import answers, deliveries, lists
from handlers.acts import Act
from handlers.announcements import drafts, posts
from handlers.events import (
    beginnings,
    cards,
    contacts,
    outlets,
    topic_desk,
    topics,
)
from handlers.knowledge import (
    dead_links,
    items,
    material,
    proposals,
    search,
    talk_material,
)
from handlers.people import (
    calendar,
    feedback,
    nudges,
    rsvps,
)
from handlers.routes import COMMANDS, Route, everyone, means, organizing, typed


async def _as_typed(deps: Deps, act: Act[Command]) -> answers.Answer:
    """Do what the line in the button says, as if it was typed."""
    return await COMMANDS[type(act.what)].answer(deps, act)


def _of_number(command: Callable[[EventNumber], Command]) -> Callable[[str], Command]:
    return lambda value: command(number(value))


def _events(value: str) -> Command:
    which, shown = pair(str, page)(value)
    if which not in ("coming", "past"):
        raise NotOurs(value)
    return commands.Events(which == "past", shown)


def _choice(question: Question, answer: FeedbackAnswer) -> Callable[[str], feedback.Choice]:
    return lambda value: feedback.Choice(Ticket.read(value), question, answer)


def _spoken(value: str) -> str:
    if value not in LANGUAGES:
        raise NotOurs(value)
    return value


def _language(value: str) -> Command:
    return commands.SetLanguage(_spoken(value))


def _whether(*, on: bool) -> Callable[[str], tuple[EventNumber, bool]]:
    return lambda value: (number(value), on)


def _reminders(value: str) -> Command:
    if value not in ("on", "off"):
        raise NotOurs(value)
    return commands.SetReminders(on=value == "on")


def _item_for(visibility: Visibility) -> Callable[[str], tuple[ItemId, Visibility]]:
    return lambda value: (id_or_zero(ItemId)(value), visibility)


def _in_the_menu(value: str) -> Command:
    """What an option in the menu of an event stands for, as it would be typed."""
    command = parse(value)
    if not isinstance(command, _MENU):
        raise NotOurs(value)
    return command


_MENU = (
    *(commands.Edit, commands.Who, commands.Export, commands.Announce, commands.EventTexts),
    *(commands.PostFollowUp, commands.Cancel),
)
_rsvp = {
    f"rsvp_{answer}": typed(
        commands.SetRsvp, _of_number(partial(commands.SetRsvp, answer, via=Via.BUTTON))
    )
    for answer in Answer
}
_choices = {
    f"feedback_{question}_{answer}": everyone(feedback.choose, _choice(question, answer))
    for question in CHOICES
    for answer in FeedbackAnswer
}
_feedback = organizing(feedback.turned, pair(number, page))
_events_list = typed(commands.Events, _events)
_a_list = everyone(lists.page, pair(values.one_of(Which), page))
_of_outlet = pair(number, pair(values.one_of(Outlet), _spoken))
_texts = organizing(outlets.of_outlet, _of_outlet)
_change = organizing(drafts.change, id_or_zero(AnnouncementId))
_take_back = organizing(posts.take_back, id_or_zero(AnnouncementId))
_material = everyone(material.listed, pair(number, page))
_proposals = organizing(proposals.listed, page_or_first)
_dead_links = organizing(dead_links.listed, page_or_first)
_topics = everyone(topics.turned, pair(values.one_of(TopicStatus), page))
_of_topic = pair(id_or_zero(TopicId), page)
_talk = pair(number, str)
_show_to = {
    f"talk_show_{one}": everyone(talk_material.show_to, _item_for(one)) for one in Visibility
}
_search_again = everyone(search.changed, lambda _: 1)
_search_page = everyone(search.changed, page_or_first)

BUTTONS: dict[str, Route] = {
    **_rsvp,
    **_choices,
    "feedback_write": everyone(feedback.write, Ticket.read),
    **dict.fromkeys(("feedback_previous", "feedback_next"), _feedback),
    "snooze": everyone(rsvps.snooze, pair(values.number_or_zero, values.day)),
    "typed": everyone(_as_typed, parse),
    "show_next": means(commands.Next()),
    "remind_on": everyone(rsvps.whether_to_remind, _whether(on=True)),
    "remind_off": everyone(rsvps.whether_to_remind, _whether(on=False)),
    "event_whole": everyone(cards.whole_text, number),
    "show_event": typed(commands.Show, _of_number(commands.Show)),
    **dict.fromkeys(("events_all", "events_previous", "events_next", "events_other"), _events_list),
    **dict.fromkeys(("list_all", "list_previous", "list_next"), _a_list),
    "announcements_list": everyone(lists.page, lambda _: (Which.ANNOUNCEMENTS, 1)),
    "announcement_new": means(commands.Announce(None, None)),
    "announcement_back": organizing(drafts.back, values.unpacked(AnnouncementForm)),
    **dict.fromkeys(
        ("announcement_continue", "announcement_change", "announcement_correct"), _change
    ),
    **dict.fromkeys(("announcement_withdraw", "announcement_delete"), _take_back),
    "announcement_discard": organizing(posts.discard, id_or_zero(AnnouncementId)),
    "event_new": means(commands.New()),
    "event_edit": typed(commands.Edit, _of_number(commands.Edit)),
    "event_announce": typed(commands.Announce, _of_number(partial(commands.Announce, text=None))),
    "event_contacts": organizing(contacts.form, number),
    "event_seen": organizing(contacts.seen_form, number),
    "event_like": organizing(beginnings.like, number),
    **{f"texts_{outlet}": _texts for outlet in Outlet},
    "texts_language": _texts,
    "texts_files": organizing(outlets.as_files, _of_outlet),
    "event_number": organizing(beginnings.number_typed),
    "event_menu": organizing(_as_typed, _in_the_menu),
    "export_answers": typed(commands.Export, _of_number(commands.Export)),
    "nudge_preview": organizing(nudges.preview, number),
    "delivery_again": organizing(deliveries.try_again, id_or_zero(DeliveryId)),
    "delivery_drop": organizing(deliveries.drop, id_or_zero(DeliveryId)),
    "home_language": typed(commands.SetLanguage, _language),
    "home_reminders": typed(commands.SetReminders, _reminders),
    "forget_me": means(commands.ForgetMe()),
    "my_data": means(commands.MyData()),
    "calendar_all": means(commands.Calendar()),
    "calendar_renew": everyone(calendar.renew),
    "calendar_end": everyone(calendar.end),
    "calendar_event": everyone(calendar.of_event, number),
    "calendar_file": everyone(calendar.file_of_event, number),
    "search_open": everyone(search.open_modal),
    **dict.fromkeys(("search_words", "search_kind", "search_event", "search_tag"), _search_again),
    **dict.fromkeys(("search_previous", "search_next"), _search_page),
    **{f"search_near_{place}": everyone(search.near) for place in range(5)},
    "search_ask": everyone(search.ask),
    "kb_add": means(commands.AddItem()),
    "kb_add_to": everyone(material.add_to),
    "talk_give": everyone(talk_material.form, _talk),
    "talk_later": everyone(talk_material.later, pair(number, pair(values.turn, str))),
    "talk_none": everyone(talk_material.none, _talk),
    "talk_own": everyone(talk_material.own, _talk),
    **_show_to,
    "talk_take_back": everyone(talk_material.take_back, id_or_zero(ItemId)),
    "kb_event": everyone(items.event_chosen),
    "kb_edit": organizing(items.edit, id_or_zero(ItemId)),
    "kb_post": typed(commands.PostFollowUp, _of_number(commands.PostFollowUp)),
    **dict.fromkeys(("kb_material", "kb_material_previous", "kb_material_next"), _material),
    **dict.fromkeys(("kb_proposals", "kb_proposals_previous", "kb_proposals_next"), _proposals),
    "kb_publish": organizing(proposals.publish, id_or_zero(ItemId)),
    "kb_withdraw": everyone(proposals.withdraw, id_or_zero(ItemId)),
    "kb_reject": organizing(proposals.reject_form, id_or_zero(ItemId)),
    **dict.fromkeys(("dead_links", "dead_links_previous", "dead_links_next"), _dead_links),
    **dict.fromkeys(("topics_list", "topics_previous", "topics_next", "topics_other"), _topics),
    "topic_new": means(commands.AddTopic()),
    "topic_vote": everyone(topics.vote, _of_topic),
    "topic_withdraw": everyone(topics.withdraw, _of_topic),
    "topic_answer": organizing(topic_desk.answer_form, _of_topic),
    "topic_merge": organizing(topic_desk.merge_form, _of_topic),
    "topic_reopen": organizing(topic_desk.reopen, _of_topic),
    "dead_link_change": organizing(dead_links.address_form, id_or_zero(ItemId)),
    "dead_link_well": organizing(dead_links.is_well, id_or_zero(ItemId)),
}
