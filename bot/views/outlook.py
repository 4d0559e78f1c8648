"""What was and what is planned, in a few words."""

from bot.domain.deliveries import Kind
from bot.domain.outlook import Moment, Turn
from bot.locales import Texts


def words(moment: Moment, t: Texts) -> str:
    """What a moment is, as plain text: `Erinnerung im Kanal, LabCamp#11`."""
    if isinstance(moment.what, Turn):
        return t.plain(f"outlook.{moment.what}", number=moment.event or 0)
    what = _what(moment, moment.what, t)
    if moment.event is None:
        return what
    event = t.plain("event.short", number=moment.event)
    return f"{what}, {event}"


def _what(moment: Moment, kind: Kind, t: Texts) -> str:
    """What is sent; of what only makes others, what those are."""
    if moment.reminder is not None:
        return t.plain("outlook.direct" if moment.reminder.is_direct else "outlook.channel")
    shown = Kind.CHANGE_NOTICE if kind is Kind.CHANGE else kind
    return t.plain(f"problems.kind.{shown}")
