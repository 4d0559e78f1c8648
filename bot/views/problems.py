"""What organizers are told of deliveries that went wrong."""

from collections import Counter
from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.checks import Trouble
from bot.domain.deliveries import Kind, Problem, State
from bot.domain.delivery_outcomes import MESSAGE_GONE, PICTURE_LEFT_OUT, PICTURE_NOT_LOADED
from bot.domain.markup import Markup, escape
from bot.locales import Texts
from bot.views.elements import mention
from bot.views.message import Message, message, paragraphs, section
from bot.views.troubles import sentence

_SHOWN = 20  # problems in one report; more would hide what to do about them
# What Slack says when it refuses a post, and what we have words for.
_EXPLAINED = ("channel_not_found", "invalid_blocks", "is_archived", "not_in_channel")
# What is said in our words alone.
_SAID = {PICTURE_NOT_LOADED: "picture", PICTURE_LEFT_OUT: "no_picture"}


# A title, lines, and what to do about them.
_Part = tuple[str, Sequence[str], Sequence[str]]


def reason(error: str | None, t: Texts) -> str:
    """Why something could not be delivered: Slack's word, and where we know it what to do."""
    if error in _EXPLAINED:
        return f"{error}: {t.plain(f'problems.error.{error}')}"
    if error in _SAID:
        return t.plain(f"problems.error.{_SAID[error]}")
    return error or "–"


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
    lines = [
        t("problems.late" if count > 1 else "problems.late.one", count=count, number=number or "–")
        for number, count in late.items()
    ]
    lines += [_problem(problem, t) for problem in problems if not _is_late_reminder(problem)]
    if len(lines) > _SHOWN:
        lines[_SHOWN:] = [t("event.more", count=len(lines) - _SHOWN)]
    title, what_next = t("problems.title"), [t("problems.next")]
    if all(problem.error == MESSAGE_GONE for problem in problems):
        title, what_next = t("problems.title.gone"), []
    return title, lines, what_next


def _is_late_reminder(problem: Problem) -> bool:
    """Whether it is one of many of the same sort, that are counted and not listed."""
    return problem.kind is Kind.REMINDER and problem.state is State.MISSED


def _problem(problem: Problem, t: Texts) -> Markup:
    if problem.error == MESSAGE_GONE:
        return t("problems.gone", target=mention(problem.target))
    return t(
        "problems.line",
        kind=t.plain(f"problems.kind.{problem.kind}"),
        target=mention(problem.target),
        state=t.plain(f"problems.state.{problem.state}"),
        error=reason(problem.error, t),
    )
