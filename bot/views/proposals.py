"""Proposals: the list for organizers, the form for a no, and the letters about them."""

from bot.domain.knowledge import KeptItem
from bot.domain.markup import Markup, escape
from bot.domain.proposals import ProposalPage
from bot.locales import Texts
from bot.views.block_kit import DIVIDER, Block, Button
from bot.views.elements import link, mention, page_buttons, somebody
from bot.views.knowledge_forms import edit_button
from bot.views.knowledge_items import proposal, title_line
from bot.views.message import Message, actions, button, message, paragraphs, section
from bot.views.modals import Modal, field, modal, text_input

LIST = "kb_proposals"
REJECT = "kb_reject"

WORD_LIMIT = 1_000  # characters of a word to the proposer


def listing(page: ProposalPage, t: Texts, *, top: str | None = None) -> Modal:
    """A page of what waits, each with what can be decided; `top` says what was done just now."""
    blocks: list[Block] = [section(top), DIVIDER] if top else []
    for kept in page.items:
        blocks += [section(proposal(kept, t)), actions(_deciding(kept, t))]
    if not page.items:
        blocks.append(section(t("kb.proposals.none")))
    turning = page_buttons("kb_proposals", page.number, page.has_more, t)
    if turning:
        blocks += [DIVIDER, actions(turning)]
    return modal(
        LIST,
        t.plain("kb.proposals.title"),
        blocks,
        close=t.plain("modal.close"),
        metadata=str(page.number),
        replaces=LIST,
    )


def rejecting(kept: KeptItem, t: Texts, *, metadata: str) -> Modal:
    """Where an organizer may say why a proposal is not taken."""
    word = text_input(multiline=True, max_length=WORD_LIMIT)
    return modal(
        REJECT,
        t.plain("kb.reject.title"),
        [
            section(proposal(kept, t)),
            field(
                "word",
                t.plain("kb.reject.word"),
                word,
                hint=t.plain("kb.reject.word.hint"),
                optional=True,
            ),
        ],
        submit=t.plain("kb.reject.submit"),
        close=t.plain("modal.cancel"),
        metadata=metadata,
    )


def decided(kept: KeptItem, t: Texts) -> Markup:
    """What was done just now, to stand over the list."""
    return t(f"kb.decided.{kept.item.status}", item=Markup(title_line(kept.item)))


def decided_before(kept: KeptItem, by: str | None, t: Texts) -> Markup:
    """That somebody else was faster, and what they decided."""
    who = somebody(by, t)
    return t(f"kb.decided.before.{kept.item.status}", item=Markup(title_line(kept.item)), who=who)


def letter(items: tuple[KeptItem, ...], total: int, t: Texts) -> Message:
    """To an organizer: what waits, and the way to the list."""
    title = t("kb.letter.one") if total == 1 else t("kb.letter.many", count=total)
    lines = [f"• {link(kept.item.url, kept.item.title)}{_by(kept, t)}" for kept in items]
    if total > len(items):
        lines.append(t("event.more", count=total - len(items)))
    look = button(t.plain("kb.letter.look"), "kb_proposals", value="1", style="primary")
    return message("\n".join([title, *lines]), [*paragraphs(title, lines), actions([look])])


def verdict(kept: KeptItem, by: str, word: str, t: Texts) -> Message:
    """To the proposer: what became of their proposal."""
    says = t(f"kb.verdict.{kept.item.status}", item=Markup(title_line(kept.item)))
    blocks: list[Block] = [section(says)]
    if word:
        quoted = "\n".join(f"> {escape(line)}" for line in word.splitlines())
        said = t("kb.verdict.word", who=somebody(by, t))
        blocks.append(section(f"{said}\n{quoted}"))
        says = Markup(f"{says}\n{said} {escape(word)}")
    return message(says, blocks)


def _by(kept: KeptItem, t: Texts) -> str:
    return f" ({t('kb.proposed.by', who=mention(kept.proposed_by))})" if kept.proposed_by else ""


def _deciding(kept: KeptItem, t: Texts) -> list[Button]:
    title, value = kept.item.title[:50], str(kept.id)
    publish = button(
        t.plain("kb.publish"),
        "kb_publish",
        value=value,
        style="primary",
        spoken=t.plain("kb.publish.label", title=title),
    )
    reject = button(
        t.plain("kb.reject"),
        "kb_reject",
        value=value,
        spoken=t.plain("kb.reject.label", title=title),
    )
    return [publish, edit_button(kept, t), reject]
