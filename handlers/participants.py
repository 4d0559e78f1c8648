"""Who comes, for organizers: looked at, taken away as a file, answered for somebody else."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.attendance import Attendance
from bot.domain.commands import SetRsvpFor
from bot.domain.files import File
from bot.domain.outcomes import Later, Refused, Uncertain
from bot.services import events, participants, rsvps
from bot.slack.calls import Failure
from bot.slack.people import Person
from bot.views import help as help_views
from bot.views import organizers as organizer_views
from bot.views import participants as views
from bot.views import rsvps as rsvp_views
from bot.views.message import Message
from handlers import files, replies
from handlers.people import Asker

log = structlog.get_logger()

T = TypeVar("T")

# Seconds that an answer waits for names; without them Slack shows them itself.
_A_MOMENT = 0.8


async def who(deps: Deps, asker: Asker, number: int | None) -> Message:
    """Names by answer; members see counts."""
    match await roles.role(deps, asker.user):
        case roles.Role.MEMBER:
            return await _counts(deps, asker, number)
        case roles.Role.UNSURE:
            return organizer_views.unsure(asker.t)
    found = await deps.db.read(participants.attendance, number, deps.clock.now())
    if isinstance(found, participants.NoSuchEvent):
        return help_views.event_unknown(found.number, asker.t)
    people, members = await asyncio.gather(
        _soon(deps.slack.people.everybody()), _soon(_members(deps))
    )
    known = people if isinstance(people, dict) else {}
    silent = _silent(found, known, members) if isinstance(members, frozenset) and known else None
    return views.names(found, _names(known), silent, asker.t)


async def export(deps: Deps, asker: Asker, number: int | None) -> Message | None:
    """All answers as a table by direct message; None when Slack sent the same wish twice."""
    refusal = await organizers_only(deps, asker)
    if refusal is not None:
        return refusal
    now = deps.clock.now()
    found = await deps.db.write(participants.export, asker.user, number, asker.key, now)
    match found:
        case participants.Repeated():
            return None
        case participants.NoSuchEvent(unknown):
            return help_views.event_unknown(unknown, asker.t)

    async def make() -> File | Later | Refused | Uncertain:
        people = await deps.slack.people.everybody_and(found.users)
        if not isinstance(people, dict):
            return people
        return views.table(found, _names(people), asker.t)

    files.begin(deps, asker, make, views.comment(asker.t))
    return views.on_its_way(found.event, asker.t)


async def answer_for(deps: Deps, asker: Asker, command: SetRsvpFor) -> Message | None:
    """Keep somebody else's answer; None when Slack sent the same command twice."""
    refusal = await organizers_only(deps, asker)
    if refusal is not None:
        return refusal
    profile = await deps.slack.people.profile(command.user, deps.identity.team)
    if profile is None:
        return organizer_views.person_unknown(command.user, asker.t)
    if not profile.may_answer:
        return organizer_views.nobody_to_answer_for(command.user, asker.t)
    outcome = await deps.db.write(
        rsvps.answer_for,
        asker.user,
        command.user,
        command.answer,
        command.number,
        asker.key,
        deps.clock.now(),
    )
    deps.wake()
    if isinstance(outcome, rsvps.Answered):
        return rsvp_views.noted_for(outcome.card, command.user, asker.t)
    return replies.rsvp_outcome(outcome, asker.t)


async def organizers_only(deps: Deps, asker: Asker) -> Message | None:
    """Why this is not for whoever asks; None for organizers."""
    match await roles.role(deps, asker.user):
        case roles.Role.MEMBER:
            return organizer_views.organizers_only(asker.t)
        case roles.Role.UNSURE:
            return organizer_views.unsure(asker.t)
        case roles.Role.ORGANIZER:
            return None


async def _counts(deps: Deps, asker: Asker, number: int | None) -> Message:
    if number is None:
        card = await deps.db.read(events.next_card, asker.user, deps.clock.now())
    else:
        card = await deps.db.read(events.card, number, asker.user)
    if card is None:
        return help_views.event_unknown(number, asker.t)
    return views.counts(card, asker.t)


async def _members(deps: Deps) -> frozenset[str] | Failure | None:
    if deps.settings.channel is None:
        return None
    return await deps.slack.people.members_of(deps.settings.channel)


async def _soon(question: Coroutine[Any, Any, T]) -> T | None:
    """What Slack says, if it says it while somebody waits."""
    try:
        answer = await asyncio.wait_for(question, _A_MOMENT)
    except TimeoutError:
        log.warning("slack.silent", outcome="TimeoutError")
        return None
    if isinstance(answer, Later | Refused | Uncertain):
        log.warning("slack.silent", outcome=answer)
    return answer


def _silent(found: Attendance, known: dict[str, Person], members: frozenset[str]) -> int:
    """How many people of the channel have not answered; bots and those who left do not count.

    Whom the workspace's list does not name is somebody of another workspace.
    """
    others = members - found.users
    return sum(known[user].may_answer if user in known else True for user in others)


def _names(people: dict[str, Person]) -> dict[str, str]:
    return {user: person.name for user, person in people.items()}
