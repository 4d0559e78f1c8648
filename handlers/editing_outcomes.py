"""What came of making, changing or cancelling an event, shown in place of its form."""

from bot.domain.events import Event
from bot.locales import Texts
from bot.services import editing
from bot.views import editing as views
from bot.views import help as help_views
from bot.views.modals import notice
from handlers.submits import Close, Result, Show, Stay


def outcome_shown(outcome: editing.Outcome, t: Texts, *, clears: bool = False) -> Result:
    """What came of it, in words; a form that Slack sent twice is answered twice.

    `clears` says that closing it closes what lies below, too.
    """
    match outcome:
        case editing.Saved(event, telling, outdated):
            said = views.saved(event, t, telling=telling, outdated=outdated)
            return Show(notice(said, t, clears=clears))
        case editing.Unchanged(event):
            return Show(notice(views.unchanged(event, t), t))
        case editing.AlreadyCancelled(event):
            return Show(notice(views.cancelled_already(event, t), t))
        case editing.Repeated(Event() as event):
            said = views.saved(event, t, telling=False)
            return Show(notice(said, t, clears=clears))
        case editing.NoSuchEvent(number):
            return Stay(help_views.event_unknown(number, t))
        case _:
            return Close()
