"""What an organizer is told after an event was made, changed or cancelled."""

from slack_sdk.models.blocks import Block

from bot.domain.events import Event, Status
from bot.locales import texts
from bot.views.dates import when_in_words
from bot.views.message import Message, message, section, simple
from bot.views.pieces import facts, name, talks


def saved(event: Event, language: str, *, telling: bool) -> Message:
    """That the event is kept, how it looks now, and who is told of it."""
    t = texts(language)
    opening = t(f"event.saved.{event.status}", event=name(event, t), number=event.number)
    what_follows = [t("event.saved.telling")] if telling else []
    blocks: list[Block] = [section("\n".join([opening, *what_follows]))]
    if event.status is not Status.CANCELLED:
        blocks += [section(facts(event, t)), *talks(event, t)]
    return message("\n".join([opening, *what_follows, when_in_words(event, language)]), blocks)


def unchanged(event: Event, language: str) -> Message:
    """That nothing was changed."""
    t = texts(language)
    return simple(t("event.saved.unchanged", event=name(event, t)))


def cancelled_already(event: Event, language: str) -> Message:
    """That there is nothing left to cancel."""
    t = texts(language)
    return simple(t("event.cancel.already", event=name(event, t)))
