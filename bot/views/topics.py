"""Topics for coming events: the list with its votes, and what follows from a click in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.markup import Markup, escape
from bot.domain.topics import KeptTopic, TopicPage, TopicStatus
from bot.domain.values import joined
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.elements import page_buttons
from bot.views.message import Message, actions, button, message, paragraphs, section, simple
from bot.views.modals import Modal, modal, notice

LIST = "topics"
ALIKE = "topic_alike"

_SPOKEN = 50  # characters of a title in what a screen reader says of a button


def listing(page: TopicPage, t: Texts, *, organizes: bool, top: str | None = None) -> Message:
    """A page of the topics; `top` says what was done just now."""
    blocks = list(_blocks(page, t, organizes=organizes, top=top))
    heading = t(f"topics.heading.{page.status}")
    lines = [f"{escape(one.topic.title)} ({votes(one.votes, t)})" for one in page.topics]
    says = [*([top] if top else []), heading, *(lines or [t(f"topics.none.{page.status}")])]
    return message("\n".join(says), blocks)


def listing_in_modal(
    page: TopicPage, t: Texts, *, organizes: bool, top: str | None = None
) -> Modal:
    """The same over the Home."""
    return modal(
        LIST,
        t.plain("topics.title"),
        _blocks(page, t, organizes=organizes, top=top),
        close=t.plain("modal.close"),
        metadata=joined(page.status, page.number),
        replaces=LIST,
    )


def alike(found: Sequence[KeptTopic], title: str, t: Texts, *, same: bool) -> Modal:
    """That there are such topics already, to vote for instead; or it is proposed all the same."""
    asks = t("topics.same" if same else "topics.alike", topic=title)
    blocks: list[Block] = [section(asks)]
    blocks += [section(said(one, t), _accessory(one, 1, t)) for one in found]
    return modal(
        ALIKE,
        t.plain("topics.propose"),
        blocks,
        submit=None if same else t.plain("topics.alike.submit"),
        close=t.plain("modal.close" if same else "modal.cancel"),
        metadata=title,
    )


def proposed(kept: KeptTopic, t: Texts) -> Message:
    """That a topic is on the list."""
    return simple(t("topics.proposed", topic=kept.topic.title))


def too_many(limit: int, t: Texts) -> Message:
    """That so many of a member's topics are open."""
    return simple(t("topics.too.many", limit=limit))


def voted(kept: KeptTopic, t: Texts) -> Markup:
    """What became of a click on a topic's button."""
    return t("topics.voted" if kept.voted else "topics.unvoted", topic=kept.topic.title)


def instead(said: str, t: Texts) -> Modal:
    """The same, in place of what was offered instead of a new topic."""
    return replace(notice(simple(said), t), replaces=ALIKE)


def changed(kept: KeptTopic, t: Texts) -> Markup:
    """What organizers have made of a topic."""
    return t(f"topics.changed.{kept.topic.status}", topic=kept.topic.title)


def merged(gone: KeptTopic, kept: KeptTopic, t: Texts) -> Markup:
    """That one topic is part of another now."""
    names = {"gone": gone.topic.title, "topic": kept.topic.title}
    return t("topics.merged", **names, votes=votes(kept.votes, t))


def wanted(found: Sequence[KeptTopic], t: Texts) -> Iterator[Block]:
    """The topics with most votes, to choose from for a new event; nothing without any."""
    if found:
        lines = [f"• {escape(one.topic.title)} ({votes(one.votes, t)})" for one in found]
        yield from paragraphs(t("topics.wanted"), lines)


def votes(count: int, t: Texts) -> Markup:
    """How many want a topic, in words."""
    if not count:
        return t("topics.votes.none")
    return t("topics.votes.one" if count == 1 else "topics.votes", count=count)


def list_button(t: Texts) -> Button:
    """The way to the open topics."""
    return button(t.plain("topics.title"), "topics_list", value=joined(TopicStatus.OPEN, 1))


def _blocks(page: TopicPage, t: Texts, *, organizes: bool, top: str | None) -> Iterator[Block]:
    if top:
        yield section(top)
        yield DIVIDER
    yield section(t(f"topics.heading.{page.status}"))
    for one in page.topics:
        yield section(said(one, t), _accessory(one, page.number, t))
        ways = _ways(one, page.number, t, organizes=organizes)
        if ways:
            yield actions(ways)
    if not page.topics:
        yield section(t(f"topics.none.{page.status}"))
    yield DIVIDER
    yield actions(_further(page, t))


def said(one: KeptTopic, t: Texts) -> str:
    """A topic with its votes, and what organizers say to it."""
    lines = [t("topics.topic", topic=one.topic.title)]
    if one.topic.status is TopicStatus.OPEN:
        mine = f" · {t('topics.yours')}" if one.voted else ""
        lines.append(Markup(f"{votes(one.votes, t)}{mine}"))
    if one.topic.answer:
        lines.append(t("topics.answered", answer=one.topic.answer))
    return "\n".join(lines)


def _accessory(one: KeptTopic, page: int, t: Texts) -> Button | None:
    """The button for voting, the same for taking the vote back; none where it is closed."""
    if one.topic.status is TopicStatus.CLOSED:
        return None
    label = t.plain("topics.unvote" if one.voted else "topics.vote")
    return _of_topic(label, "topic_vote", one, page)


def _ways(one: KeptTopic, page: int, t: Texts, *, organizes: bool) -> list[Button]:
    is_open = one.topic.status is TopicStatus.OPEN
    ways = []
    if organizes and is_open:
        ways.append(_of_topic(t.plain("topics.answer"), "topic_answer", one, page))
        ways.append(_of_topic(t.plain("topics.merge"), "topic_merge", one, page))
    if organizes and not is_open:
        ways.append(_of_topic(t.plain("topics.reopen"), "topic_reopen", one, page))
    if one.may_be_withdrawn:
        ways.append(_of_topic(t.plain("topics.withdraw"), "topic_withdraw", one, page))
    return ways


def _of_topic(label: str, action: str, one: KeptTopic, page: int) -> Button:
    spoken = f"{label}: {one.topic.title[:_SPOKEN]}"
    return button(label, action, value=joined(one.id, page), spoken=spoken)


def _further(page: TopicPage, t: Texts) -> Iterator[Button]:
    yield button(t.plain("topics.propose"), "topic_new", style="primary")
    yield from page_buttons("topics", page.number, page.has_more, t, page.status)
    if page.status is TopicStatus.CLOSED:
        yield button(t.plain("topics.see.open"), "topics_other", value=joined("open", 1))
    elif page.others:
        label = t.plain("topics.see.closed", count=page.others)
        yield button(label, "topics_other", value=joined("closed", 1))
