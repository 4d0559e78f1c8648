"""Answers that commands and buttons share: a service is asked, a view shows what it said."""

from bot.deps import Deps
from bot.domain.events import why_closed
from bot.services import announcements, drafts, events, homes, posted, publishing, rsvps
from bot.views import announcements as announcement_views
from bot.views import events as event_views
from bot.views import help as help_views
from bot.views import home as home_views
from bot.views import rsvps as rsvp_views
from bot.views.message import Message


async def next_event(deps: Deps, user: str, language: str) -> Message:
    """The next event's card, or what there is while none is planned."""
    now = deps.clock.now()
    card = await deps.db.read(events.next_card, user, now)
    if card is not None:
        return event_views.card(card, None, language)
    last = await deps.db.read(events.last_card, user, now)
    settings = deps.settings
    return event_views.between(last, settings.newsletter_url, settings.homepage_url, language)


async def event(deps: Deps, user: str, language: str, number: int) -> Message:
    """One event's card, or that there is none of this number."""
    card = await deps.db.read(events.card, number, user)
    if card is None:
        return help_views.event_unknown(number, language)
    return event_views.card(card, why_closed(card.event, deps.clock.now()), language)


async def event_list(deps: Deps, language: str, *, past: bool, page: int) -> Message:
    """A page of coming or past events."""
    found = await deps.db.read(events.page, deps.clock.now(), past=past, number=page)
    return event_views.event_list(
        found.events,
        past=past,
        page=page,
        has_more=found.has_more,
        items=found.items,
        language=language,
    )


def rsvp_outcome(outcome: rsvps.Outcome, language: str) -> Message | None:
    """What became of an answer; None when Slack sent the same action twice."""
    match outcome:
        case rsvps.Answered(card):
            return rsvp_views.confirmation(card, language)
        case rsvps.NotOpen(closed_event, why):
            return rsvp_views.closed(closed_event, why, language)
        case rsvps.NoSuchEvent(number):
            return help_views.event_unknown(number, language)
        case rsvps.Repeated():
            return None


def not_announced(
    refusal: announcements.NotAnnounced | announcements.NoSuchEvent, language: str
) -> Message:
    """Why an event can't be announced."""
    match refusal:
        case announcements.NotAnnounced(closed_event, why):
            return announcement_views.not_open(closed_event, why, language)
        case announcements.NoSuchEvent(number):
            return help_views.event_unknown(number, language)


def draft_outcome(outcome: publishing.Told, language: str) -> Message:
    """What became of an announcement that was sent off from its preview."""
    match outcome:
        case publishing.Posted(said):
            return announcement_views.sent_off(said, "posted", language)
        case publishing.Planned(said):
            return announcement_views.sent_off(said, "planned", language)
        case publishing.Corrected(said):
            return announcement_views.sent_off(said, "corrected", language)
        case publishing.TimePassed():
            return announcement_views.time_passed(language)
        case publishing.BeingPosted():
            return announcement_views.being_posted(language)
        case announcements.NotAnnounced() | announcements.NoSuchEvent():
            return not_announced(outcome, language)
        case drafts.Gone() | announcements.Repeated():
            return announcement_views.gone(language)


def decided(outcome: homes.Decided, language: str) -> Message:
    """What became of a delivery that somebody decided about."""
    match outcome:
        case homes.TriedAgain():
            return home_views.tried_again(language)
        case homes.Dropped():
            return home_views.dropped(language)
        case homes.NotStuck():
            return home_views.not_stuck(language)


def taken_back(outcome: posted.Outcome, language: str) -> Message:
    """What became of the wish to withdraw or delete an announcement."""
    match outcome:
        case posted.Withdrawn():
            return announcement_views.withdrawn(language)
        case posted.Deleted():
            return announcement_views.deleted(language)
        case publishing.BeingPosted():
            return announcement_views.being_posted(language)
        case drafts.Gone():
            return announcement_views.gone(language)


def announce_outcome(outcome: announcements.Outcome, language: str) -> Message | None:
    """What became of an announcement; None when Slack sent the same command twice."""
    match outcome:
        case announcements.Announced(announced, channel):
            return announcement_views.on_its_way(announced, channel, language)
        case announcements.NotAnnounced(closed_event, why):
            return announcement_views.not_open(closed_event, why, language)
        case announcements.NoSuchEvent(number):
            return help_views.event_unknown(number, language)
        case announcements.TooLong(length, limit):
            return announcement_views.too_long(length, limit, language)
        case announcements.Repeated():
            return None
