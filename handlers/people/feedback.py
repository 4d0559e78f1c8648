"""Feedback: what those who were asked answer, and what organizers get to see of it.

Nothing here may be kept, logged or counted of who answers: only the answer is.
"""

from dataclasses import dataclass

from bot.deps import Deps
from bot.domain.commands import Feedback
from bot.domain.feedback import FeedbackAnswer, Question, Results, Ticket, sentence_of
from bot.domain.form_states import FeedbackForm
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Reply
from bot.domain.values import packed
from bot.services import feedback
from bot.views import feedback as views
from bot.views.message import Message, simple
from bot.views.modals import notice
from handlers.acts import Act
from handlers.answers import Answer, Errors, InPlace


@dataclass(frozen=True, slots=True)
class Choice:
    """A click on an answer."""

    ticket: Ticket
    question: Question
    answer: FeedbackAnswer


async def choose(deps: Deps, act: Act[Choice]) -> Answer:
    """Count an answer to a question, once; the letter shows what is left to be answered."""
    what = act.what
    outcome = await deps.db.write(
        feedback.give, what.ticket, what.question, what.answer.value, act.now
    )
    return outcome if isinstance(outcome, Reply) else InPlace(_letter(act, what.ticket, outcome))


async def write(deps: Deps, act: Act[Ticket]) -> Answer:
    """The form for a sentence of one's own."""
    outcome = await deps.db.read(feedback.standing, act.what, act.now)
    if isinstance(outcome, Reply):
        return outcome
    if Question.SENTENCE in outcome.done:
        return InPlace(_letter(act, act.what, outcome))
    form = packed(FeedbackForm(str(act.what), act.response_url))
    return views.sentence_form(outcome.event, act.t, metadata=form)


async def say(deps: Deps, act: Act[FeedbackForm]) -> Answer:
    """Keep a sentence, and nothing of whose it is; the letter shows what is left."""
    said, ticket = sentence_of(act.form.text("sentence")), Ticket.read(act.what.ticket)
    if not said:
        return Errors({"sentence": act.t.plain("feedback.wrong.empty")})
    outcome = await deps.db.write(feedback.give, ticket, Question.SENTENCE, said, act.now)
    if isinstance(outcome, Reply):
        return notice(simple(act.t(outcome)), act.t)
    letter = _letter(act, ticket, outcome)
    if act.what.letter:
        deps.afterwards.start(deps.slack.renew(act.what.letter, letter))
    return notice(simple(letter.text), act.t)


async def show(deps: Deps, act: Act[Feedback]) -> Answer:
    """What came back of an event, from five answers on and after the closing."""
    return await _page(deps, act, act.what.number, 1)


async def turned(deps: Deps, act: Act[tuple[EventNumber, int]]) -> Answer:
    """A page of what was written."""
    return await _page(deps, act, *act.what)


async def _page(
    deps: Deps, act: Act[Feedback] | Act[tuple[EventNumber, int]], of: EventNumber | None, page: int
) -> Answer:
    found = await deps.db.read(feedback.results, of, page, act.now)
    match found:
        case Results():
            return views.results(found, act.t)
        case feedback.NotYet(event, closes_at):
            return views.not_yet(event, closes_at, act.t)
        case feedback.TooFew(event):
            return views.too_few(event, act.t)
        case feedback.NotAsked(event):
            is_off = not deps.settings.feedback
            return Reply.FEEDBACK_OFF if is_off else views.not_asked(event, act.t)
        case NoSuchEvent():
            return found


def _letter(
    act: Act[Choice] | Act[Ticket] | Act[FeedbackForm], ticket: Ticket, by_now: feedback.Given
) -> Message:
    is_all = len(by_now.done) == len(Question)
    said = views.given(by_now.event, act.t, is_news=by_now.is_news, is_all=is_all)
    return views.asks(by_now.event, ticket, by_now.asked, by_now.done, act.t, said)
