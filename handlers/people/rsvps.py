"""What somebody answers to an event, or an organizer for them; and putting a reminder off."""

from datetime import date

from bot import roles
from bot.deps import Deps
from bot.domain import rsvps as rules
from bot.domain.commands import DeclineOrCancel, SetRsvp, SetRsvpFor
from bot.domain.events import Closed, why_closed
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import Addressee
from bot.domain.replies import Reply
from bot.locales import Texts
from bot.services import (
    event_editing,
    events,
    members,
    reminder_snoozing,
    rsvp_departures,
    rsvps,
)
from bot.views import reminders as reminder_views
from bot.views import rsvps as views
from bot.views.elements import mention
from bot.views.message import reply
from handlers.acts import Act
from handlers.answers import Answer


async def answer(deps: Deps, act: Act[SetRsvp]) -> Answer:
    """Keep the member's own answer."""
    said = act.what
    outcome = await deps.db.write(
        rsvps.answer,
        act.user,
        said.answer,
        said.number,
        said.via,
        act.key,
        act.at,
        act.now,
        may_be_late=act.may_be_late,
        may_ask=any(rule.audience is Addressee.DIRECT for rule in deps.settings.reminders),
    )
    deps.wake()
    return _shown(outcome, act.t)


async def decline_or_cancel(deps: Deps, act: Act[DeclineOrCancel]) -> Answer:
    """Keep a member's no; ask an organizer whether they mean their own or the whole event's."""
    number = act.what.number
    if await _may_mean_the_event(deps, act.user):
        event = await deps.db.read(event_editing.event, number, act.now)
        if event is not None and why_closed(event, act.now) in (None, Closed.DRAFT):
            return views.which_no(event, act.t)
    return await answer(deps, act.meaning(SetRsvp(rules.Answer.NO, number)))


async def _may_mean_the_event(deps: Deps, user: str) -> bool:
    """Whether they organize; Slack is asked only about those who might."""
    named = user in await roles.named_organizers(deps)
    if not named and deps.settings.organizer_group is None:
        return False
    role = await roles.role(deps, user)
    return role is roles.Role.ORGANIZER or (named and role is roles.Role.UNSURE)


async def whether_to_remind(deps: Deps, act: Act[tuple[EventNumber, bool]]) -> Answer:
    """What somebody who was asked says of reminders; the confirmation stays, with a word on it."""
    number, on = act.what
    await deps.db.write(members.set_reminders, act.user, act.key, act.now, on=on)
    said = Reply.REMINDERS_ON if on else Reply.REMINDERS_OFF
    card = await deps.db.read(events.card, number, act.user, act.now)
    own = card.own if card else None
    return said if own is None else views.confirmation(own, act.t, then=said)


async def answer_for(deps: Deps, act: Act[SetRsvpFor]) -> Answer:
    """Keep somebody else's answer, for organizers; anybody may name themselves."""
    said = act.what
    if said.user == act.user:
        return await answer(deps, act.meaning(SetRsvp(said.answer, said.number)))
    refusal = await roles.refusal(deps, act.user)
    if refusal is not None:
        return refusal
    profile = await deps.slack.people.profile(said.user, deps.identity.team)
    if profile is None:
        return reply(Reply.PERSON_UNKNOWN, act.t, who=mention(said.user))
    if not profile.may_answer:
        return await _release(deps, act)
    outcome = await deps.db.write(
        rsvps.answer_for, act.user, said.user, said.answer, said.number, act.key, act.now
    )
    deps.wake()
    if isinstance(outcome, rsvps.Answered):
        return views.noted_for(outcome.own, said.user, act.t, is_news=outcome.is_news)
    return _shown(outcome, act.t)


async def _release(deps: Deps, act: Act[SetRsvpFor]) -> Answer:
    """What can be done for a bot or somebody who was deactivated: a place may become free."""
    said = act.what
    if said.answer is not rules.Answer.NO:
        return reply(Reply.NOBODY_TO_ANSWER_FOR, act.t, who=mention(said.user))
    outcome = await deps.db.write(
        rsvp_departures.release, act.user, said.user, said.number, act.now
    )
    deps.wake()
    return reply(outcome, act.t, who=mention(said.user)) if isinstance(outcome, Reply) else outcome


async def snooze(deps: Deps, act: Act[tuple[EventNumber, date]]) -> Answer:
    """Remind the member again on this day, at nine."""
    number, day = act.what
    outcome = await deps.db.write(reminder_snoozing.snooze, act.user, number, day, act.key, act.now)
    deps.wake()
    match outcome:
        case reminder_snoozing.Snoozed(event, until):
            return reminder_views.snoozed(event, until, act.t)
        case reminder_snoozing.Declined(event, why):
            return reminder_views.not_snoozed(event, why, act.t)
        case _:
            return _shown(outcome, act.t)


def _shown(outcome: rsvps.Outcome, t: Texts) -> Answer:
    match outcome:
        case rsvps.Answered(own, asks=asks):
            return views.confirmation(own, t, asks=asks)
        case rsvps.NotOpen(event, why):
            return views.closed(event, why, t)
        case _:
            return outcome
