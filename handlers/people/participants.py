"""Who comes, for organizers: looked at, or taken away as a file."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.attendance import Attendance, kept_until
from bot.domain.commands import Export, Who
from bot.domain.delivery_outcomes import Later, Refused, Uncertain
from bot.domain.files import File
from bot.domain.replies import NoSuchEvent, Reply
from bot.services import events, nudges, participants
from bot.slack.calls import Failure
from bot.slack.people import Person
from bot.views import participants as views
from handlers.acts import Act
from handlers.answers import Answer
from handlers.people import files

log = structlog.get_logger()

T = TypeVar("T")

# Seconds that an answer waits for names; without them Slack shows them itself.
_A_MOMENT = 0.8


async def who(deps: Deps, act: Act[Who]) -> Answer:
    """Names by answer; members see counts."""
    refusal = await roles.refusal(deps, act.user)
    if refusal is not None:
        return await _counts(deps, act) if refusal is Reply.ORGANIZERS_ONLY else refusal
    found = await deps.db.read_aside(participants.attendance, act.what.number, act.now)
    if isinstance(found, NoSuchEvent):
        return found
    if found.final is not None:
        return views.counted(found.event, found.final, act.t)
    await deps.db.write(participants.looked, act.user, found.event.number, act.now)
    people, members = await asyncio.gather(
        soon(deps.slack.people.everybody(), _A_MOMENT), soon(_members(deps), _A_MOMENT)
    )
    known = people if isinstance(people, dict) else {}
    silent = _silent(found, known, members) if isinstance(members, frozenset) and known else None
    nudges_now = silent != 0 and nudges.is_time(found.event, act.now)
    # there may be thousands of names
    return await asyncio.to_thread(
        views.names, found, _names(known), silent, act.t, may_nudge=nudges_now
    )


async def export(deps: Deps, act: Act[Export]) -> Answer:
    """All answers as a table by direct message."""
    number = await deps.db.write(participants.export, act.user, act.what.number, act.key, act.now)
    if not isinstance(number, int):
        return number
    found = await deps.db.read_aside(participants.attendance, number, act.now)
    if isinstance(found, NoSuchEvent):
        return found

    async def make() -> File | Later | Refused | Uncertain:
        if found.final is not None:
            return views.table_of_counts(found.event, found.final, act.t)
        people = await deps.slack.people.everybody_and(found.users)
        if not isinstance(people, dict):
            return people
        return await asyncio.to_thread(views.table, found, _names(people), until, act.t)

    until = kept_until(found.event, deps.settings.retention_days)
    only_counts = found.final is not None
    files.begin(deps, act, make, views.comment(None if only_counts else until, act.t))
    return views.on_its_way(found.event, act.t)


async def _counts(deps: Deps, act: Act[Who]) -> Answer:
    number = act.what.number
    if number is None:
        card = await deps.db.read(events.next_card, act.user, act.now)
    else:
        card = await deps.db.read(events.card, number, act.user, act.now)
    if card is None:
        return NoSuchEvent(number)
    return views.counts(card, act.t)


async def _members(deps: Deps) -> frozenset[str] | Failure | None:
    if deps.settings.channel is None:
        return None
    return await deps.slack.people.members_of(deps.settings.channel)


async def soon(question: Coroutine[Any, Any, T], seconds: float) -> T | None:
    """What Slack says, if it says it while somebody waits so many seconds."""
    try:
        answer = await asyncio.wait_for(question, seconds)
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
