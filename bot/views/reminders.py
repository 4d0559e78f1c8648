"""Reminders: what a member, or a channel, is told before an event, and the answer to a snooze."""

from datetime import date, datetime
from functools import lru_cache

from bot.domain.events import Event
from bot.domain.markup import Markup, escape
from bot.domain.reminders import Nearness, NotSnoozed, nine_on
from bot.domain.rsvps import Answer
from bot.domain.values import joined
from bot.domain.visibility import programme
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import moment, when_in_words, zone_at
from bot.views.event_parts import facts, join_button, name, registration_button, talk_line, talks
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    message,
    section,
    simple,
)
from bot.views.rsvps import rsvp_buttons


# Hundreds are reminded of the same event at the same time, in the same few words.
@lru_cache(maxsize=32)
def direct(
    event: Event,
    answer: Answer,
    near: Nearness,
    with_link: bool,
    snooze: date | None,
    t: Texts,
) -> Message:
    """The direct message: what, when, where, who speaks, one's answer and a button to change it.

    `snooze` is the day to which it can be put off; without one there is no such button.
    """
    said = t(f"rsvp.own.{answer}")
    join = t("event.join", url=event.join_url) if with_link and event.join_url else None
    opening = _opening(event, near, t)
    blocks: list[Block] = [section(opening), section(facts(event, t)), *talks(event, t)]
    blocks.append(section(said))
    way_in = join_button(event, t, may_join=with_link)
    blocks.append(actions([*way_in, *_buttons(event, snooze, t)]))
    blocks.append(context(t("reminder.off")))
    spoken = [opening, _in_words(event, t), join, said, _speakers(event, t)]
    return message(" · ".join(part for part in spoken if part), blocks)


def channel(event: Event, near: Nearness, t: Texts) -> Message:
    """The reminder in a channel: the same for all, without the join link, with the buttons."""
    opening = _opening(event, near, t)
    invitation = t("reminder.channel")
    blocks: list[Block] = [section(opening), section(facts(event, t)), *talks(event, t)]
    blocks.append(section(invitation))
    blocks.append(actions([*rsvp_buttons(event, t), *registration_button(event, t)]))
    spoken = [opening, _in_words(event, t), invitation, _speakers(event, t)]
    return message(" · ".join(part for part in spoken if part), blocks)


def snoozed(event: Event, until: datetime, t: Texts) -> Message:
    """That the reminder will come again, and when."""
    when, zone = moment(until, t, event.timezone), zone_at(until, event.timezone, t)
    return simple(t("reminder.snoozed", event=name(event, t), when=when, zone=zone))


def not_snoozed(event: Event, why: NotSnoozed, t: Texts) -> Message:
    """Why it will not."""
    return simple(t(f"reminder.not.snoozed.{why}", event=name(event, t), number=event.number))


def _opening(event: Event, near: Nearness, t: Texts) -> Markup:
    return t(f"reminder.{near}", event=name(event, t))


def _in_words(event: Event, t: Texts) -> Markup:
    parts = [when_in_words(event, t), event.location or ""]
    if event.host:
        parts.append(t.plain("event.host", host=event.host))
    return escape(" · ".join(part for part in parts if part))


def _speakers(event: Event, t: Texts) -> str:
    """The talks, last in what is read aloud: they may be long, and are cut there first."""
    return "\n".join(talk_line(talk) for talk in programme(event))


def _buttons(event: Event, snooze: date | None, t: Texts) -> list[Button]:
    number = str(event.number)
    change = t.plain("reminder.change.label", number=event.number)
    found = [button(t.plain("reminder.change"), "show_event", value=number, spoken=change)]
    if snooze is not None:
        zone = zone_at(nine_on(snooze, event), event.timezone, t)
        later = t.plain("reminder.snooze.label", number=event.number, zone=zone)
        label, value = t.plain("reminder.snooze", zone=zone), joined(number, snooze)
        found.append(button(label, "snooze", value=value, spoken=later))
    return found
