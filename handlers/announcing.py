"""The form behind /labcamp announce and the shortcut of the same name."""

from bot.deps import Deps
from bot.services import announcements, events
from bot.views import announcement_forms as forms
from bot.views import announcements as views
from bot.views.message import Message
from bot.views.modals import Modal, notice
from handlers import people, replies
from handlers.submits import Close, Result, Show, Stay, Submit


async def form(deps: Deps, user: str, language: str, number: int | None) -> Message | Modal:
    """The form for an announcement, with event `number` chosen; or why there is none."""
    refusal = await people.not_organizing(deps, user, language)
    if refusal is not None:
        return refusal
    if deps.settings.channel is None:
        return views.no_channel(language)
    open_events = await deps.db.read(events.open_events, deps.clock.now())
    if not open_events:
        return views.nothing_to_announce(language)
    return forms.announce(open_events, number, language)


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Announce what the form says."""
    refusal = await people.not_organizing(deps, submit.user, submit.language)
    if refusal is not None:
        return Stay(refusal)
    if deps.settings.channel is None:
        return Stay(views.no_channel(submit.language))
    outcome = await deps.db.write(
        announcements.announce,
        submit.user,
        submit.form.number("event") or 0,
        submit.form.text("text"),
        deps.settings.channel,
        submit.key,
        deps.clock.now(),
    )
    deps.wake()
    said = replies.announce_outcome(outcome, submit.language)
    if said is None:
        return Close()
    if isinstance(outcome, announcements.Announced):
        return Show(notice(said, submit.language))
    return Stay(said)
