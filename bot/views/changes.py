"""Change notices: what was and what is now, for a channel's thread and for each person."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.domain.cards import Card
from bot.domain.changes import UNSHOWN, Changes, Known, hours_of
from bot.domain.events import Status
from bot.domain.markup import Markup
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.dates import moment, moment_in_words, moved, moved_in_words
from bot.views.event_parts import join_button, name
from bot.views.message import Message, actions, message, section
from bot.views.rsvps import own_answer, rsvp_buttons


def direct(changes: Changes, card: Card, t: Texts) -> Message:
    """The notice to somebody who said yes or maybe: with the join link, if they may have it."""
    blocks, spoken = _blocks(changes, t)
    event = card.event
    if "join_url" in changes.parts and card.may_join and event.join_url:
        blocks.append(actions(join_button(event, t, may_join=True)))
        spoken.append(t("event.join", url=event.join_url))
    if event.status is Status.PUBLISHED:
        blocks += [section(own_answer(card, t)), actions(rsvp_buttons(event, t))]
        spoken.append(own_answer(card, t))
    return message("\n".join(spoken), blocks)


def channel(changes: Changes, t: Texts) -> Message:
    """The notice in an announcement's thread: the same for all, without the join link."""
    blocks, spoken = _blocks(changes, t)
    if "join_url" in changes.parts and changes.event.join_url:
        blocks.append(section(t("change.join.channel")))
        spoken.append(t("change.join.channel"))
    return message("\n".join(spoken), blocks)


def _blocks(changes: Changes, t: Texts) -> tuple[list[Block], list[str]]:
    """What is shown and what is said of the changes."""
    opening = _opening(changes, t)
    lines = list(_lines(changes, t, spoken=False))
    blocks: list[Block] = [section(opening)]
    if lines:
        blocks.append(section("\n".join(lines)))
    return blocks, [opening, *_lines(changes, t, spoken=True)]


def _opening(changes: Changes, t: Texts) -> Markup:
    event = name(changes.event, t)
    if "status" not in changes.parts:
        return t("change.opening", event=event)
    if changes.after["status"] != Status.CANCELLED:
        return t("change.takes.place", event=event)
    said = t("change.cancelled", event=event)
    if not changes.reason:
        return said
    return Markup(f"{said}\n{t('change.reason', reason=changes.reason)}")


def _lines(changes: Changes, t: Texts, *, spoken: bool) -> Iterator[Markup]:
    for part in changes.parts:
        if part == "status":
            continue
        label = t.plain(f"change.{part}")
        if part in UNSHOWN:
            yield t("change.unshown", what=label)
            continue
        before, after = changes.before, changes.after
        if part == "when":
            shown = moved_in_words if spoken else moved
            hours = shown(hours_of(before), hours_of(after), t)
            yield t("change.when.line", what=label, when=hours)
            continue
        shown_as = partial(_closes, spoken=spoken) if part == "closes" else _value
        values = {"before": shown_as(before, part, t), "after": shown_as(after, part, t)}
        yield t("change.line", what=label, **values)


def _value(known: Known, part: str, t: Texts) -> str:
    value = known[part]
    return str(value) if value is not None else t.plain("change.nothing")


def _closes(known: Known, part: str, t: Texts, *, spoken: bool) -> str:
    """Until when answers are taken."""
    closes_at = known["closes_at"]
    if closes_at is None:
        return t.plain("change.nothing")
    at, zone = datetime.fromisoformat(closes_at), known["timezone"]
    return moment_in_words(at, zone, t) if spoken else moment(at, t, zone)
