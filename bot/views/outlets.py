"""Texts about an event for outside, to be copied and to be had as files; and what to look at."""

import json
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.announcement_remarks import Listed
from bot.domain.outlet_checks import Difference
from bot.domain.outlets import NotPublished, Outlet, OutletSource, Output, TemplateFault
from bot.domain.post_lengths import NETWORKS
from bot.domain.values import joined
from bot.locales import Texts
from bot.views import announcement_lists
from bot.views.block_kit import Block, Button, preformatted
from bot.views.event_menus import edit_button
from bot.views.event_parts import heading, name
from bot.views.message import (
    BLOCKS_LIMIT,
    Message,
    actions,
    button,
    context,
    message,
    paragraphs,
    section,
    shortened,
    size,
)

_SHOWN = 8  # differences, and templates of which there is something to say
_ANNOUNCEMENTS = 2
_WORDS = 200  # characters of what differs
_RESERVE = 300  # characters of blocks for what says that a text was cut
_CALLED = {
    "newsletter.md": "markdown",
    "newsletter.html": "html",
    "homepage.html": "homepage",
    "social-500.txt": "long",
    "social-280.txt": "short",
    "mail.txt": "mail",
}
_OTHER = {"de": "en", "en": "de"}


def texts(
    source: OutletSource,
    outputs: Sequence[Output],
    language: str,
    t: Texts,
    *,
    differences: Iterable[Difference] = (),
    faults: Iterable[TemplateFault] = (),
    outdated: Sequence[Listed] = (),
    files_come: bool = False,
) -> Message:
    """The texts for one outlet, that all of `outputs` are for, as they are copied.

    Above them stands what is to be looked at before they go out, of all outlets.
    """
    event, outlet = source.event, outputs[0].outlet
    spoken = t.plain(f"texts.language.{language}")
    says = t(f"texts.occasion.{source.occasion}", language=spoken)
    blocks: list[Block] = [heading(event, t), section(says)]
    if files_come:
        blocks.append(section(t("texts.files.soon")))
    blocks += _remarks(differences, faults, t)
    blocks += _announcements(outdated, t)
    below = [
        actions(_outlets(source, outlet, language, t)),
        actions(_others(source, outlet, language, t)),
    ]
    room = BLOCKS_LIMIT - size([*blocks, *below]) - _RESERVE * len(outputs)
    shown = list(_copied(outputs, room, t))
    title = t("texts.title", event=name(event, t))
    return message(f"{title}\n{says}", [*blocks, *shown, *below])


def not_published(found: NotPublished, t: Texts) -> Message:
    """That nothing about this event goes outside yet, and how it can."""
    said = t("texts.not.published", event=name(found.event, t))
    return message(said, [section(said), actions([edit_button(found.event, t)])])


def comment(source: OutletSource, t: Texts) -> str:
    """What is written beside the files."""
    return t("texts.files.comment", event=name(source.event, t))


def difference(one: Difference, t: Texts) -> str:
    """In what a text differs from its event, as a sentence (mrkdwn)."""
    where = t.plain(f"texts.output.{_CALLED[one.output]}")
    words = shortened(one.words, _WORDS)
    return t(f"texts.difference.{one.differs}", where=where, words=words)


def fault(one: TemplateFault, t: Texts) -> str:
    """What is the matter with a community's own template, as a sentence (mrkdwn)."""
    if one.line:
        return t("texts.template.line", file=one.file, line=one.line, what=one.what)
    return t(f"texts.template.{one.trouble}", file=one.file, what=one.what)


def _remarks(
    differences: Iterable[Difference], faults: Iterable[TemplateFault], t: Texts
) -> Iterator[Block]:
    wrong = [f"• {difference(one, t)}" for one in differences]
    if wrong:
        yield from paragraphs(t("texts.differs"), _few(wrong, t))
    else:
        yield context(t("texts.well"))
    broken = [f"• {fault(one, t)}" for one in faults]
    if broken:
        yield from paragraphs(t("texts.templates"), _few(broken, t))


def _few(lines: Sequence[str], t: Texts) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([t("event.more", count=more)] if more > 0 else [])]


def _announcements(outdated: Sequence[Listed], t: Texts) -> Iterator[Block]:
    if outdated:
        yield section(t("texts.outdated"))
    for listed in outdated[:_ANNOUNCEMENTS]:
        yield from announcement_lists.entry(listed, t)


def _copied(outputs: Sequence[Output], room: int, t: Texts) -> Iterator[Block]:
    """The texts, so long as there is room; of one that is too long the beginning."""
    for place, output in enumerate(outputs):
        share = room // (len(outputs) - place)
        network = NETWORKS.get(output.name)
        length = network.length(output.text) if network else len(output.text)
        called = t.plain(f"texts.output.{_CALLED[output.name]}")
        most = f" / {network.limit}" if network else ""
        yield section(t("texts.output", what=called, length=f"{length}{most}"))
        kept = _beginning(output.text.strip(), share)
        yield preformatted(kept)
        room -= _weight(kept)
        if kept != output.text.strip():
            yield context(t("texts.cut"))


def _beginning(text: str, room: int) -> str:
    """As many lines of the text as there is room for; at least a part of the first."""
    while _weight(text) > room:
        shorter = text[: len(text) * 9 // 10]
        text = shorter.rpartition("\n")[0] or shorter
    return text


def _weight(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False))


def _value(source: OutletSource, outlet: Outlet, language: str) -> str:
    return joined(source.event.number, outlet, language)


def _outlets(source: OutletSource, chosen: Outlet, language: str, t: Texts) -> list[Button]:
    return [
        button(
            t.plain(f"texts.outlet.{outlet}"),
            f"texts_{outlet}",
            value=_value(source, outlet, language),
            style="primary" if outlet is chosen else None,
        )
        for outlet in Outlet
    ]


def _others(source: OutletSource, outlet: Outlet, language: str, t: Texts) -> list[Button]:
    other = _OTHER[language]
    return [
        button(t.plain(f"texts.in.{other}"), "texts_language", value=_value(source, outlet, other)),
        button(t.plain("texts.files"), "texts_files", value=_value(source, outlet, language)),
    ]
