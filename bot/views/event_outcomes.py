"""What an organizer is told after an event was made, changed or cancelled."""

from collections.abc import Sequence

from bot.domain.announcement_remarks import Listed
from bot.domain.events import Event, Status
from bot.domain.visibility import programme
from bot.locales import Texts
from bot.views.announcement_lists import entry
from bot.views.block_kit import Block, Button
from bot.views.contact_forms import contacts_button, seen_button
from bot.views.dates import when_in_words
from bot.views.event_menus import announce_button, edit_button
from bot.views.event_parts import facts, name, talks
from bot.views.message import Message, actions, context, message, section, simple

_OUTDATED = 10  # announcements that are shown; each takes two blocks


def saved(
    event: Event,
    t: Texts,
    *,
    telling: bool,
    outdated: Sequence[Listed] = (),
    to_announce: bool = False,
    crowd: int = 0,
) -> Message:
    """That the event is kept, how it looks now, who is told of it, and what is to be done next.

    `crowd` said yes, where that is more than there are places now.
    """
    opening = t(f"event.saved.{event.status}", event=name(event, t))
    what_follows = [t("event.saved.telling")] if telling else []
    if crowd:
        what_follows.append(t("event.saved.crowd", count=crowd, capacity=event.capacity or 0))
    blocks: list[Block] = [section("\n".join([opening, *what_follows]))]
    if event.status is not Status.CANCELLED:
        blocks += [section(facts(event, t)), *talks(event, t)]
    if hidden := len(event.sessions) - len(programme(event)):
        blocks.append(context(t("talks.seen.hidden", count=hidden)))
    ways = [edit_button(event, t)] if event.status is Status.DRAFT else []
    if to_announce:
        ways.append(announce_button(event, t))
    ways += _ways_to_talks(event, t)
    if ways:
        blocks.append(actions(ways))
    spoken = [opening, *what_follows, when_in_words(event, t)]
    if outdated:
        words = t("event.saved.outdated", count=len(outdated))
        blocks.append(section(words))
        spoken.append(words)
    for listed in outdated[:_OUTDATED]:
        blocks += entry(listed, t)
    if len(outdated) > _OUTDATED:
        blocks.append(section(t("event.more", count=len(outdated) - _OUTDATED)))
    return message("\n".join(spoken), blocks)


def unchanged(event: Event, t: Texts) -> Message:
    """That nothing was changed; what has a form of its own still can be."""
    said = t("event.saved.unchanged", event=name(event, t))
    ways = _ways_to_talks(event, t)
    return message(said, [section(said), *([actions(ways)] if ways else [])])


def _ways_to_talks(event: Event, t: Texts) -> list[Button]:
    if not event.sessions or event.status is Status.CANCELLED:
        return []
    return [contacts_button(event, t), seen_button(event, t)]


def cancelled_already(event: Event, t: Texts) -> Message:
    """That there is nothing left to cancel."""
    return simple(t("event.cancel.already", event=name(event, t)))
