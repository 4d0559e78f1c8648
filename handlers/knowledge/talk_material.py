"""What the contact of a talk does: gives a link, wants to be asked again, decides who sees it."""

from typing import Any

from bot.deps import Deps
from bot.domain.fields import FormEntry, Wrongs
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import ItemKind, KeptItem, KnowledgeItem, Visibility
from bot.domain.knowledge_entries import Customs, item_of, sign
from bot.domain.replies import Repeated, Reply, TooMany
from bot.domain.talk_material import OwnTalk
from bot.services import knowledge_additions, talk_material
from bot.views import knowledge_forms
from bot.views import talk_material as views
from bot.views.modals import notice
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.forms import Form

Talk = tuple[EventNumber, str]  # the event, and the sign of the talk


async def form(deps: Deps, act: Act[Talk]) -> Answer:
    """The form for a link of a talk."""
    own = await deps.db.read(talk_material.one, act.user, *act.what)
    if isinstance(own, Reply):
        return own
    visibility = deps.settings.visibility.value
    return views.form(own, FormEntry(kind=ItemKind.SLIDES, visibility=visibility), act.t)


async def give(deps: Deps, act: Act[Talk]) -> Answer:
    """Keep the link that the contact of a talk gives."""
    own = await deps.db.read(talk_material.one, act.user, *act.what)
    if isinstance(own, Reply):
        return own
    item = _item(deps, act.form, own)
    if not isinstance(item, KnowledgeItem):
        return Errors(knowledge_forms.errors(item, act.t))
    outcome = await deps.db.write(talk_material.give, act.user, *act.what, item, act.key, act.now)
    deps.wake()
    match outcome:
        case knowledge_additions.Added(kept) | Repeated(KeptItem() as kept):
            return notice(views.given(own, kept.item, act.t), act.t)
        case knowledge_additions.Known():
            return Errors({"url": act.t.plain("talk.wrong.known")})
        case TooMany(limit):
            return knowledge_forms.too_many(limit, act.t)
        case _:
            return outcome


def _item(deps: Deps, form: Form, own: OwnTalk) -> KnowledgeItem | Wrongs:
    number, talk = own.event.number, own.session.name
    asked = {name: form.choice(name) or form.text(name) for name in views.ASKED}
    entry = FormEntry(asked) | {"title": talk, "event": str(number), "session": sign(talk)}
    customs = Customs(deps.settings.visibility, deps.settings.timezone)
    return item_of(entry, {number}, (talk,), customs)


async def later(deps: Deps, act: Act[tuple[EventNumber, tuple[int, str]]]) -> Answer:
    """Ask the contact of a talk again in three days."""
    number, (turn, talk) = act.what
    own = await deps.db.read(talk_material.one, act.user, number, talk)
    if isinstance(own, Reply):
        return own
    outcome = await deps.db.write(talk_material.ask_again, act.user, number, talk, turn, act.now)
    return (
        outcome if isinstance(outcome, Reply) else views.asked_again(own.event, outcome.at, act.t)
    )


async def none(deps: Deps, act: Act[Talk]) -> Answer:
    """Ask nobody any more: there is no material of this talk."""
    return await deps.db.write(talk_material.has_none, act.user, *act.what)


async def own(deps: Deps, act: Act[Talk]) -> Answer:
    """All that there is of a talk, for its contact."""
    found = await deps.db.read(talk_material.one, act.user, *act.what)
    return _own(deps, act, found)


async def show_to(deps: Deps, act: Act[tuple[ItemId, Visibility]]) -> Answer:
    """Have others see an item from now on."""
    outcome = await deps.db.write(talk_material.show_to, act.user, *act.what, act.now)
    deps.wake()
    return _own(deps, act, outcome)


async def take_back(deps: Deps, act: Act[ItemId]) -> Answer:
    """Let an item come out nowhere any more."""
    outcome = await deps.db.write(talk_material.take_back, act.user, act.what, act.now)
    deps.wake()
    return _own(deps, act, outcome)


def _own(deps: Deps, act: Act[Any], found: OwnTalk | Reply) -> Answer:
    return found if isinstance(found, Reply) else views.own(found, deps.settings.timezone, act.t)
