"""What a form of an event says of its fields: to be checked, changed by somebody else, or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.events import Event
from bot.domain.fields import FormEntry, Wrong
from bot.domain.markup import Markup
from bot.invitations.reading import InvitationReading, ReadField
from bot.locales import Texts
from bot.views.elements import somebody
from bot.views.message import shortened

_SHOWN = 150  # characters of a value that somebody else has saved


@dataclass(frozen=True, slots=True)
class Marks:
    """What the form says besides its fields: `top` above them, `at` under each (plain text)."""

    top: str | None = None
    at: Mapping[str, str] = field(default_factory=dict)


def marks_of(draft: InvitationReading, number: str | None, t: Texts) -> Marks:
    """What has to be looked at again of an invitation that was read; `number` is said of that."""
    at = {part.value: t.plain(f"event.doubt.{doubt}") for part, doubt in draft.doubts.items()}
    at |= {ReadField.NUMBER.value: number} if number else {}
    lines = [
        f"• {t('event.doubt.line', what=t.plain(f'event.form.{part}'), why=why)}"
        for part, why in at.items()
    ]
    changed = [t(f"event.read.{draft.state}")] if draft.state else []
    top = t("event.read.checked") if not lines else t("event.read.doubts")
    return Marks(
        "\n".join([*changed, top, *lines]),
        {p: t.plain("event.doubt.mark", why=w) for p, w in at.items()},
    )


def marks_of_overtaking(
    stored: FormEntry, changed: Sequence[str], clashing: Sequence[str], by: str | None, t: Texts
) -> Marks:
    """What somebody else has saved meanwhile: above all, and at the fields that both changed."""
    lines = [
        "• "
        + t(
            "event.overtaken.clash" if part in clashing else "event.overtaken.taken",
            what=t.plain(f"event.form.{part}"),
            value=_short(stored[part], t),
        )
        for part in changed
    ]
    top = "\n".join([t("event.overtaken", who=somebody(by, t)), *lines])
    at = {part: t.plain("event.overtaken.mark", value=_short(stored[part], t)) for part in clashing}
    return Marks(top, at)


def number_taken(event: Event, free: int | None, t: Texts) -> str:
    """That there is an event of this number already, and what to do."""
    what_to_do = t.plain("event.number.free", free=free) if free else t.plain("event.number.other")
    named = t.plain("event.name", number=event.number, title=shortened(event.title, _SHOWN))
    return t.plain("event.number.taken", event=named, what_to_do=what_to_do)


def errors(wrong: Mapping[str, Wrong], t: Texts) -> dict[str, str]:
    """What is wrong at each field, in words."""
    return {
        part: t.plain(f"event.wrong.{one.flaw}", detail=one.detail) for part, one in wrong.items()
    }


def _short(value: str, t: Texts) -> str:
    line = " · ".join(value.splitlines())
    return shortened(line, _SHOWN) if line else t.plain("change.nothing")


def overtaken_before_cancelling(by: str | None, t: Texts) -> Markup:
    """That the event was changed since the form for cancelling it was opened."""
    return t("event.cancel.overtaken", who=somebody(by, t))
