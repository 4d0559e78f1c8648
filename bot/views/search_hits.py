"""One hit of a search, in its context. It is rich text: what somebody wrote is no markup there."""

from collections.abc import Iterator, Sequence

from bot.domain.addresses import honest_title
from bot.domain.link_checks import archived
from bot.domain.search.answers import Hit, HitPiece, has_any, marked
from bot.domain.search.folding import clean
from bot.domain.visibility import programme
from bot.locales import Texts
from bot.views.block_kit import Block, RichText, link_to, rich_text, said
from bot.views.event_parts import name
from bot.views.message import shortened

TITLE_SHOWN = 150  # characters of a title


def shown(hit: Hit, words: frozenset[str], t: Texts) -> Block:
    """Title, what it is, and the texts in which `words`, as stored, are to be found."""
    item = hit.item
    title = shortened(" ".join(clean(item.title).split()), TITLE_SHOWN) or item.url
    title = honest_title(item.url, title)
    parts = [
        link_to(item.url, title, bold=True),
        said(f"\n{t.plain(f'kb.kind.{item.kind}')}"),
    ]
    for text in _about(hit, words, t):
        parts += [said(" · "), *_pieces(marked(text, words))]
    if item.dead:
        before, after = t.plain("links.mark", archive="\0").split("\0")
        archive = link_to(archived(item.url), t.plain("links.archive"))
        parts += [said(f"\n{before}"), archive, said(after)]
    if any(has_any(tag, words) for tag in item.tags):
        tags = " ".join(f"#{tag}" for tag in item.tags)
        parts += [said("\n"), *_pieces(marked(tags, words))]
    if item.description:
        parts += [said("\n"), *_pieces(marked(item.description, words))]
    return rich_text(parts)


def _about(hit: Hit, words: frozenset[str], t: Texts) -> Iterator[str]:
    """Event and talk; of who spoke and who was host there, where that was asked for."""
    item, event, session = hit.item, hit.event, hit.session
    if event is not None:
        host = event.host or ""
        yield (
            name(event, t)
            if has_any(event.title, words)
            else t.plain("event.short", number=event.number)
        )
        if has_any(host, words):
            yield t.plain("event.host", host=host)
    elif item.event is not None:
        yield t.plain("event.short", number=item.event)
    if session is not None:
        talk = t.plain("search.talk", talk=session.talk) if session.talk else ""
        yield ", ".join(part for part in (talk, session.by) if part)
    elif item.session:
        yield t.plain("search.talk", talk=item.session)
    if event is not None and session is None and not item.session:
        for other in programme(event):
            line = ", ".join(part for part in (other.talk, other.by) if part)
            if has_any(line, words):
                yield line
                return


def _pieces(pieces: Sequence[HitPiece]) -> Iterator[RichText]:
    for piece in pieces:
        yield said(piece.text, bold=piece.meant)
