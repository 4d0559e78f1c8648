"""A knowledge item in words: as an entry of a list, and what is said about it."""

from bot.domain.knowledge import KeptItem, KnowledgeItem, Visibility
from bot.domain.markup import escape
from bot.locales import Texts
from bot.views.dead_links import mark
from bot.views.elements import link, mention
from bot.views.message import shortened

_DESCRIPTION = 300  # characters of it in a list
_TAGS = 200


def title_line(item: KnowledgeItem) -> str:
    """The item's title as a bold link."""
    return f"*{link(item.url, item.title)}*"


def line(item: KnowledgeItem, t: Texts) -> str:
    """The item as a line of a list; beside a dead link stands what to do instead."""
    dead = f" – {mark(item.url, t)}" if item.dead else ""
    return f"• {link(item.url, item.title)}{dead}"


def entry(item: KnowledgeItem, t: Texts) -> str:
    """An item in a list: title, kind, event and session, tags, how its description begins."""
    facts = [t.plain(f"kb.kind.{item.kind}")]
    if item.event is not None:
        facts.append(t.plain("event.short", number=item.event))
    if item.session:
        facts.append(t.plain("kb.session.named", talk=item.session))
    if item.visibility is not Visibility.PUBLIC:
        facts.append(t.plain(f"kb.visible.{item.visibility}"))
    lines = [title_line(item), escape(" · ".join(facts))]
    if item.dead:
        lines.append(mark(item.url, t))
    if item.tags:
        lines.append(shortened(escape(" ".join(f"#{tag}" for tag in item.tags)), _TAGS))
    if item.description:
        lines.append(shortened(escape(" ".join(item.description.split())), _DESCRIPTION))
    return "\n".join(lines)


def proposal(kept: KeptItem, t: Texts) -> str:
    """An item that waits, and who proposed it."""
    by = [t("kb.proposed.by", who=mention(kept.proposed_by))] if kept.proposed_by else []
    return "\n".join([entry(kept.item, t), *by])
