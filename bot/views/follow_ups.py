"""After an event: what the organizers are asked, and what they post for everybody."""

from collections.abc import Collection, Iterator, Sequence

from bot.domain.events import Event, Session
from bot.domain.fields import folded
from bot.domain.follow_ups import FollowUp, FollowUpPreview
from bot.domain.knowledge import KeptItem
from bot.domain.knowledge_entries import sign
from bot.domain.markup import Markup, escape
from bot.domain.material import Group, missing
from bot.domain.talk_material import is_asked
from bot.domain.values import joined
from bot.domain.visibility import programme
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block
from bot.views.contact_forms import contacts_button
from bot.views.dates import when
from bot.views.elements import harmless, mention
from bot.views.event_parts import name, said_of
from bot.views.feedback import tally
from bot.views.knowledge_items import line
from bot.views.material import add_button, all_button, lines_of
from bot.views.material import tally as tally_of_talks
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    message,
    paragraphs,
    section,
    shortened,
)
from bot.views.modals import Modal, modal

FORM = "follow_up"  # the callback_id of the preview
# The action_id of the button that leads to it: as in letters from before it was called so.
POST = "kb_post"

# Talks with a button of their own; a message may hold 50 blocks and some 13,000 characters in all.
_WITH_BUTTON = 10
_TALK = 100  # characters of a talk in a list of those that have no button any more
# In a post: characters of a talk and who gave it, of all talks, and of these with their items.
_SPOKEN = 200
_TALKS = 4_000
_ROOM = 8_000


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
        section("\n".join(filter(None, [opening, tally_of_talks(event, groups, t), asks])))
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
    spoken = t.plain("follow_up.post.label", number=event.number)
    label = t.plain("follow_up.post")
    buttons.append(button(label, POST, value=str(event.number), spoken=spoken))
    blocks.append(actions(buttons))
    named = [f"• {escape(session.name)}" for session in lacking]
    return message("\n".join([opening, asks, *named]), blocks)


def post(said: FollowUp, t: Texts) -> Message:
    """In the channel: thanks, the talks with their material, what came back, the next date."""
    event, total = said.event, sum(len(group.items) for group in said.groups)
    opening = t("follow_up.posted", event=name(event, t))
    thanks = "\n".join([opening, *_thanks(said, t)])
    blocks: list[Block] = [section(thanks)]
    lines = _programme(said, t)
    if lines:
        heading = "follow_up.talks" if programme(event) else "event.material"
        blocks += paragraphs(t(heading), lines)
    if said.came_back:
        counted = [tally(question, counts, t) for question, counts in said.came_back.items()]
        blocks.append(section("\n".join([t("follow_up.came.back"), *counted])))
    if said.following is not None:
        next_one = {"event": name(said.following, t), "when": when(said.following, t)}
        blocks.append(section(t("follow_up.next", **next_one)))
    ways = [all_button(event.number, total, t)] if total else []
    blocks.append(actions([*ways, add_button(event, t)]))
    return message(thanks, blocks)


def preview(found: FollowUpPreview, channel_texts: Texts, t: Texts) -> Modal:
    """What will stand in the channel, exactly so, under where that is."""
    where = Markup(", ".join(sorted({mention(channel) for channel, _ in found.into})))
    in_thread = any(thread for _, thread in found.into)
    says = t("follow_up.preview.thread" if in_thread else "follow_up.preview", where=where)
    blocks: list[Block] = [section(says)]
    if not found.with_feedback:
        blocks.append(context(t("follow_up.preview.without")))
    return modal(
        FORM,
        t.plain("follow_up.preview.title"),
        [*blocks, DIVIDER, *harmless(post(found.said, channel_texts).blocks)],
        submit=t.plain("follow_up.preview.submit"),
        close=t.plain("modal.cancel"),
        metadata=joined(found.said.event.number, int(found.with_feedback)),
    )


def _thanks(said: FollowUp, t: Texts) -> Iterator[str]:
    """To whom thanks are due; of those who spoke and came only how many."""
    if said.event.host:
        yield t("follow_up.thanks.host", host=said.event.host)
    speakers = len({folded(one.speaker) for one in programme(said.event) if one.speaker})
    if speakers:
        key = "follow_up.thanks.speaker" if speakers == 1 else "follow_up.thanks.speakers"
        yield t(key, count=speakers)
    if said.yes is None:
        yield t("follow_up.thanks.all")
    else:
        yield t("follow_up.thanks.counted", count=said.yes)


def _programme(said: FollowUp, t: Texts) -> list[str]:
    """A line for each talk, and for each of its items; as far as there is room."""
    parts = list(_parts(said, t))
    room, heads = _ROOM, 0
    for head, _ in parts:
        room -= len(head) + 1
        if room < _ROOM - _TALKS:
            break
        heads += 1
    lines: list[str] = []
    shown = 0
    for head, group in parts[:heads]:
        lines += [head] if head else []
        for words in (line(kept.item, t) for kept in group):
            room -= len(words) + 1
            if room >= 0:
                lines.append(words)
                shown += 1
    if heads < len(parts):
        lines.append(t("follow_up.more.talks", count=len(parts) - heads))
    left = sum(len(group) for _, group in parts) - shown
    return [*lines, t("event.more", count=left)] if left else lines


def _parts(said: FollowUp, t: Texts) -> Iterator[tuple[str, tuple[KeptItem, ...]]]:
    """What stands above some items, and they; talks without any too."""
    left = {folded(group.talk or ""): group for group in said.groups}
    for session in programme(said.event):
        group = left.pop(folded(session.name), None)
        words = escape(shortened(said_of(session), _SPOKEN))
        yield f"_{words}_", group.items if group else ()
    for group in left.values():
        talk = escape(group.talk) if group.talk is not None else t("kb.material.whole")
        bare = group.talk is None and not programme(said.event) and len(left) == 1
        yield "" if bare else f"_{talk}_", group.items


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
