"""Slack's state wins over missed events: what it shows is compared with what is known here."""

import structlog

from bot.deps import Deps
from bot.domain.delivery_outcomes import MESSAGE_GONE, Later, Refused, Uncertain
from bot.services import reconciliation, refreshes, rsvp_departures
from bot.slack import Shown

log = structlog.get_logger()

_TRIES = 5


async def reconcile_all(deps: Deps) -> bool:
    """Compare all messages that matter, and let those go who can't come; whether all could be done.

    What a bot reacts is none of anybody's answers, however it is heard of.
    """
    now = deps.clock.now()
    messages = await deps.db.read(reconciliation.messages, now)
    if not messages and not await deps.db.read(rsvp_departures.anybody_counts, now):
        return True
    people = await deps.slack.people.everybody()
    if isinstance(people, Later | Uncertain):
        return False
    there = people if isinstance(people, dict) else {}  # refused: nobody is known to have left
    gone = frozenset(user for user, person in there.items() if not person.may_answer)
    done = [await reconcile_message(deps, one.channel, one.ts, gone) for one in messages]
    if gone:
        left = await deps.db.write_aside(rsvp_departures.leave, gone, deps.clock.now())
        if left:
            deps.wake()
    return all(done)


async def reconcile_message(
    deps: Deps, channel: str, ts: str, gone: frozenset[str] = frozenset()
) -> bool:
    """Take in the reactions that Slack shows under a message; False when it is to be tried again.

    Those of people who are `gone` do not count.

    When somebody reacts while Slack is being asked, nobody can say which is newer: then it is
    asked again.
    """
    for _ in range(_TRIES):
        before = await deps.db.read(reconciliation.mirror, channel, ts)
        shown = await deps.slack.shown_answers(channel, ts, deps.identity.user)
        if isinstance(shown, Refused):
            if shown.error == MESSAGE_GONE:
                await deps.db.write(refreshes.message_is_gone, channel, ts, deps.clock.now())
                deps.wake()
            return True  # to ask again soon would not help
        if not isinstance(shown, Shown):
            return False
        applied = await deps.db.write_aside(
            reconciliation.reconcile,
            channel,
            ts,
            before,
            {answer: users - gone for answer, users in shown.answers.items()},
            shown.at,
            deps.clock.now(),
        )
        if applied:
            deps.wake()
            return True
    log.info("reconcile.busy", channel=channel, ts=ts)
    return False
