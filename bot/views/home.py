"""The Home: what lasts, for one member alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock

from bot.domain.cards import Card
from bot.domain.deliveries import State
from bot.domain.events import Event
from bot.domain.homes import Desk, Home, Stuck
from bot.domain.members import LANGUAGES
from bot.locales import Texts, texts
from bot.views.announcement_lists import entry
from bot.views.announcements import mention, reason
from bot.views.dates import when
from bot.views.events import card as event_card
from bot.views.message import (
    Message,
    actions,
    asking,
    button,
    context,
    header,
    paragraphs,
    section,
    simple,
)
from bot.views.modals import BLOCKS_LIMIT, select
from bot.views.pieces import link, name
from bot.views.rsvps import own_answer


@dataclass(frozen=True, slots=True)
class HomeView:
    """A Home as it goes to Slack."""

    blocks: tuple[dict[str, Any], ...]

    def payload(self) -> dict[str, Any]:
        """The view as views.publish takes it."""
        return {"type": "home", "blocks": list(self.blocks)}


def home(shown: Home, language: str) -> HomeView:
    """The member's Home; it fits into Slack's 100 blocks by the numbers that are looked up."""
    t = texts(language)
    blocks = [block.to_dict() for block in _first(shown, t)]
    if shown.next is not None:
        blocks += event_card(shown.next, None, language).blocks
    blocks += [block.to_dict() for block in _rest(shown, t)]
    if len(blocks) > BLOCKS_LIMIT:
        raise ValueError(f"a Home of {len(blocks)} blocks")
    return HomeView(tuple(blocks))


def _first(shown: Home, t: Texts) -> Iterator[Block]:
    if shown.desk is not None:
        yield from _desk(shown.desk, t)
        yield DividerBlock()
    if shown.next is None:
        yield header(t.plain("home.next"))
        yield section(t("next.none"))


def _rest(shown: Home, t: Texts) -> Iterator[Block]:
    others = [card for card in shown.own if shown.next is None or card.event != shown.next.event]
    if others:
        yield header(t.plain("home.own"))
        for card in others:
            yield from _own(card, t)
    yield header(t.plain("home.newest"))
    if shown.newest:
        first, *more = [f"• {link(item.url, item.title)}" for item in shown.newest]
        yield from paragraphs(first, more)
    else:
        yield section(t("home.newest.none"))
    yield from _settings(shown, t)
    yield context(t("home.privacy"))


def _own(card: Card, t: Texts) -> Iterator[Block]:
    spoken = t.plain("events.show.label", number=card.event.number)
    show = button(t.plain("events.show"), "show_event", value=str(card.event.number), spoken=spoken)
    title = t("home.event", event=name(card.event, t))
    yield section(f"{title}\n{when(card.event, t.language)}\n{own_answer(card, t)}", show)


def _settings(shown: Home, t: Texts) -> Iterator[Block]:
    yield header(t.plain("home.settings"))
    languages = select([(one, t.plain(f"home.language.{one}")) for one in LANGUAGES], t.language)
    languages.action_id = "home_language"
    yield section(t("home.language"), languages)
    on = shown.member.reminders
    says = t("home.reminders.on" if on else "home.reminders.off")
    label = t.plain("home.reminders.stop" if on else "home.reminders.start")
    yield section(says, button(label, "home_reminders", value="off" if on else "on"))


def _desk(desk: Desk, t: Texts) -> Iterator[Block]:
    yield header(t.plain("home.desk"))
    announce = button(t.plain("home.announce"), "announcement_new", style="primary")
    yield actions([announce, button(t.plain("home.new"), "event_new")])
    for problem in desk.stuck:
        yield from _stuck(problem, t)
    for announcement in (*desk.begun, *desk.planned):
        yield from entry(announcement, t)
    if desk.drafts:
        yield section(t("home.drafts"))
        for draft in desk.drafts:
            yield _draft(draft, t)
    if desk.proposals:
        lines = [f"• {link(item.url, item.title)}" for item in desk.proposals]
        yield from paragraphs(t("home.proposals"), lines)
    if desk == Desk():
        yield section(t("home.desk.empty"))


def _draft(draft: Event, t: Texts) -> Block:
    number = str(draft.number)
    spoken = t.plain("home.edit.label", number=number)
    edit = button(t.plain("home.edit"), "event_edit", value=number, spoken=spoken)
    return section(f"{t('home.event', event=name(draft, t))}\n{when(draft, t.language)}", edit)


def _stuck(problem: Stuck, t: Texts) -> Iterator[Block]:
    yield section(
        t(
            "home.stuck",
            kind=t.plain(f"problems.kind.{problem.kind}"),
            target=mention(problem.target),
            state=t.plain(f"problems.state.{problem.state}"),
            error=reason(problem.error, t),
        )
    )
    twice = asking(
        t.plain("home.stuck.again"),
        t.plain("home.stuck.twice"),
        t.plain("home.stuck.again"),
        t.plain("modal.cancel"),
    )
    again = button(
        t.plain("home.stuck.again"),
        "delivery_again",
        value=str(problem.id),
        confirm=twice if problem.state is State.UNCERTAIN else None,
    )
    drop = button(t.plain("home.stuck.drop"), "delivery_drop", value=str(problem.id))
    yield actions([again, *_mending(problem, t), drop])


def _mending(problem: Stuck, t: Texts) -> Iterator[ButtonElement]:
    """The way to an announcement that was refused: it may be its picture or its channel."""
    if problem.announcement is not None and problem.state is State.REFUSED:
        label = t.plain("announce.do.change")
        yield button(label, "announcement_change", value=str(problem.announcement))


def tried_again(language: str) -> Message:
    """That a delivery is on its way once more."""
    return simple(texts(language)("home.stuck.tried"))


def dropped(language: str) -> Message:
    """That a delivery is given up."""
    return simple(texts(language)("home.stuck.dropped"))


def not_stuck(language: str) -> Message:
    """That somebody else has decided about it, or that it has arrived after all."""
    return simple(texts(language)("home.stuck.gone"))
