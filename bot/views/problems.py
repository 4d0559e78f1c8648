"""What organizers are told of deliveries that went wrong: what, where, why, and what to do."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.checks import Trouble
from bot.domain.deliveries import ORGANIZERS, Kind, Problem, State
from bot.domain.delivery_outcomes import (
    EVENT_OVER,
    MESSAGE_GONE,
    NOT_FINDABLE,
    PICTURE_LEFT_OUT,
    PICTURE_NOT_LOADED,
    TIME_OVER,
    TOO_LATE,
)
from bot.domain.events import Closed
from bot.domain.homes import Stuck
from bot.domain.markup import Markup, escape
from bot.domain.members import is_a_person
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.elements import somebody
from bot.views.message import Message, message, paragraphs, section
from bot.views.troubles import sentence

_SHOWN = 20  # problems in one report; more would hide what to do about them
# What Slack says when it refuses something, and the words that we have for it: for a channel,
# and for a person. https://docs.slack.dev/reference/methods/chat.postMessage#errors and
# https://docs.slack.dev/reference/methods/conversations.open#errors
_OF_A_CHANNEL = {
    "channel_not_found": "channel_not_found",
    "invalid_blocks": "invalid_blocks",
    "is_archived": "is_archived",
    "not_in_channel": "not_in_channel",
    "restricted_action": "restricted",
}
_OF_A_PERSON = {
    "cannot_dm_bot": "bot",
    "channel_not_found": "unreachable",
    "user_disabled": "unreachable",
    "user_not_found": "unreachable",
    "user_not_visible": "unreachable",
    "messages_tab_disabled": "messages_tab",
}
_OF_BOTH = {"missing_scope": "missing_scope"}
# What is said in our words alone.
_OURS = {
    PICTURE_NOT_LOADED: "picture",
    PICTURE_LEFT_OUT: "no_picture",
    EVENT_OVER: "event_over",
    f"the event is {Closed.DRAFT}": "draft",
    f"the event is {Closed.CANCELLED}": "cancelled",
    TIME_OVER: "time_over",
    TOO_LATE: "too_late",
}


# A title, lines, and what to do about them.
_Part = tuple[str, Sequence[str], Sequence[str]]


def where(problem: Problem | Stuck, t: Texts) -> Markup:
    """To whom or into which channel it was to go, and which event it is about."""
    is_for_organizers = problem.target == ORGANIZERS
    target = t("problems.organizers") if is_for_organizers else somebody(problem.target, t)
    about = [t("event.short", number=problem.event)] if problem.event else []
    return Markup(", ".join([target, *about]))


def reason(problem: Problem | Stuck, t: Texts) -> Markup:
    """Why it could not be delivered and, where we know it, what to do; empty if nobody knows."""
    error = (problem.error or "").removeprefix(NOT_FINDABLE)
    is_direct = is_a_person(problem.target)
    known = _OURS | _OF_BOTH | (_OF_A_PERSON if is_direct else _OF_A_CHANNEL)
    why = t(f"problems.error.{known[error]}") if error in known else Markup("")
    if problem.state is State.UNCERTAIN:
        look = t("problems.look.person" if is_direct else "problems.look.channel")
        return Markup(" ".join(filter(None, (look, why))))
    if why:
        return why
    return t("problems.error.other", error=error) if error else Markup("")


def problem_report(problems: Sequence[Problem], troubles: Sequence[Trouble], t: Texts) -> Message:
    """What could not be delivered, what is wrong with what the bot needs, and what to do."""
    text: list[str] = []
    blocks: list[Block] = []
    for part in (_undelivered(problems, t), _troubles(troubles, t)):
        if part is not None:
            title, lines, what_next = part
            text += [title, *lines, *what_next]
            blocks += [*paragraphs(f"*{title}*", lines), *(section(each) for each in what_next)]
    return message("\n".join(text), blocks)


def _troubles(troubles: Sequence[Trouble], t: Texts) -> _Part | None:
    if not troubles:
        return None
    lines = [f"• {escape(sentence(trouble, t))}" for trouble in troubles]
    return t("trouble.title"), lines, [t("trouble.next")]


def _undelivered(problems: Sequence[Problem], t: Texts) -> _Part | None:
    if not problems:
        return None
    late = Counter(problem.event for problem in problems if _is_late_reminder(problem))
    lines: list[str] = [
        t("problems.late" if count > 1 else "problems.late.one", count=count, number=number or 0)
        for number, count in late.items()
    ]
    lines += [_problem(problem, t) for problem in problems if not _is_late_reminder(problem)]
    if len(lines) > _SHOWN:
        lines[_SHOWN:] = [t("event.more", count=len(lines) - _SHOWN)]
    title = t("problems.title")
    if all(problem.error == MESSAGE_GONE for problem in problems):
        title = t("problems.title.gone")
    what_next = [t("problems.next")] if any(problem.is_stuck for problem in problems) else []
    return title, lines, what_next


def _is_late_reminder(problem: Problem) -> bool:
    """Whether it is one of many of the same sort, that are counted and not listed."""
    is_missed = problem.kind is Kind.REMINDER and problem.state is State.MISSED
    return is_missed and problem.event is not None


def _problem(problem: Problem, t: Texts) -> Markup:
    if problem.error == MESSAGE_GONE:
        return t("problems.gone", where=where(problem, t))
    said = t(
        "problems.line",
        kind=t.plain(f"problems.kind.{problem.kind}"),
        where=where(problem, t),
        state=t.plain(f"problems.state.{problem.state}"),
    )
    why = reason(problem, t)
    return Markup(f"{said}. {why}") if why else Markup(f"{said}.")
