"""Links that are called dead: the list for organizers, the form for another address, the letter."""

from collections.abc import Iterator, Sequence

from bot.domain import limits
from bot.domain.link_checks import DeadLink, DeadLinkPage, archived
from bot.domain.markup import Markup, escape
from bot.domain.replies import Reply
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.dates import moment
from bot.views.elements import link, page_buttons
from bot.views.message import Message, actions, button, message, paragraphs, section, shortened
from bot.views.modals import Modal, address_input, field, modal

LIST = "dead_links"
ADDRESS = "dead_link_address"

_SHOWN = 10  # in a letter; all stand in the list
_TITLE = 200  # characters; members' titles are shorter, those of a file may not be
_SPOKEN = 75  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
_SERVER_ERROR = 500


def listing(page: DeadLinkPage, t: Texts, *, top: str | None = None) -> Modal:
    """A page of the list; `top` says what was done just now."""
    blocks: list[Block] = [section(top), DIVIDER] if top else []
    blocks.append(section(t("links.intro" if page.links else "links.none")))
    for dead in page.links:
        blocks += _entry(dead, t)
    turning = page_buttons("dead_links", page.number, page.number < page.pages, t)
    if turning:
        blocks += [DIVIDER, actions(turning)]
    title, close = t.plain("links.title"), t.plain("modal.close")
    return modal(LIST, title, blocks, close=close, metadata=str(page.number), replaces=LIST)


def address(dead: DeadLink, t: Texts, *, metadata: str) -> Modal:
    """Where an organizer says where the page stands now."""
    new = address_input(dead.url[: limits.URL])
    return modal(
        ADDRESS,
        t.plain("links.change"),
        [
            section(_about(dead, t)),
            field("url", t.plain("links.address"), new, hint=t.plain("links.address.hint")),
        ],
        submit=t.plain("links.address.submit"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )


def report(links: Sequence[DeadLink], t: Texts) -> Message:
    """To an organizer: which links are called dead since the last time, and the way to the list."""
    count = len(links)
    title = t("links.report.one") if count == 1 else t("links.report.many", count=count)
    lines = [f"• {_titled(dead)} – {answer(dead.answer, t)}" for dead in links[:_SHOWN]]
    if count > _SHOWN:
        lines.append(t("event.more", count=count - _SHOWN))
    look = button(t.plain("links.report.look"), "dead_links", value="1", style="primary")
    return message("\n".join([title, *lines]), [*paragraphs(title, lines), actions([look])])


def mark(url: str, t: Texts) -> Markup:
    """What stands beside an item whose link is called dead, wherever members see it."""
    return t("links.mark", archive=link(archived(url), t.plain("links.archive")))


def mended(dead: DeadLink, how: Reply, t: Texts) -> Markup:
    """What was done about a dead link."""
    return t(how, title=_short(dead))


def no_address(t: Texts) -> str:
    """What is wrong with what was typed, as plain text."""
    return t.plain("links.no_address", limit=limits.URL)


def taken(title: str, t: Texts) -> str:
    """That another item has this address already, as plain text."""
    return t.plain("links.taken", title=shortened(title, _TITLE))


def answer(word: str, t: Texts) -> Markup:
    """What was answered, in words; `word` as it is kept: a status or the reason for none."""
    if not word.isdigit():
        return t(f"links.answer.{word}")
    if word == "404":
        return t("links.answer.page_missing")
    if word == "410":
        return t("links.answer.page_removed")
    if int(word) >= _SERVER_ERROR:
        return t("links.answer.trouble", status=word)
    return t("links.answer.status", status=word)


def _entry(dead: DeadLink, t: Texts) -> Iterator[Block]:
    yield section(_about(dead, t))
    title = _short(dead)
    yield actions(
        [
            _archive(dead, t),
            button(
                t.plain("links.change"),
                "dead_link_change",
                value=str(dead.id),
                spoken=shortened(t.plain("links.change.label", title=title), _SPOKEN),
            ),
            button(
                t.plain("links.well"),
                "dead_link_well",
                value=str(dead.id),
                spoken=shortened(t.plain("links.well.label", title=title), _SPOKEN),
            ),
        ]
    )


def _archive(dead: DeadLink, t: Texts) -> Button:
    return button(
        t.plain("links.archive"),
        "dead_link_archive",
        url=archived(dead.url),
        spoken=shortened(t.plain("links.archive.label", title=_short(dead)), _SPOKEN),
    )


def _about(dead: DeadLink, t: Texts) -> str:
    facts = t(
        "links.facts",
        since=moment(dead.dead_since, t),
        asked=moment(dead.checked_at, t),
        answer=answer(dead.answer, t),
    )
    event = [t("event.short", number=dead.event)] if dead.event is not None else []
    shown = escape(shortened(dead.url, _TITLE))
    return "\n".join([f"*{_titled(dead)}*", " · ".join([*event, shown]), facts])


def _titled(dead: DeadLink) -> Markup:
    return link(dead.url, _short(dead))


def _short(dead: DeadLink) -> str:
    return shortened(dead.title, _TITLE)
