"""The kinds of deliveries: what each says, and how that is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from bot.deps import Deps
from bot.domain.cards import PlainPost, Post
from bot.domain.deliveries import (
    PICTURE_PAUSE,
    PICTURE_TRIES,
    Delivery,
    Kind,
    Problem,
    pause,
)
from bot.domain.outcomes import (
    MESSAGE_GONE,
    PICTURE_LEFT_OUT,
    PICTURE_NOT_LOADED,
    Attempt,
    Missed,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Withdrawn,
)
from bot.domain.replies import Reply
from bot.jobs import changes as changing
from bot.jobs import follow_ups as following_up
from bot.jobs import reminders as reminding
from bot.jobs.gone import unless_gone
from bot.jobs.telling import tell_organizers
from bot.locales import texts
from bot.services import dead_links, refreshes
from bot.services import proposals as proposing
from bot.services.contents import (
    Unwanted,
    changes,
    channel,
    files,
    follow_ups,
    letters,
    proposals,
    questions,
    reminders,
)
from bot.services.contents import dead_links as dead_link_reports
from bot.services.contents import problems as reports
from bot.services.contents.channel import Removal, Seed
from bot.services.contents.dead_links import DeadLinkReport
from bot.services.contents.files import OldFile, UnsentFile
from bot.services.contents.letters import AnsweredFor, Letter
from bot.services.contents.problems import ProblemReport
from bot.services.contents.proposals import Verdict, Waiting
from bot.services.contents.questions import OpenQuestion
from bot.services.search import asking
from bot.slack import files as file_calls
from bot.views import announcements as announcement_views
from bot.views import dead_links as dead_link_views
from bot.views import proposals as proposal_views
from bot.views import rsvps as rsvp_views
from bot.views import search as search_views
from bot.views.message import Message, reply
from storage.database import Connection

C = TypeVar("C")
Send = Callable[[], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Way(Generic[C]):
    """How a kind becomes a call.

    `content` looks up what is said now. `prepare` makes the call of it, ready to be made:
    everything that can fail before Slack is asked fails there.
    """

    content: Callable[[Connection, Delivery, datetime], C | Unwanted]
    prepare: Callable[[Deps, Delivery, C], Send]


def posts(
    content: Callable[[Connection, Delivery, datetime], C | Unwanted],
    show: Callable[[C, str], Message],
) -> Way[C]:
    """A kind that is posted: `show` takes the content and the language of channels.

    With `thread_ts` in its payload it goes into that thread, and with `broadcast` also into the
    channel.
    """

    def prepare(deps: Deps, delivery: Delivery, said: C) -> Send:
        return partial(
            deps.slack.post,
            delivery.target,
            show(said, deps.settings.language),
            delivery.send_id,
            delivery.thread_ts,
            broadcast=delivery.is_broadcast,
        )

    return Way(content, prepare)


def _announcement(said: Post | PlainPost, language: str) -> Message:
    if isinstance(said, PlainPost):
        return announcement_views.plain_post(said.announcement, texts(language))
    return rsvp_views.post(said, texts(language))


def _announced(deps: Deps, delivery: Delivery, said: Post | PlainPost) -> Send:
    post = _ANNOUNCEMENT.prepare(deps, delivery, said)
    return partial(_once_more_for_its_picture, delivery, post)


async def _once_more_for_its_picture(delivery: Delivery, post: Send) -> Outcome:
    """The outcome of a post; where Slack could not load its picture it may have been chance."""
    outcome = await post()
    if outcome == Refused(PICTURE_NOT_LOADED) and delivery.attempts < PICTURE_TRIES:
        return PutBack(PICTURE_PAUSE, "its picture could not be loaded yet")
    return outcome


def _refresh(deps: Deps, delivery: Delivery, said: Post | PlainPost) -> Send:
    update = partial(deps.slack.update, delivery.target, str(delivery.payload["ts"]))
    language = deps.settings.language
    whole = partial(update, _announcement(said, language))
    bare = partial(update, _announcement(_bare(said), language))
    announcement = said.announcement.id if said.announcement else None
    return partial(_refreshed, deps, announcement, whole, bare)


def _bare(said: Post | PlainPost) -> Post | PlainPost:
    """The same without its picture."""
    if said.announcement is None:
        return said
    return replace(said, announcement=replace(said.announcement, picture=None))


async def _refreshed(
    deps: Deps,
    announcement: int | None,
    whole: Callable[[], Awaitable[Attempt]],
    bare: Callable[[], Awaitable[Attempt]],
) -> Attempt | Missed | Withdrawn:
    """The outcome of showing a message anew: counts go on without a picture that is lost."""
    outcome = await whole()
    if outcome == Refused(PICTURE_NOT_LOADED):
        outcome = await bare()
        if isinstance(outcome, Sent):
            return Refused(PICTURE_LEFT_OUT)
    if outcome != Refused(MESSAGE_GONE):
        return outcome
    by_us = await deps.db.read(refreshes.was_deleted, announcement)
    return Withdrawn(MESSAGE_GONE) if by_us else Missed(MESSAGE_GONE)


def _seed(deps: Deps, delivery: Delivery, said: Seed) -> Send:
    call = partial(deps.slack.add_reaction, said.channel, said.ts, said.emoji)
    return partial(unless_gone, deps, said.channel, said.ts, call)


def _removal(deps: Deps, delivery: Delivery, said: Removal) -> Send:
    call = partial(deps.slack.delete, said.channel, said.ts)
    return partial(unless_gone, deps, said.channel, said.ts, call)


def _delete(deps: Deps, delivery: Delivery, said: OldFile) -> Send:
    return partial(file_calls.delete, deps.slack, delivery.target, said.file)


def _unsent(said: UnsentFile, language: str) -> Message:
    return reply(Reply.FILE_NOT_SENT, texts(said.language or language))


def _closed(said: Letter, language: str) -> Message:
    assert said.closed is not None  # else the letter was withdrawn
    return rsvp_views.closed(said.card.event, said.closed, texts(said.language or language))


def _waiting(said: Letter, language: str) -> Message:
    return rsvp_views.confirmation(said.card, texts(said.language or language))


def _place(said: Letter, language: str) -> Message:
    return rsvp_views.place(said.card, texts(said.language or language))


def _telling(deps: Deps, delivery: Delivery, said: tuple[Problem, ...]) -> Send:
    return partial(tell_organizers, deps, pause(delivery.attempts))


def _links_telling(deps: Deps, delivery: Delivery, said: int) -> Send:
    return partial(tell_organizers, deps, pause(delivery.attempts), dead_links.report_to)


def _dead_links(said: DeadLinkReport, language: str) -> Message:
    return dead_link_views.report(said.links, texts(said.language or language))


def _answered(said: AnsweredFor, language: str) -> Message:
    letter = said.letter
    return rsvp_views.answered_for(letter.card, said.by, texts(letter.language or language))


def _proposed(deps: Deps, delivery: Delivery, said: int) -> Send:
    return partial(tell_organizers, deps, pause(delivery.attempts), proposing.tell_each)


def _proposals(said: Waiting, language: str) -> Message:
    return proposal_views.letter(said.items, said.total, texts(said.language or language))


def _decided(said: Verdict, language: str) -> Message:
    return proposal_views.verdict(said.kept, said.by, said.word, texts(said.language or language))


def _asked(deps: Deps, delivery: Delivery, said: OpenQuestion) -> Send:
    tell = partial(asking.tell_each, asker=said.asker, words=said.words, key=said.key)
    return partial(tell_organizers, deps, pause(delivery.attempts), tell)


def _question(said: OpenQuestion, language: str) -> Message:
    return search_views.letter(said.asker, said.words, texts(said.language or language))


def _problems(said: ProblemReport, language: str) -> Message:
    return announcement_views.problem_report(said.problems, texts(said.language or language))


_ANNOUNCEMENT: Way[Post | PlainPost] = posts(channel.announcement, _announcement)

WAYS: dict[Kind, Way[Any]] = {
    Kind.ANNOUNCEMENT: Way(channel.announcement, _announced),
    Kind.REFRESH: Way(channel.refresh, _refresh),
    Kind.SEED: Way(channel.seed, _seed),
    Kind.REMOVAL: Way(channel.removal, _removal),
    Kind.CLOSED: posts(letters.closed, _closed),
    Kind.WAITING: posts(letters.waiting, _waiting),
    Kind.PLACE: posts(letters.place, _place),
    Kind.FAN_OUT: Way(reminders.fan_out, reminding.fan_out),
    Kind.REMINDER: Way(reminders.direct, reminding.direct),
    Kind.CHANNEL_REMINDER: Way(reminders.channel, reminding.channel),
    Kind.TELLING: Way(reports.telling, _telling),
    Kind.CHANGE: Way(changes.fan_out, changing.fan_out),
    Kind.CHANGE_NOTICE: Way(changes.direct, changing.direct),
    Kind.CHANNEL_CHANGE: Way(changes.channel, changing.channel),
    Kind.ANSWERED: posts(letters.answered, _answered),
    Kind.PROBLEMS: posts(reports.report, _problems),
    Kind.PROPOSED: Way(proposals.proposed, _proposed),
    Kind.PROPOSALS: posts(proposals.waiting, _proposals),
    Kind.DECIDED: posts(proposals.decided, _decided),
    Kind.FOLLOW_UP: Way(follow_ups.planned, following_up.ask),
    Kind.MATERIAL: posts(follow_ups.question, following_up.question),
    Kind.CHANNEL_MATERIAL: Way(follow_ups.post, following_up.channel),
    Kind.LINKS_TELLING: Way(dead_link_reports.telling, _links_telling),
    Kind.DEAD_LINKS: posts(dead_link_reports.report, _dead_links),
    Kind.ASKED: Way(questions.asked, _asked),
    Kind.QUESTION: posts(questions.asked, _question),
    Kind.FILE: Way(files.old_file, _delete),
    Kind.UNSENT: posts(files.unsent, _unsent),
}
