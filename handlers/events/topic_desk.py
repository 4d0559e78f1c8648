"""What organizers do with topics: answer, close and open them, and put two together."""

from dataclasses import replace

from bot.deps import Deps
from bot.domain.form_states import TopicForm
from bot.domain.ids import TopicId
from bot.domain.replies import Overtaken, Reply
from bot.domain.topics import Topic, TopicStatus, alike, answer_of, seen, title_of, with_words
from bot.domain.values import packed, row
from bot.locales import Texts
from bot.services import topics
from bot.views import topic_forms
from bot.views import topics as views
from bot.views.message import simple
from bot.views.modals import Modal, notice
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.events.topics import OfTopic, page, renew


async def answer_form(deps: Deps, act: Act[OfTopic]) -> Answer:
    """The form in which a topic is answered and closed."""
    topic, shown = act.what
    kept = await deps.db.read(topics.get, topic)
    if kept is None:
        return Reply.TOPIC_GONE
    form = packed(TopicForm(topic, shown, seen=seen(kept.topic)))
    return topic_forms.answering(kept, act.t, metadata=form)


async def answer(deps: Deps, act: Act[TopicForm]) -> Answer:
    """Keep what is said to a topic; a closed one takes no votes any more."""
    title = title_of(act.form.text("title"))
    if not title:
        return Errors({"title": act.t.plain("topics.wrong.empty")})
    closes = "close" in act.form.ticked("close")
    status = TopicStatus.CLOSED if closes else TopicStatus.OPEN
    said = answer_of(act.form.text("answer"))
    after = Topic(title, status, said)
    outcome = await deps.db.write_aside(
        topics.change, act.user, act.what.topic, after, act.now, seen=act.what.seen
    )
    match outcome:
        case topics.Alike():
            return Errors({"title": act.t.plain("topics.wrong.taken")})
        case Overtaken(kept, by):
            form = packed(replace(act.what, seen=seen(kept.topic)))
            above = topic_forms.overtaken(kept, by, act.t)
            return topic_forms.answering(kept, act.t, metadata=form, typed=after, top=above)
        case _:
            return _said(deps, act, outcome)


async def reopen(deps: Deps, act: Act[OfTopic]) -> Answer:
    """Let a closed topic take votes again; the list says so."""
    topic, shown = act.what
    outcome = await deps.db.write(topics.reopen, act.user, topic, act.now)
    said = _words(outcome, act.t)
    return await page(deps, act, TopicStatus.CLOSED, shown, said)


async def merge_form(deps: Deps, act: Act[OfTopic]) -> Answer:
    """The form in which a topic becomes part of another one."""
    topic, shown = act.what
    return await _choice(deps, TopicForm(topic, shown), "", act.t)


async def merge(deps: Deps, act: Act[TopicForm]) -> Answer:
    """Put two topics together; votes of one person count once. Words lead to more to choose."""
    chosen = act.form.choice("into")
    if chosen is None:
        written = act.form.text("words")
        if not written:
            return Errors({"into": act.t.plain("topics.wrong.into")})
        again = replace(act.what, filled_in=act.what.filled_in + 1)
        return await _choice(deps, again, written, act.t)
    into = row(TopicId)(chosen)
    outcome = await deps.db.write_aside(topics.merge, act.user, act.what.topic, into, act.now)
    return _said(deps, act, outcome)


async def _choice(deps: Deps, state: TopicForm, written: str, t: Texts) -> Modal | Reply:
    """The form of merging; first what is called nearly the same, or what has the words."""
    kept = await deps.db.read(topics.get, state.topic)
    if kept is None:
        return Reply.TOPIC_GONE
    others = [one for one in await deps.db.read(topics.open_topics) if one.id != kept.id]
    near = with_words(written, others) if written else alike(kept.topic.title, others)
    choices = near if written else (*near, *(one for one in others if one not in near))
    form = packed(state)
    return topic_forms.merging(kept, choices, t, metadata=form, filled_in=state.filled_in)


def _said(
    deps: Deps, act: Act[TopicForm], outcome: topics.Changed | topics.PutTogether | Reply
) -> Answer:
    """The outcome in the list under the form; where there is none, in place of the form."""
    said = _words(outcome, act.t)
    if not act.form.under:
        return notice(simple(said), act.t)
    renew(deps, act, act.what.page, said)
    return None


def _words(outcome: topics.Changed | topics.Alike | topics.PutTogether | Reply, t: Texts) -> str:
    match outcome:
        case topics.Changed(kept):
            return views.changed(kept, t)
        case topics.PutTogether(gone, kept):
            return views.merged(gone, kept, t)
        case topics.Alike():
            return t("topics.wrong.taken")
        case Reply():
            return t(outcome)
