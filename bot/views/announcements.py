"""What an organizer is told about an announcement, and about deliveries that went wrong."""

from collections import Counter
from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.announcements import Announcement
from bot.domain.cards import PlainPost, Post
from bot.domain.deliveries import Kind, Problem, State
from bot.domain.delivery_outcomes import MESSAGE_GONE, PICTURE_LEFT_OUT, PICTURE_NOT_LOADED
from bot.domain.events import Closed, Event
from bot.domain.markup import Markup, safe
from bot.locales import Texts
from bot.views import rsvps
from bot.views.dates import moment
from bot.views.elements import announced_picture, mention
from bot.views.event_parts import name
from bot.views.message import Message, message, paragraphs, section, simple

_SHOWN = 20  # problems in one report; more would hide what to do about them


def on_its_way(event: Event, channel: str, t: Texts) -> Message:
    """That the announcement will stand in the channel in a moment."""
    return simple(t("announce.done", event=name(event, t), channel=mention(channel)))


def post(said: Post | PlainPost, t: Texts) -> Message:
    """An announcement in a channel: an RSVP message, or the organizer's words and picture alone."""
    if isinstance(said, Post):
        return rsvps.post(said, t)
    words = safe(said.announcement.text)
    blocks: list[Block] = [section(words)]
    if said.announcement.picture:
        blocks.append(announced_picture(said.announcement.picture, t))
    return message(words, blocks)


def sent_off(announcement: Announcement, how: str, t: Texts) -> Message:
    """That an announcement was `posted`, `planned` or `corrected`."""
    when = moment(announcement.planned_at, t) if announcement.planned_at else ""
    return simple(t(f"announce.sent.{how}", channel=mention(announcement.channel), when=when))


def too_long(length: int, limit: int, t: Texts) -> Message:
    """That the text does not fit."""
    return simple(t("announce.too.long", length=length, limit=limit))


def not_open(event: Event, why: Closed, t: Texts) -> Message:
    """Why an event was not announced."""
    return simple(t(f"announce.closed.{why}", event=name(event, t), number=event.number))


# What Slack says when it refuses a post, and what we have words for.
_EXPLAINED = ("channel_not_found", "invalid_blocks", "is_archived", "not_in_channel")
# What is said in our words alone.
_SAID = {PICTURE_NOT_LOADED: "picture", PICTURE_LEFT_OUT: "no_picture"}


def reason(error: str | None, t: Texts) -> str:
    """Why something could not be delivered: Slack's word, and where we know it what to do."""
    if error in _EXPLAINED:
        return f"{error}: {t.plain(f'problems.error.{error}')}"
    if error in _SAID:
        return t.plain(f"problems.error.{_SAID[error]}")
    return error or "–"


def problem_report(problems: Sequence[Problem], t: Texts) -> Message:
    """What could not be delivered, and what to do about it."""
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
    blocks = [*paragraphs(f"*{title}*", lines), *(section(words) for words in what_next)]
    return message("\n".join([title, *lines, *what_next]), blocks)


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
