"""Answers that commands and buttons share: a service is asked, a view shows what it said."""

from bot.deps import Deps
from bot.domain.events import why_closed
from bot.locales import Texts
from bot.services import announcements, drafts, events, homes, posted, publishing, rsvps
from bot.views import announcements as announcement_views
from bot.views import events as event_views
from bot.views import help as help_views
from bot.views import home as home_views
from bot.views import rsvps as rsvp_views
from bot.views.message import Message


async def next_event(deps: Deps, user: str, t: Texts) -> Message:
    """The next event's card, or what there is while none is planned."""
    now = deps.clock.now()
    card = await deps.db.read(events.next_card, user, now)
    if card is not None:
        return event_views.card(card, None, t)
    last = await deps.db.read(events.last_card, user, now)
    settings = deps.settings
    return event_views.between(last, settings.newsletter_url, settings.homepage_url, t)


async def event(deps: Deps, user: str, t: Texts, number: int) -> Message:
    """One event's card, or that there is none of this number."""
    card = await deps.db.read(events.card, number, user)
    if card is None:
        return help_views.event_unknown(number, t)
    return event_views.card(card, why_closed(card.event, deps.clock.now()), t)


async def event_list(deps: Deps, t: Texts, *, past: bool, page: int) -> Message:
    """A page of coming or past events."""
    found = await deps.db.read(events.page, deps.clock.now(), past=past, number=page)
    return event_views.event_list(
        found.events,
        past=past,
        page=page,
        has_more=found.has_more,
        items=found.items,
        t=t,
    )


def rsvp_outcome(outcome: rsvps.Outcome, t: Texts) -> Message | None:
    """What became of an answer; None when Slack sent the same action twice."""
    match outcome:
        case rsvps.Answered(card):
            return rsvp_views.confirmation(card, t)
        case rsvps.NotOpen(closed_event, why):
            return rsvp_views.closed(closed_event, why, t)
        case rsvps.NoSuchEvent(number):
            return help_views.event_unknown(number, t)
        case rsvps.Repeated():
            return None


def not_announced(
    refusal: announcements.NotAnnounced | announcements.NoSuchEvent, t: Texts
) -> Message:
    """Why an event can't be announced."""
    match refusal:
        case announcements.NotAnnounced(closed_event, why):
            return announcement_views.not_open(closed_event, why, t)
        case announcements.NoSuchEvent(number):
            return help_views.event_unknown(number, t)


def draft_outcome(outcome: publishing.Told, t: Texts) -> Message:
    """What became of an announcement that was sent off from its preview."""
    match outcome:
        case publishing.Posted(said):
            return announcement_views.sent_off(said, "posted", t)
        case publishing.Planned(said):
            return announcement_views.sent_off(said, "planned", t)
        case publishing.Corrected(said):
            return announcement_views.sent_off(said, "corrected", t)
        case publishing.TimePassed():
            return announcement_views.time_passed(t)
        case publishing.BeingPosted():
            return announcement_views.being_posted(t)
        case announcements.NotAnnounced() | announcements.NoSuchEvent():
            return not_announced(outcome, t)
        case drafts.Gone() | announcements.Repeated():
            return announcement_views.gone(t)


def decided(outcome: homes.Decided, t: Texts) -> Message:
    """What became of a delivery that somebody decided about."""
    match outcome:
        case homes.TriedAgain():
            return home_views.tried_again(t)
        case homes.Dropped():
            return home_views.dropped(t)
        case homes.NotStuck():
            return home_views.not_stuck(t)


def taken_back(outcome: posted.Outcome, t: Texts) -> Message:
    """What became of the wish to withdraw or delete an announcement."""
    match outcome:
        case posted.Withdrawn():
            return announcement_views.withdrawn(t)
        case posted.Deleted():
            return announcement_views.deleted(t)
        case publishing.BeingPosted():
            return announcement_views.being_posted(t)
        case drafts.Gone():
            return announcement_views.gone(t)


def announce_outcome(outcome: announcements.Outcome, t: Texts) -> Message | None:
    """What became of an announcement; None when Slack sent the same command twice."""
    match outcome:
        case announcements.Announced(announced, channel):
            return announcement_views.on_its_way(announced, channel, t)
        case announcements.NotAnnounced(closed_event, why):
            return announcement_views.not_open(closed_event, why, t)
        case announcements.NoSuchEvent(number):
            return help_views.event_unknown(number, t)
        case announcements.TooLong(length, limit):
            return announcement_views.too_long(length, limit, t)
        case announcements.Repeated():
            return None
