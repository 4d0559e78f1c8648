"""Who comes: names by answer for organizers, counts for members, and all of it as a table."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.domain.attendance import Attendance
from bot.domain.cards import Card
from bot.domain.events import Event
from bot.domain.files import File
from bot.domain.formulas import harmless
from bot.domain.markup import Markup, escape
from bot.domain.rsvps import Counts
from bot.domain.times import to_local
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.dates import day_in_words, when, when_in_words
from bot.views.elements import mention
from bot.views.event_parts import name
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    header,
    message,
    paragraphs,
    section,
)
from bot.views.nudges import nudge_button
from bot.views.rsvps import counts_in_words

# Characters of names in one message, so that headings and buttons fit too (message.BLOCKS_LIMIT).
_ROOM = 8000
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def counts(card: Card, t: Texts) -> Message:
    """What a member sees: how many, and not who."""
    said = t("who.counts", event=name(card.event, t), counts=counts_in_words(card.counts, t))
    return message(said, [section(said)])


def counted(event: Event, counts: Counts, t: Texts) -> Message:
    """What is left once the answers are gone: how many, for organizers too."""
    said = t("who.counts", event=name(event, t), counts=counts_in_words(counts, t))
    return message(f"{said} {t('who.counted')}", [section(said), context(t("who.counted"))])


def names(
    attendance: Attendance,
    known: Mapping[str, str],
    silent: int | None,
    t: Texts,
    *,
    may_nudge: bool = False,
) -> Message:
    """Who said what.

    `known` has the names that Slack has just given; for others Slack shows the name itself.
    `silent` is how many of the channel have not answered, None when that is not known; with
    `may_nudge` they can be asked.
    """
    event = attendance.event
    title = name(event, t)
    groups = list(_groups(attendance, known, t))
    left_out = sum(cut for _, _, cut in groups)
    blocks: list[Block] = [header(title), section(f"*{when(event, t)}*")]
    for heading, lines, _ in groups:
        blocks += paragraphs(f"*{heading}*", lines)
    closing = []
    if left_out:
        more = "who.more.one" if left_out == 1 else "who.more"
        closing.append(t(more, count=left_out, number=event.number))
    if silent is not None:
        closing.append(t("who.silent", count=silent))
    if closing:
        blocks.append(context("  ".join(closing)))
    spoken = t.plain("who.export.label", number=event.number)
    as_table = button(
        t.plain("who.export"), "export_answers", value=str(event.number), spoken=spoken
    )
    blocks.append(actions([as_table, *([nudge_button(event, t)] if may_nudge else [])]))
    in_words: list[str] = [escape(f"{title} · {when_in_words(event, t)}"), *closing]
    in_words += [f"{heading}: {' · '.join(lines)}" for heading, lines, _ in groups]
    return message("\n".join(in_words), blocks)


def _groups(
    attendance: Attendance, known: Mapping[str, str], t: Texts
) -> Iterator[tuple[Markup, list[Markup], int]]:
    """Each answer that was given: its heading, its names, and how many did not fit any more."""
    room = _ROOM
    for answer, rsvps in attendance.groups.items():
        shown = [_shown(rsvp.user, known) for rsvp in rsvps]
        if answer == "waiting":
            shown = [Markup(f"{place}. {one}") for place, one in enumerate(shown, start=1)]
        else:
            shown.sort(key=str.casefold)
        fitting: list[Markup] = []
        for one in shown:
            room -= len(one) + 1
            if room < 0:
                break
            fitting.append(one)
        if shown:
            heading = t(f"who.{answer}", count=len(shown))
            yield heading, fitting, len(shown) - len(fitting)


def _shown(user: str, known: Mapping[str, str]) -> Markup:
    return escape(" ".join(known[user].split())) if user in known else mention(user)


def table(attendance: Attendance, known: Mapping[str, str], until: date, t: Texts) -> File:
    """The same as CSV that Excel and LibreOffice open right, to be deleted after the day `until`.

    The byte order mark tells Excel that it is UTF-8; semicolons are what it takes for the columns
    where the comma is for decimals, as in German.
    """
    event, rows = attendance.event, []
    columns = ("name", "answer", "place", "at", "via", "id", "until")
    for answer, rsvps in attendance.groups.items():
        for place, rsvp in enumerate(rsvps, start=1):
            at = to_local(rsvp.updated_at, event.timezone)
            cells = [
                known.get(rsvp.user, ""),
                t.plain(f"export.answer.{answer}"),
                str(place) if answer == "waiting" else "",
                f"{at:%Y-%m-%d %H:%M}",
                t.plain(f"export.via.{rsvp.via}"),
                rsvp.user,
                day_in_words(until, t),
            ]
            rows.append([_CONTROL.sub(" ", harmless(cell)) for cell in cells])
    return _csv(event, columns, rows, t)


def table_of_counts(event: Event, counts: Counts, t: Texts) -> File:
    """How many said what, once the answers are gone."""
    answers = ("yes", "waiting", "maybe", "no")
    rows = [[t.plain(f"export.answer.{one}"), counts.shown(one)] for one in answers]
    return _csv(event, ("answer", "count"), rows, t)


def _csv(event: Event, columns: Iterable[str], rows: Iterable[list[str]], t: Texts) -> File:
    written = io.StringIO(newline="")
    out = csv.writer(written, delimiter=";", lineterminator="\r\n")
    out.writerow([t.plain(f"export.column.{column}") for column in columns])
    out.writerows(rows)
    content = ("\ufeff" + written.getvalue()).encode()
    return File(
        f"labcamp-{event.number}.csv", t.plain("export.title", event=name(event, t)), content
    )


def on_its_way(event: Event, t: Texts) -> Message:
    """That the table comes by direct message."""
    said = t("export.soon", event=name(event, t))
    return message(said, [section(said)])


def comment(until: date | None, t: Texts) -> str:
    """What is written beside the table; without a day it names nobody."""
    if until is None:
        return t("who.counted")
    return t("export.comment", until=day_in_words(until, t))
