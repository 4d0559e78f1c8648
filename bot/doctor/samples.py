"""A sample of every view, to ask Slack whether it would take it; nobody is shown one."""

from collections.abc import Callable
from datetime import date

from bot.doctor.sample_objects import (
    ATTENDANCE,
    CARD,
    CHANGES,
    CHANNEL,
    DEAD,
    DEAD_LINKS,
    DECIDED,
    DRAFT,
    DRAFT_EVENT,
    ENTRY,
    EVENT,
    FOLLOW_UP,
    FOUND,
    HOME,
    ITEM,
    KEPT,
    MATERIAL,
    NUMBER,
    OUTDATED,
    OUTPUTS,
    OWN,
    OWN_TALK,
    PAGE,
    PLANNED,
    POST,
    PROBLEM,
    RESULTS,
    ROUND,
    SOURCE,
    STUCK,
    THEN,
    TICKET,
    TOPIC,
    TOPICS,
    URL,
    USER,
    WAITS,
)
from bot.domain.announcements import Fault
from bot.domain.checks import Trouble, What
from bot.domain.commands import Incomplete, Show, Unknown
from bot.domain.deliveries import Kind
from bot.domain.event_entries import entry_of
from bot.domain.events import Closed
from bot.domain.feedback import Question
from bot.domain.follow_ups import FollowUpPreview
from bot.domain.homes import Part, Which
from bot.domain.knowledge_entries import entry_of as item_entry_of
from bot.domain.members import OrganizerSources, RoleLoss
from bot.domain.message_links import FoundLink
from bot.domain.my_data import OwnData
from bot.domain.outlets import NotPublished
from bot.domain.proposals import ProposalPage
from bot.domain.reminders import Nearness, NotSnoozed
from bot.domain.rsvps import Answer
from bot.domain.talk_choices import CONTACTS, WHO_SEES
from bot.locales import Texts
from bot.views import (
    announcement_forms,
    announcements,
    calendar,
    changes,
    contact_forms,
    dead_links,
    event_forms,
    event_outcomes,
    events,
    feedback,
    first_letters,
    follow_ups,
    forgetting,
    home,
    home_lists,
    knowledge_forms,
    knowledge_links,
    material,
    my_data,
    nudges,
    organizers,
    outlets,
    participants,
    problems,
    proposals,
    reminders,
    rsvps,
    search,
    talk_material,
    topic_forms,
    topics,
    usage,
    welcome,
)
from bot.views.announcement_forms import Look, Written
from bot.views.calendar import Addresses
from bot.views.home import HomeView
from bot.views.knowledge_forms import Choices, FormPurpose
from bot.views.message import Message, simple
from bot.views.modals import Modal

View = Callable[[Texts], Message | Modal | HomeView]

_CHOICES = Choices((EVENT,), NUMBER, ("Offene Runde",))
_CHANGES_IT = FormPurpose(publishes=True, status=KEPT.item.status)
_OWN = OwnData(USER, (), {}, 30)
_PREVIEW = FollowUpPreview(FOLLOW_UP, ((CHANNEL, "1.1"),))


def _look(t: Texts) -> Look:
    return Look(PLANNED, POST, (), None, at_once=False, seen=1, channel_texts=t)


SAMPLES: dict[str, View] = {
    # announcements
    "announce": lambda t: announcement_forms.announce(Written(DRAFT), (EVENT,), t),
    "preview": lambda t: announcement_forms.preview(_look(t), t),
    "preview-failed": lambda t: announcement_forms.preview_failed(simple("…"), "{}", t),
    "announced": lambda t: announcements.on_its_way(EVENT, CHANNEL, t),
    "announcement": lambda t: announcements.post(POST, t),
    "sent-off": lambda t: announcements.sent_off(PLANNED, "planned", t),
    "faulty": lambda t: announcements.faulty(DRAFT, (Fault.TOO_LONG,), t),
    "not-announced": lambda t: announcements.not_open(EVENT, Closed.PAST, t),
    "post": lambda t: rsvps.post(POST, t),
    # events
    "card": lambda t: events.card(CARD, None, t, organizes=True),
    "text": lambda t: events.whole_text(EVENT, t),
    "between": lambda t: events.between(CARD, URL, URL, t),
    "no-event": lambda t: events.no_such_event(99, t),
    "list": lambda t: events.event_list(PAGE, t),
    "invitation": lambda t: event_forms.invitation(EVENT, t, takes_files=True),
    "event": lambda t: event_forms.event(
        entry_of(EVENT), t, metadata="{}", filled_in=0, tell=True, wanted=(TOPIC,)
    ),
    "cancel": lambda t: event_forms.cancel(CARD, t, metadata="{}", above=None),
    "texts": lambda t: outlets.texts(SOURCE, OUTPUTS, "de", t, outdated=OUTDATED),
    "texts-not-published": lambda t: outlets.not_published(NotPublished(DRAFT_EVENT), t),
    "saved": lambda t: event_outcomes.saved(EVENT, t, telling=True, to_announce=True),
    "unchanged": lambda t: event_outcomes.unchanged(EVENT, t),
    "cancelled-already": lambda t: event_outcomes.cancelled_already(EVENT, t),
    "changed": lambda t: changes.direct(CHANGES, CARD, t),
    "changed-channel": lambda t: changes.channel(CHANGES, t),
    # answers
    "confirmed": lambda t: rsvps.confirmation(OWN, t, asks=True),
    "waits": lambda t: rsvps.waits(WAITS, t),
    "which-no": lambda t: rsvps.which_no(EVENT, t),
    "answered-for": lambda t: rsvps.answered_for(OWN, USER, t),
    "noted-for": lambda t: rsvps.noted_for(OWN, USER, t),
    "closed": lambda t: rsvps.closed(EVENT, Closed.PAST, t),
    "place": lambda t: rsvps.place(OWN, t),
    "counts": lambda t: participants.counts(CARD, t),
    "counted": lambda t: participants.counted(EVENT, CARD.counts, t),
    "who": lambda t: participants.names(ATTENDANCE, {USER: "Kim"}, 12, t, may_nudge=True),
    "table": lambda t: participants.on_its_way(EVENT, t),
    "nudges": lambda t: nudges.preview(EVENT, (CHANNEL,), 3, 1, t),
    "nobody-to-nudge": lambda t: nudges.nobody(EVENT, 1, t),
    "nudges-refused": lambda t: nudges.refused(CHANNEL, "not_in_channel", t),
    "nudge": lambda t: nudges.nudge(EVENT, t),
    # reminders and calendars
    "reminder": lambda t: reminders.direct(
        EVENT, Answer.YES, Nearness.SOON, True, date(2026, 12, 7), t
    ),
    "reminder-channel": lambda t: reminders.channel(EVENT, Nearness.COMING, t),
    "snoozed": lambda t: reminders.snoozed(EVENT, THEN, t),
    "not-snoozed": lambda t: reminders.not_snoozed(EVENT, NotSnoozed.LATE, t),
    "calendar": lambda t: calendar.overview(Addresses(URL, URL), ENTRY, t, is_new=True),
    "calendar-event": lambda t: calendar.of_event(ENTRY, t),
    "calendar-file": lambda t: calendar.on_its_way(ENTRY, t),
    # feedback
    "feedback": lambda t: feedback.letter(EVENT, TICKET, ROUND, t),
    "feedback-done": lambda t: feedback.asks(EVENT, TICKET, ROUND, set(Question), t, "Danke!"),
    "feedback-form": lambda t: feedback.sentence_form(EVENT, t, metadata="{}"),
    "feedback-results": lambda t: feedback.results(RESULTS, t),
    "feedback-later": lambda t: feedback.not_yet(EVENT, THEN, t),
    "feedback-too-few": lambda t: feedback.too_few(EVENT, t),
    "feedback-not-asked": lambda t: feedback.not_asked(EVENT, t),
    # the Wissensspeicher
    "item": lambda t: knowledge_forms.item(
        item_entry_of(ITEM, EVENT.timezone), _CHOICES, _CHANGES_IT, t, metadata="{}"
    ),
    "known": lambda t: knowledge_forms.known(KEPT, t, organizes=True, is_seen=True),
    "added": lambda t: knowledge_forms.added(ITEM, t),
    "item-saved": lambda t: knowledge_forms.saved(ITEM, t),
    "too-many": lambda t: knowledge_forms.too_many(20, t),
    "links": lambda t: knowledge_links.choose((FoundLink(URL, "x"),), (ITEM,), NUMBER, THEN, t),
    "links-known": lambda t: knowledge_links.all_known((ITEM,), THEN, t),
    "material": lambda t: material.listing(EVENT, MATERIAL, t, organizes=True),
    "missing": lambda t: follow_ups.question(EVENT, (), (), t),
    "talk-question": lambda t: talk_material.question(EVENT, EVENT.sessions[0], 0, t),
    "talk-later": lambda t: talk_material.asked_again(EVENT, THEN, t),
    "talk-form": lambda t: talk_material.form(OWN_TALK, item_entry_of(ITEM, EVENT.timezone), t),
    "talk-given": lambda t: talk_material.given(OWN_TALK, ITEM, t),
    "talk-own": lambda t: talk_material.own(OWN_TALK, EVENT.timezone, t),
    "contacts": lambda t: contact_forms.form(EVENT, CONTACTS.entry_of(EVENT), t, metadata="{}"),
    "talks-seen": lambda t: contact_forms.seen_form(
        EVENT, WHO_SEES.entry_of(EVENT), t, metadata="{}"
    ),
    "talks-seen-saved": lambda t: contact_forms.seen_saved(EVENT, t),
    "contacts-saved": lambda t: contact_forms.saved(EVENT, t),
    "follow-up": lambda t: follow_ups.post(FOLLOW_UP, t),
    "follow-up-preview": lambda t: follow_ups.preview(_PREVIEW, t, t),
    "proposals": lambda t: proposals.listing(ProposalPage((KEPT,), 2, 13), t),
    "rejecting": lambda t: proposals.rejecting(KEPT, t, metadata="{}"),
    "proposal": lambda t: proposals.letter((KEPT,), 3, t),
    "verdict": lambda t: proposals.verdict(DECIDED, USER, "Danke!", t),
    "topics": lambda t: topics.listing(TOPICS, t, organizes=True),
    "topics-over-the-home": lambda t: topics.listing_in_modal(TOPICS, t, organizes=False),
    "topic-proposed": lambda t: topics.proposed(TOPIC, t),
    "topics-too-many": lambda t: topics.too_many(20, t),
    "topic-voted": lambda t: topics.instead(topics.voted(TOPIC, t), t),
    "topic": lambda t: topic_forms.proposing("Wirkung", t),
    "topic-alike": lambda t: topics.alike((TOPIC,), "Wirkung", t, same=False),
    "topic-answer": lambda t: topic_forms.answering(TOPIC, t, metadata="{}"),
    "topic-merge": lambda t: topic_forms.merging(TOPIC, (TOPIC,), t, metadata="{}"),
    "dead-links": lambda t: dead_links.listing(DEAD_LINKS, t),
    "dead-link": lambda t: dead_links.address(DEAD, t, metadata="{}"),
    "dead-links-report": lambda t: dead_links.report((DEAD,), t),
    "found": lambda t: search.result(FOUND, t),
    "search": lambda t: search.search_modal(FOUND, t, typed="labor", organizes=True),
    "search-letter": lambda t: search.letter(USER, "Labor", t),
    # people, and what the bot says of itself
    "home": lambda t: home.home(HOME, t, URL),
    "home-list": lambda t: home_lists.page(Which.STUCK, 1, Part((STUCK,), 9), t),
    "organizers": lambda t: organizers.listed(
        OrganizerSources(frozenset({USER}), frozenset({USER}), frozenset({USER})), t
    ),
    "forget-me": lambda t: forgetting.question(frozenset(RoleLoss), t),
    "forgotten": forgetting.done,
    "my-data": my_data.on_its_way,
    "no-data": lambda t: my_data.nothing(_OWN, t),
    "problems": lambda t: problems.problem_report((PROBLEM,), (Trouble(What.ARCHIVED, "C1"),), t),
    "first-letter": lambda t: first_letters.explained(simple("…"), Kind.REMINDER, t),
    "welcome": lambda t: welcome.welcome(CARD, t),
    "help": lambda t: usage.overview(t, "Labor", organizer=True),
    "greeting": usage.greeting,
    "nothing-found": lambda t: usage.nothing_found(simple("…"), t),
    "form-behind-a-button": lambda t: usage.form_behind_a_button("new", t),
    "unknown": lambda t: usage.unknown(Unknown("nxt", "next"), t),
    "incomplete": lambda t: usage.incomplete(Incomplete(Show), t),
}
