"""The forms in which an organizer makes, changes and cancels an event."""

from collections.abc import Iterator, Sequence

from bot.domain import limits
from bot.domain.cards import Card
from bot.domain.event_fields import INPUTS, TALKS
from bot.domain.events import Event
from bot.domain.fields import CLOCK, DAY, FieldRow, FormEntry
from bot.domain.topics import KeptTopic
from bot.locales import Texts
from bot.views import topics
from bot.views.block_kit import Block, Element
from bot.views.event_marks import Marks
from bot.views.event_parts import facts, name
from bot.views.message import actions, button, section
from bot.views.modals import (
    Modal,
    checkboxes,
    clock_input,
    day_input,
    field,
    file_input,
    heard_at_once,
    modal,
    rich_text_input,
    select,
    text_input,
)

INVITATION = "invitation"
EVENT = "event"
CANCEL = "cancel_event"

_KINDS = ("ics", "txt", "md")  # of files with an invitation

NUMBER = "event_number"  # action_id of the field

# Talks of one field; where they are more, further fields follow, and there is room to add some.
_TALKS_IN_ONE_FIELD = 2400


def invitation(like: Event | None, t: Texts, *, takes_files: bool) -> Modal:
    """Where an invitation can be pasted or given as a file, to be read into the form of an event.

    Without one an event may begin like another: with what mostly stays the same.
    """
    pasted = field(
        "invitation",
        t.plain("event.form.invitation"),
        rich_text_input(placeholder=t.plain("event.form.invitation.example")),
        hint=t.plain("event.form.invitation.hint"),
        optional=True,
    )
    blocks: list[Block] = [pasted]
    if takes_files:
        label = t.plain("event.form.file")
        hint = t.plain("event.form.file.hint", most=limits.INVITATION_FILE // 1000)
        blocks.append(field("file", label, file_input(_KINDS), hint=hint, optional=True))
    if like is not None:
        label = t.plain("event.form.like", number=like.number)
        blocks.append(actions([button(label, "event_like", value=str(like.number))]))
    return modal(
        INVITATION,
        t.plain("event.form.new"),
        blocks,
        submit=t.plain("event.form.next"),
        close=t.plain("modal.cancel"),
    )


def event(
    entry: FormEntry,
    t: Texts,
    *,
    metadata: str,
    filled_in: int,
    number: int | None = None,
    cancelled: bool = False,
    marks: Marks | None = None,
    tell: bool = False,
    wanted: Sequence[KeptTopic] = (),
) -> Modal:
    """The form of an event, with `entry` in it.

    With a `number` an event that there is is changed: it keeps its number. `filled_in` counts how
    often the form was filled in anew. `tell` shows the box for telling of other changes, `wanted`
    are topics to choose from.
    """
    marks = marks or Marks()
    blocks: list[Block] = [section(marks.top)] if marks.top else []
    blocks += topics.wanted(wanted, t)
    for row in INPUTS if number is None else INPUTS[1:]:
        for part, element in _elements(row, entry, t, cancelled=cancelled):
            blocks.append(_field(row, part, element, t, marks, filled_in))
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
    row: FieldRow, part: str, element: Element, t: Texts, marks: Marks, filled_in: int
) -> Block:
    """A field with its label; under it that it is to be checked, and how it is meant."""
    name, _, more = part.partition("_more_")
    label = t.plain(f"event.form.{name}")
    hint = f"event.form.{name}.hint"
    if more:
        label = t.plain("event.form.more", what=label, number=int(more))
    said = (marks.at.get(part), t.plain(hint) if hint in t else None)
    return field(
        part,
        label,
        element,
        hint=" ".join(filter(None, said)),
        optional=not row.required,
        filled_in=filled_in,
        heard=row.name == "number",  # whether it is taken is said at once
    )


def _elements(
    row: FieldRow, entry: FormEntry, t: Texts, *, cancelled: bool
) -> Iterator[tuple[str, Element]]:
    """What is typed or chosen for this row, and what stands there."""
    name, kind = row.form, row.kind
    stands = entry.get(name, "")
    if kind is DAY:
        yield name, day_input(stands)
    elif kind is CLOCK:
        yield name, clock_input(stands)
    elif kind is TALKS:
        example = t.plain("event.form.talks.example")
        for number, lines in enumerate(_chunks(stands), start=1):
            part = name if number == 1 else f"{name}_more_{number}"
            yield part, text_input(lines, multiline=True, placeholder=example)
    elif kind.choices:
        offered = [one for one in kind.choices if cancelled or one not in kind.barred]
        options = [(one.value, t.plain(f"event.form.{name}.{one}")) for one in offered]
        yield name, select(options, stands or options[0][0])
    else:
        made = text_input(stands, multiline=kind.bulk > 0, max_length=kind.limit)
        yield name, heard_at_once(made, NUMBER) if name == "number" else made


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
