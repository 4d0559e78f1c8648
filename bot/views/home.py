"""The Home: what lasts, for one member alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.announcement_remarks import Listed
from bot.domain.events import Event
from bot.domain.homes import Desk, Home, Part, Which
from bot.domain.languages import LANGUAGES
from bot.domain.values import joined
from bot.locales import Texts
from bot.views import home_entries, talk_material
from bot.views.announcement_lists import entry
from bot.views.block_kit import DIVIDER, Block
from bot.views.elements import link
from bot.views.event_parts import name
from bot.views.events import card as event_card
from bot.views.knowledge_items import line
from bot.views.material import tally_block
from bot.views.message import (
    actions,
    button,
    header,
    paragraphs,
    section,
)
from bot.views.modals import BLOCKS_LIMIT, select
from bot.views.topics import list_button


@dataclass(frozen=True, slots=True)
class HomeView:
    """A Home as it goes to Slack."""

    blocks: tuple[Block, ...]

    def payload(self) -> dict[str, Any]:
        """The view as views.publish takes it."""
        return {"type": "home", "blocks": list(self.blocks)}


def home(shown: Home, t: Texts, privacy: str | None = None) -> HomeView:
    """The member's Home; it fits into Slack's 100 blocks by the numbers that are looked up.

    `privacy` is the address of the organization's own privacy information, if it has one.
    """
    blocks = list(_first(shown, t))
    if shown.next is not None:
        blocks += event_card(shown.next, shown.closed, t, organizes=shown.desk is not None).blocks
    blocks += _rest(shown, privacy, t)
    if len(blocks) > BLOCKS_LIMIT:
        raise ValueError(f"a Home of {len(blocks)} blocks")
    return HomeView(tuple(blocks))


def _first(shown: Home, t: Texts) -> Iterator[Block]:
    if shown.desk is not None:
        yield from _desk(shown.desk, t)
        yield DIVIDER
    if shown.next is None:
        yield header(t.plain("home.next"))
        yield section(t("next.none"))


def _rest(shown: Home, privacy: str | None, t: Texts) -> Iterator[Block]:
    others = [card for card in shown.own if shown.next is None or card.event != shown.next.event]
    if others:
        yield header(t.plain("home.own"))
        for card in others:
            yield from home_entries.own(card, t)
        yield from home_entries.more(Which.OWN, shown.more_own, t)
    if shown.talks.shown:
        yield header(t.plain("home.talks"))
        for talk in shown.talks.shown:
            yield talk_material.in_list(talk, t)
        yield from home_entries.more(Which.TALKS, shown.talks.more, t)
    yield header(t.plain("home.newest"))
    if shown.newest:
        first, *more = [line(item, t) for item in shown.newest]
        yield from paragraphs(first, more)
    else:
        yield section(t("home.newest.none"))
    yield actions([button(t.plain("home.search"), "search_open"), list_button(t)])
    yield from _settings(shown, privacy, t)
    yield from _data(shown, privacy, t)


def _data(shown: Home, privacy: str | None, t: Texts) -> Iterator[Block]:
    """What is kept of the member, and what they can do about it."""
    yield header(t.plain("home.data"))
    for kept in shown.proposed:
        undo = button(t.plain("home.proposed.withdraw"), "kb_withdraw", value=str(kept.id))
        yield section(t("home.proposed", item=link(kept.item.url, kept.item.title)), undo)
    if shown.has_calendar:
        yield section(t("home.calendar"), button(t.plain("home.calendar.end"), "calendar_end"))
    yield section(t("home.privacy"))
    mine = button(t.plain("home.my_data"), "my_data")
    more = [button(t.plain("home.privacy.more"), "privacy", url=privacy)] if privacy else []
    yield actions([mine, *more, button(t.plain("home.forget"), "forget_me", style="danger")])


def _settings(shown: Home, privacy: str | None, t: Texts) -> Iterator[Block]:
    yield header(t.plain("home.settings"))
    languages = [(one, t.plain(f"home.language.{one}")) for one in LANGUAGES]
    yield section(t("home.language"), select(languages, t.language, "home_language"))
    on = shown.member.reminders
    says = t("home.reminders.on" if on else "home.reminders.off")
    label = t.plain("home.reminders.stop" if on else "home.reminders.start")
    yield section(says, button(label, "home_reminders", value="off" if on else "on"))


def _desk(desk: Desk, t: Texts) -> Iterator[Block]:
    yield header(t.plain("home.desk"))
    announce = button(t.plain("home.announce"), "announcement_new", style="primary")
    whole = button(t.plain("home.announcements"), "list_all", value=joined(Which.ANNOUNCEMENTS, 1))
    ways = [announce, button(t.plain("home.new"), "event_new"), whole]
    if desk.dead_links:
        label = t.plain("home.dead_links", count=desk.dead_links)
        ways.append(button(label, "dead_links", value="1"))
    yield actions(ways)
    for problem in desk.stuck:
        yield from home_entries.stuck(problem, t)
    yield from home_entries.more(Which.STUCK, desk.more_stuck, t)
    for listed in (*(Listed(begun) for begun in desk.begun), *desk.planned):
        yield from entry(listed, t)
    yield from home_entries.more(Which.ANNOUNCEMENTS, desk.more_announcements, t)
    yield from _events(Which.DRAFTS, desk.drafts, t)
    if desk.proposals:
        lines = [f"• {link(item.url, item.title)}" for item in desk.proposals]
        yield from paragraphs(t("home.proposals"), lines)
        yield actions([button(t.plain("kb.letter.look"), "kb_proposals", value="1")])
    if replace(desk, published=Part(), over=None) == Desk():
        yield section(t("home.desk.empty"))
    yield from _events(Which.PUBLISHED, desk.published, t)
    if desk.over is not None and desk.over.event.sessions:
        yield section(t("home.over", event=name(desk.over.event, t)))
        yield from tally_block(desk.over.event, desk.over.groups, t)


def _events(which: Which, found: Part[Event], t: Texts) -> Iterator[Block]:
    """The beginning of a list of events, under its heading; nothing of an empty one."""
    if found.shown:
        yield section(t(f"home.{which}"))
        for event in found.shown:
            yield from home_entries.event(event, t)
        yield from home_entries.more(which, found.more, t)
