"""After an event: what the organizers are asked, and the material as everybody sees it."""

from collections.abc import Collection, Sequence

from bot.domain.events import Event, Session
from bot.domain.knowledge_entries import sign
from bot.domain.markup import escape
from bot.domain.material import Group, missing
from bot.domain.talk_material import is_asked
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import Block
from bot.views.contact_forms import contacts_button
from bot.views.elements import mention
from bot.views.event_parts import name
from bot.views.material import add_button, all_button, lines_of, tally
from bot.views.message import (
    Message,
    actions,
    asking,
    button,
    message,
    paragraphs,
    section,
)

# Talks with a button of their own; a message may hold 50 blocks and some 13,000 characters in all.
_WITH_BUTTON = 10
_TALK = 100  # characters of a talk in a list of those that have no button any more


def question(
    event: Event, groups: Sequence[Group], unwilling: Collection[str], t: Texts
) -> Message:
    """To an organizer: which talks have nothing yet, what there is, and the ways to add more.

    Of a talk whose contact is asked they are only told so; `unwilling` are contacts who are not.
    """
    without, total = missing(event.sessions, groups), sum(len(group.items) for group in groups)
    asked = [session for session in without if is_asked(session, unwilling)]
    lacking = [one for one in without if one not in asked and not one.no_material]
    opening = t("follow_up.opening", event=name(event, t))
    asks = t("follow_up.missing") if lacking else t("follow_up.complete")
    asks = t("follow_up.asked.only") if asked and not lacking else asks
    blocks: list[Block] = [
        section("\n".join(filter(None, [opening, tally(event, groups, t), asks])))
    ]
    blocks += [_missing(event, session, t) for session in lacking[:_WITH_BUTTON]]
    further = [f"• {escape(session.name[:_TALK])}" for session in lacking[_WITH_BUTTON:]]
    if further:
        blocks += paragraphs(t("follow_up.further"), further)
    if asked:
        lines = [f"• {escape(one.name[:_TALK])} ({mention(one.contact or '')})" for one in asked]
        blocks += paragraphs(t("follow_up.asked"), lines)
    buttons = [add_button(event, t)]
    if event.sessions:
        buttons.append(contacts_button(event, t))
    if total:
        lines, shown = lines_of(groups, t)
        if shown < total:
            lines.append(t("event.more", count=total - shown))
        blocks += paragraphs(t("follow_up.there"), lines)
        buttons.append(all_button(event.number, total, t))
        buttons.append(
            button(
                t.plain("follow_up.post"),
                "kb_post",
                value=str(event.number),
                spoken=t.plain("follow_up.post.label", number=event.number),
                confirm=asking(
                    t.plain("follow_up.post"),
                    t.plain("follow_up.post.sure"),
                    t.plain("follow_up.post.yes"),
                    t.plain("modal.cancel"),
                ),
            )
        )
    blocks.append(actions(buttons))
    named = [f"• {escape(session.name)}" for session in lacking]
    return message("\n".join([opening, asks, *named]), blocks)


def post(event: Event, groups: Sequence[Group], t: Texts) -> Message:
    """In the channel: what there is of an event, and the way to all of it and to more."""
    total = sum(len(group.items) for group in groups)
    opening = t("follow_up.posted", event=name(event, t))
    lines, shown = lines_of(groups, t)
    if shown < total:
        lines.append(t("event.more", count=total - shown))
    buttons = [all_button(event.number, total, t), add_button(event, t)]
    return message(opening, [*paragraphs(opening, lines), actions(buttons)])


def _missing(event: Event, session: Session, t: Texts) -> Block:
    by = ", ".join(part for part in (session.speaker, session.organisation) if part)
    words = escape(" – ".join(part for part in (session.talk, by) if part))
    talk = session.name[:50]
    add = button(
        t.plain("follow_up.add"),
        "kb_add_to",
        value=joined(event.number, sign(session.name)),
        spoken=t.plain("follow_up.add.label", talk=talk),
    )
    return section(f"• {words}", add)
