"""Asking those who have not answered: what an organizer sees before, and what each of them gets."""

from collections.abc import Collection

from bot.domain.events import Event
from bot.domain.markup import Markup, escape
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.dates import when_in_words
from bot.views.elements import mention
from bot.views.event_parts import facts, name, registration_button, until_when
from bot.views.message import Message, actions, button, context, message, section, simple
from bot.views.modals import Modal, modal
from bot.views.rsvps import rsvp_buttons

NUDGE = "nudge"  # the callback_id of the preview


def nudge_button(event: Event, t: Texts) -> Button:
    """The way to asking those who have not answered."""
    spoken = t.plain("nudge.button.label", number=event.number)
    label = t.plain("nudge.button")
    return button(label, "nudge_preview", value=str(event.number), spoken=spoken)


def preview(event: Event, channels: Collection[str], count: int, left_out: int, t: Texts) -> Modal:
    """How many of these channels would be asked; and how many would not, though they are silent."""
    where = Markup(", ".join(mention(channel) for channel in channels))
    says = t(
        "nudge.preview.one" if count == 1 else "nudge.preview",
        count=count,
        where=where,
        event=name(event, t),
    )
    blocks: list[Block] = [section(says), section(t("nudge.preview.what"))]
    if left_out:
        key = "nudge.left_out.one" if left_out == 1 else "nudge.left_out"
        blocks.append(context(t(key, count=left_out)))
    return modal(
        NUDGE,
        t.plain("nudge.title"),
        blocks,
        submit=t.plain("nudge.submit.one" if count == 1 else "nudge.submit", count=count),
        close=t.plain("modal.cancel"),
        metadata=str(event.number),
    )


def nobody(event: Event, left_out: int, t: Texts) -> Message:
    """That there is nobody to be asked; of `left_out` everybody was, or wants no reminders."""
    key = "nudge.nobody.left_out" if left_out else "nudge.nobody"
    return simple(t(key, event=name(event, t), count=left_out))


def refused(channel: str, error: str, t: Texts) -> Message:
    """That Slack does not let the bot see who is in this channel."""
    return simple(t("nudge.refused", where=mention(channel), error=error))


def nudge(event: Event, t: Texts) -> Message:
    """The direct message to somebody who has not answered."""
    asks = t("nudge.asks", event=name(event, t))
    blocks: list[Block] = [
        section(asks),
        section("\n".join(filter(None, [facts(event, t), until_when(event, t)]))),
        actions([*rsvp_buttons(event, t), *registration_button(event, t)]),
        context(t("nudge.stop")),
    ]
    return message(f"{asks} {escape(when_in_words(event, t))} {t('nudge.stop')}", blocks)
