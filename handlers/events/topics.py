"""Topics for coming events: looked at, proposed and voted for."""

from typing import Any

from bot import roles
from bot.deps import Deps
from bot.domain.commands import AddTopic, Topics
from bot.domain.ids import TopicId
from bot.domain.replies import Repeated, Reply, TooMany
from bot.domain.topics import TopicStatus, title_of
from bot.services import topics
from bot.views import topic_forms
from bot.views import topics as views
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers import responses
from handlers.acts import Act
from handlers.answers import Answer, Errors

OfTopic = tuple[TopicId, int]  # a topic, and the page of the list on which it stands


async def listed(deps: Deps, act: Act[Topics]) -> Answer:
    """The topics for coming events, the most wanted first."""
    return await page(deps, act, TopicStatus.OPEN, 1)


async def turned(deps: Deps, act: Act[tuple[TopicStatus, int]]) -> Answer:
    """A page of the topics, open or closed."""
    return await page(deps, act, *act.what)


async def new(deps: Deps, act: Act[AddTopic]) -> Answer:
    """The form for a new topic; its title may stand in it already."""
    return topic_forms.proposing(title_of(act.what.title), act.t)


async def save(deps: Deps, act: Act[str]) -> Answer:
    """Keep the topic that the form names; what is called nearly the same is offered instead."""
    return await _proposed(deps, act, title_of(act.form.text("title")), anyway=False)


async def save_anyway(deps: Deps, act: Act[str]) -> Answer:
    """Keep the topic, though there is one that is called nearly the same."""
    return await _proposed(deps, act, title_of(act.what), anyway=True)


async def _proposed(deps: Deps, act: Act[str], title: str, *, anyway: bool) -> Answer:
    if not title:
        return Errors({"title": act.t.plain("topics.wrong.empty")})
    outcome = await deps.db.write_aside(  # it is compared with all that are open
        topics.propose, act.user, title, act.key, act.now, anyway=anyway
    )
    renew(deps, act)
    match outcome:
        case topics.Proposed(kept):
            return notice(views.proposed(kept, act.t), act.t)
        case topics.Alike(found, same):
            return views.alike(found, title, act.t, same=same)
        case TooMany(limit):
            return notice(views.too_many(limit, act.t), act.t)
        case _:
            return outcome


async def vote(deps: Deps, act: Act[OfTopic]) -> Answer:
    """Vote for a topic, or take the vote back; the list says so."""
    topic, shown = act.what
    outcome = await deps.db.write(topics.vote, act.user, topic, act.key, act.now)
    if isinstance(outcome, Repeated):
        return outcome
    said = act.t(outcome) if isinstance(outcome, Reply) else views.voted(outcome.kept, act.t)
    if act.form.callback_id == views.ALIKE:
        renew(deps, act)
        return views.instead(said, act.t)
    return await page(deps, act, TopicStatus.OPEN, shown, said)


async def withdraw(deps: Deps, act: Act[OfTopic]) -> Answer:
    """Take one's own topic back, as long as nobody else wants it; the list says so."""
    topic, shown = act.what
    outcome = await deps.db.write(topics.withdraw, act.user, topic)
    return await page(deps, act, TopicStatus.OPEN, shown, act.t(outcome))


async def page(
    deps: Deps, act: Act[Any], status: TopicStatus, number: int, top: str | None = None
) -> Message | Modal:
    """A page of the list where it was asked for; `top` says what was done just now."""
    shown = await deps.db.read(topics.page, act.user, status, number)
    organizes = await roles.organizes(deps, act.user)
    show = views.listing_in_modal if act.form else views.listing
    return show(shown, act.t, organizes=organizes, top=top)


def renew(deps: Deps, act: Act[Any], number: int = 1, top: str | None = None) -> None:
    """Show the list anew that lies under the form, if one does."""

    async def made() -> Modal:
        shown = await deps.db.read(topics.page, act.user, TopicStatus.OPEN, number)
        organizes = await roles.organizes(deps, act.user)
        return views.listing_in_modal(shown, act.t, organizes=organizes, top=top)

    responses.renew(deps, act.form.under, made)
