"""What an organizer is told about an announcement, and about deliveries that went wrong."""

from bot.domain.deliveries import Problem
from bot.domain.events import Closed, Event
from bot.domain.markup import Markup, escape
from bot.locales import texts
from bot.views.message import Message, message, paragraphs, section, simple
from bot.views.pieces import name

_SHOWN = 20  # problems in one report; more would hide what to do about them


def on_its_way(event: Event, channel: str, language: str) -> Message:
    """That the announcement will stand in the channel in a moment."""
    t = texts(language)
    return simple(t("announce.done", event=name(event, t), channel=_mention(channel)))


def for_organizers_only(language: str) -> Message:
    """A friendly no."""
    return simple(texts(language)("announce.organizers.only"))


def role_unsure(language: str) -> Message:
    """That Slack could not be asked whether this person is an organizer."""
    return simple(texts(language)("announce.unsure"))


def no_channel(language: str) -> Message:
    """That nobody said where to post."""
    return simple(texts(language)("announce.no.channel"))


def nothing_to_announce(language: str) -> Message:
    """That no event is open for announcements."""
    return simple(texts(language)("announce.nothing"))


def too_long(length: int, limit: int, language: str) -> Message:
    """That the text does not fit."""
    return simple(texts(language)("announce.too.long", length=length, limit=limit))


def not_open(event: Event, why: Closed, language: str) -> Message:
    """Why an event was not announced."""
    t = texts(language)
    return simple(t(f"announce.closed.{why}", event=name(event, t)))


def problem_report(problems: tuple[Problem, ...], language: str) -> Message:
    """What could not be delivered, and what to do about it."""
    t = texts(language)
    lines = [
        t(
            "problems.line",
            kind=t.plain(f"problems.kind.{problem.kind}"),
            target=_mention(problem.target),
            state=t.plain(f"problems.state.{problem.state}"),
            error=problem.error or "–",
        )
        for problem in problems[:_SHOWN]
    ]
    if len(problems) > _SHOWN:
        lines.append(t("event.more", count=len(problems) - _SHOWN))
    blocks = [*paragraphs(f"*{t('problems.title')}*", lines), section(t("problems.next"))]
    return message("\n".join([t("problems.title"), *lines, t("problems.next")]), blocks)


def _mention(target: str) -> Markup:
    """A channel or person as Slack shows them; a channel's name as it is written."""
    if target[:1] in "CG" and target.isalnum() and target.isupper():
        return Markup(f"<#{target}>")
    if target[:1] in "UW" and target.isalnum() and target.isupper():
        return Markup(f"<@{target}>")
    return escape("#" + target.lstrip("#"))
