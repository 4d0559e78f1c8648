"""RSVPs: the message in the channel, and what one member is told of their own answer."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.domain.cards import Card, OwnAnswer, Post
from bot.domain.events import Closed, Event
from bot.domain.markup import Markup, escape, plain, safe
from bot.domain.replies import Reply
from bot.domain.rsvps import SIGNS, Answer, Counts, Rsvp, Via
from bot.locales import Texts
from bot.views.block_kit import Block, Button
from bot.views.calendar import ways
from bot.views.dates import moved, moved_in_words, when_in_words
from bot.views.elements import announced_picture, mention, somebody
from bot.views.event_parts import (
    facts,
    heading,
    join_button,
    name,
    registration_button,
    talks,
    until_when,
    whereabouts,
)
from bot.views.material import in_card, lines_of
from bot.views.message import (
    Message,
    actions,
    button,
    context,
    message,
    section,
    simple,
    typed,
)


def counts_in_signs(counts: Counts) -> Markup:
    """`✅ 3 · 🤔 1 · ❌ 0`, with ` · ⏳ 2` when there is a waiting list."""
    signs = " · ".join(f"{SIGNS[answer]} {counts.shown(answer)}" for answer in Answer)
    return escape(f"{signs} · ⏳ {counts.shown('waiting')}" if counts.waiting else signs)


def counts_in_words(counts: Counts, t: Texts) -> Markup:
    """The same, and what each of the signs means."""
    legend = "rsvp.legend.waiting" if counts.waiting else "rsvp.legend"
    return t(legend, counts=counts_in_signs(counts), **SIGNS)


def places(event: Event, counts: Counts, t: Texts) -> str | None:
    """How many of the places are taken, and how many wait; None without a limit.

    None too once the answers are gone.
    """
    if event.capacity is None or counts.are_final:
        return None
    room = "rsvp.places.of.one" if event.capacity == 1 else "rsvp.places"
    said = t.plain(room, taken=counts.yes, capacity=event.capacity)
    if not counts.waiting:
        return said
    line = "rsvp.places.one.waits" if counts.waiting == 1 else "rsvp.places.waiting"
    return t.plain(line, places=said, waiting=counts.waiting)


def own_answer(card: Card, t: Texts) -> str:
    """The member's own answer in a sentence."""
    if card.rsvp is None:
        return t("rsvp.own.none")
    if card.position is not None:
        return t("rsvp.own.waiting", position=card.position)
    return t(f"rsvp.own.{card.rsvp.answer}")


def rsvp_buttons(event: Event, t: Texts) -> list[Button]:
    """The three answers; their action_ids and value are a contract."""
    return [
        button(
            t.plain(f"rsvp.{answer}"),
            f"rsvp_{answer}",
            value=str(event.number),
            spoken=t.plain(f"rsvp.{answer}.label", number=event.number),
            style="primary" if answer is Answer.YES else None,
        )
        for answer in Answer
    ]


def confirmation(
    own: OwnAnswer, t: Texts, *, asks: bool = False, then: Reply | None = None
) -> Message:
    """What a member is told when an answer is kept.

    `asks` adds whether reminders are welcome; `then` is what came of that.
    """
    return _confirmation(_without_others(own), t, asks, then)


def _without_others(own: OwnAnswer) -> OwnAnswer:
    """What many have in common of whom an answer is kept: who it is, and when, is not shown."""
    event, rsvp = own.event, own.rsvp
    waits = event.starts_at if rsvp.waitlisted_at else None
    return replace(own, rsvp=Rsvp("", rsvp.answer, Via.BUTTON, event.starts_at, waits))


@lru_cache(maxsize=256)
def _confirmation(own: OwnAnswer, t: Texts, asks: bool, then: Reply | None) -> Message:
    said = _said(own, t)
    extra: list[Block] = []
    if then is not None:
        extra.append(section(t(then)))
    elif asks:
        extra += [section(t("rsvp.remind")), actions(_whether_to_remind(own.event, t))]
    spoken = [t(then)] if then else [t("rsvp.remind")] if asks else []
    return _with_ways(said, own, t, t("rsvp.change"), extra, spoken)


def waits(own: OwnAnswer, t: Texts) -> Message:
    """The direct message to whoever reacted, and waits for a place."""
    return confirmation(own, t)


def _with_ways(
    said: Markup,
    own: OwnAnswer,
    t: Texts,
    small_print: str,
    extra: Sequence[Block] = (),
    spoken: Sequence[str] = (),
) -> Message:
    """News of one's own answer: when and where, another answer, the ways in and into a calendar."""
    event = own.event
    blocks: list[Block] = [section(said), section(facts(event, t))]
    way_in = join_button(event, t, may_join=own.may_join)
    into_calendar = ways(own, t) if own.may_join else []
    buttons = [*rsvp_buttons(event, t), *way_in, *into_calendar]
    blocks += [*extra, context(small_print), actions(buttons)]
    return message(" ".join([said, escape(when_in_words(event, t)), *spoken]), blocks)


def _whether_to_remind(event: Event, t: Texts) -> list[Button]:
    return [
        button(
            t.plain(f"rsvp.remind.{wish}"),
            f"remind_{wish}",
            value=str(event.number),
            spoken=t.plain(f"rsvp.remind.{wish}.label"),
        )
        for wish in ("on", "off")
    ]


def _said(own: OwnAnswer, t: Texts) -> Markup:
    event = name(own.event, t)
    if own.position is not None:
        return t("rsvp.saved.waiting", event=event, position=own.position)
    return t(f"rsvp.saved.{own.rsvp.answer}", event=event)


def which_no(event: Event, t: Texts) -> Message:
    """The question whether an organizer means their own answer, or the event."""
    asked = t("rsvp.which", event=name(event, t))
    own = button(t.plain("rsvp.which.own"), "rsvp_no", value=str(event.number))
    whole = typed(t.plain("rsvp.which.event", number=event.number), f"cancel {event.number}")
    return message(asked, [section(asked), actions([own, whole])])


def answered_for(own: OwnAnswer, organizer: str, t: Texts) -> Message:
    """The direct message to a member for whom an organizer (their id) answered."""
    key = "waiting" if own.position is not None else own.rsvp.answer
    news = t(
        f"rsvp.told.{key}",
        by=somebody(organizer, t),
        event=name(own.event, t),
        position=own.position or 0,
    )
    return _with_ways(news, own, t, t("rsvp.change"))


def noted_for(own: OwnAnswer, user: str, t: Texts, *, is_news: bool = True) -> Message:
    """What an organizer is told whose answer for somebody else (their id) is kept, or was there."""
    key = "waiting" if own.position is not None else own.rsvp.answer
    event, noted = name(own.event, t), "noted" if is_news else "known"
    said = t(f"rsvp.{noted}.{key}", who=mention(user), event=event, position=own.position or 0)
    return simple(said)


def closed(event: Event, why: Closed, t: Texts) -> Message:
    """Why an event takes no answers."""
    # a draft's title is not to be seen yet
    shown = t.plain("event.short", number=event.number) if why is Closed.DRAFT else name(event, t)
    return simple(t(f"rsvp.closed.{why}", event=shown))


def place(own: OwnAnswer, t: Texts) -> Message:
    """The direct message to whoever moves up from the waiting list."""
    news = t("rsvp.place", event=name(own.event, t))
    return _with_ways(news, own, t, t("rsvp.place.decline"))


def post(post: Post, t: Texts) -> Message:
    """The RSVP message in a channel: the organizer's words, the event, the counts, the buttons.

    Of an event that takes no answers it says so first, and shows the material in place of buttons.
    """
    event = post.event
    words = safe(post.announcement.text) if post.announcement else ""
    blocks: list[Block] = [heading(event, t)]
    if post.closed:
        blocks += [section(f"*{t(f'event.{post.closed}')}*"), *in_card(event, post.groups, t)]
    elif post.moved_from:
        blocks.append(section(t("rsvp.moved", when=moved(post.moved_from, event.hours, t))))
    if words:
        blocks.append(section(words))
    if post.announcement and post.announcement.picture:
        blocks.append(announced_picture(post.announcement.picture, t))
    # the day stands above where it was put off
    lines = whereabouts(event, t) if post.moved_from and not post.closed else [facts(event, t)]
    if lines:
        blocks.append(section("\n".join(lines)))
    blocks += talks(event, t)
    signs = counts_in_signs(post.counts)
    if post.closed:
        blocks.append(context(counts_in_words(post.counts, t)))
    else:
        how = [t("rsvp.how", **SIGNS), until_when(event, t), places(event, post.counts, t)]
        blocks.append(section("\n".join(filter(None, how))))
        blocks.append(context(t("rsvp.counts", counts=signs)))
        blocks.append(actions([*rsvp_buttons(event, t), *registration_button(event, t)]))
    return message(_post_in_words(post, words, signs, t), blocks)


def _post_in_words(post: Post, words: str, signs: Markup, t: Texts) -> str:
    """Name, hours and counts first: what a long text must not push out."""
    event = post.event
    closed = t.plain(f"event.{post.closed}") if post.closed else None
    taken = None if post.closed else places(event, post.counts, t)
    when = when_in_words(event, t)
    if post.moved_from and not closed:
        when = moved_in_words(post.moved_from, event.hours, t)
        when = plain(t("rsvp.moved", when=when))
    parts = [name(event, t), closed, when, event.location, signs, taken]
    further = (
        ["\n".join([t("event.material"), *lines_of(post.groups, t)[0]])] if post.groups else []
    )
    further += [words] if words else []
    return " · ".join([*(escape(part) for part in parts if part), *further])
