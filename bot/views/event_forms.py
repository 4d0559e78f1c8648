"""The forms in which an organizer makes, changes and cancels an event."""

from collections.abc import Iterator

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    TimePickerElement,
)

from bot.domain import limits
from bot.domain.cards import Card
from bot.domain.event_entries import Entry
from bot.domain.events import Status
from bot.locales import Texts
from bot.views.event_marks import Marks
from bot.views.message import section
from bot.views.modals import (
    INPUT_LIMIT,
    Modal,
    checkboxes,
    field,
    modal,
    rich_text_input,
    select,
    text_input,
)
from bot.views.pieces import facts, name

INVITATION = "invitation"
EVENT = "event"
CANCEL = "cancel_event"

# Talks of one field; where they are more, further fields follow, and there is room to add some.
_TALKS_IN_ONE_FIELD = 2400
_REQUIRED = ("number", "title", "date", "start", "end", "timezone", "status")


def invitation(t: Texts) -> Modal:
    """Where an invitation can be pasted, to be read into the form of an event."""
    pasted = rich_text_input(placeholder=t.plain("event.form.invitation.example"))
    return modal(
        INVITATION,
        t.plain("event.form.new"),
        [
            field(
                "invitation",
                t.plain("event.form.invitation"),
                pasted,
                hint=t.plain("event.form.invitation.hint"),
                optional=True,
            )
        ],
        submit=t.plain("event.form.next"),
        close=t.plain("modal.cancel"),
    )


def event(
    entry: Entry,
    t: Texts,
    *,
    metadata: str,
    filled_in: int,
    number: int | None = None,
    cancelled: bool = False,
    marks: Marks | None = None,
    tell: bool = False,
) -> Modal:
    """The form of an event, with `entry` in it.

    With a `number` an event that there is is changed: it keeps its number. `filled_in` counts how
    often the form was filled in anew. `tell` shows the box for telling of other changes.
    """
    marks = marks or Marks()
    blocks: list[Block] = [section(marks.top)] if marks.top else []
    for part, element in _elements(entry, t, cancelled=cancelled):
        if part == "number" and number is not None:
            continue
        blocks.append(_field(part, element, t, marks, filled_in))
    if tell:
        boxes = checkboxes([("others", t.plain("event.form.tell.others"))])
        label = t.plain("event.form.tell")
        hint = t.plain("event.form.tell.hint")
        blocks.append(field("tell", label, boxes, hint=hint, optional=True, filled_in=filled_in))
    title = (
        t.plain("event.form.new") if number is None else t.plain("event.form.edit", number=number)
    )
    return modal(
        EVENT,
        title,
        blocks,
        submit=t.plain("event.form.save"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )


def cancel(card: Card, t: Texts, *, metadata: str, above: str | None) -> Modal:
    """What cancelling an event leads to, and the reason for it; `above` stands over all."""
    event, counts = card.event, card.counts
    consequence = t(
        "event.cancel.consequence",
        event=name(event, t),
        yes=counts.yes + counts.waiting,
        maybe=counts.maybe,
    )
    blocks: list[Block] = [section(above)] if above else []
    blocks += [section(consequence), section(facts(event, t))]
    blocks.append(
        field(
            "reason",
            t.plain("event.cancel.reason"),
            text_input(multiline=True, max_length=500),
            hint=t.plain("event.cancel.reason.hint"),
        )
    )
    sure = checkboxes([("sure", t.plain("event.cancel.sure", number=event.number))])
    blocks.append(field("sure", t.plain("event.cancel.confirm"), sure))
    return modal(
        CANCEL,
        t.plain("event.cancel.title", number=event.number),
        blocks,
        submit=t.plain("event.cancel.submit"),
        close=t.plain("event.cancel.back"),
        metadata=metadata,
    )


def _field(
    part: str, element: InputInteractiveElement, t: Texts, marks: Marks, filled_in: int
) -> InputBlock:
    """A field with its label; under it that it is to be checked, and how it is meant."""
    kind, _, more = part.partition("_more_")
    label = t.plain(f"event.form.{kind}")
    if more:
        label = t.plain("event.form.more", what=label, number=int(more))
    meant = t.plain(f"event.form.{kind}.hint") if kind in _HINTS else None
    hint = " ".join(said for said in (marks.at.get(part), meant) if said) or None
    optional = kind not in _REQUIRED
    return field(part, label, element, hint=hint, optional=optional, filled_in=filled_in)


_HINTS = ("end_date", "timezone", "join_url", "registration_url", "talks", "status")


def _elements(
    entry: Entry, t: Texts, *, cancelled: bool
) -> Iterator[tuple[str, InputInteractiveElement]]:
    """The fields in their order, with what stands in them."""
    yield "number", text_input(entry.number, max_length=6)
    yield "title", text_input(entry.title, max_length=limits.TITLE)
    yield "date", _day(entry.date)
    yield "start", _clock(entry.start)
    yield "end", _clock(entry.end)
    yield "end_date", _day(entry.end_date)
    yield "timezone", text_input(entry.timezone, max_length=limits.LINE)
    yield "location", text_input(entry.location, max_length=limits.LINE)
    yield "join_url", text_input(entry.join_url, max_length=limits.URL)
    yield "registration_url", text_input(entry.registration_url, max_length=limits.URL)
    yield "host", text_input(entry.host, max_length=limits.LINE)
    yield "capacity", text_input(entry.capacity, max_length=6)
    for number, lines in enumerate(_chunks(entry.talks), start=1):
        part = "talks" if number == 1 else f"talks_more_{number}"
        example = t.plain("event.form.talks.example")
        yield part, text_input(lines, multiline=True, placeholder=example)
    yield "description", text_input(entry.description, multiline=True, max_length=INPUT_LIMIT)
    statuses = [Status.DRAFT, Status.PUBLISHED, *([Status.CANCELLED] if cancelled else [])]
    options = [(one.value, t.plain(f"event.form.status.{one}")) for one in statuses]
    yield "status", select(options, entry.status or Status.DRAFT.value)


def _chunks(talks: str) -> list[str]:
    """The lines in as few fields as they fit into; an empty field where there are none."""
    fields = [""]
    for line in talks.splitlines():
        joined = f"{fields[-1]}\n{line}" if fields[-1] else line
        if len(joined) > _TALKS_IN_ONE_FIELD and fields[-1]:
            fields.append(line)
        else:
            fields[-1] = joined
    return fields


def _day(chosen: str) -> DatePickerElement:
    return DatePickerElement(action_id="value", initial_date=chosen or None)


def _clock(chosen: str) -> TimePickerElement:
    return TimePickerElement(action_id="value", initial_time=chosen or None)
